import { LIMITS } from '../../contract/limits.ts';
import { readCount } from '../../wire/wire-value.ts';

/**
 * The spans that a cut removes from its target: half-open, as `[from, to, from, to, …]`, ascending and disjoint. Units:
 * sixteenths of the way from one point of a stroke to the next, or UTF-16 units of a run of text.
 * The set only grows, so a union is a complete merge.
 */
export type Spans = readonly number[];

export const NO_SPANS: Spans = [];
/** Steps from one point of a stroke to the next. */
export const SPAN_STEPS = 16;
const LAST = SPAN_STEPS * LIMITS.pointsPerStroke;

/** The spans of a message: at most `max`, in any order, possibly overlapping. Undefined when the value is malformed. */
export function readSpans(raw: readonly unknown[], max: number): Spans | undefined {
  if (raw.length === 0 || raw.length % 2 !== 0 || raw.length > 2 * max) return undefined;
  for (let i = 0; i < raw.length; i += 2) {
    const from = readCount(raw[i], LAST);
    const to = readCount(raw[i + 1], LAST);
    if (from === undefined || to === undefined || from >= to) return undefined;
  }
  return unite([raw as number[]]);
}

/** The union of several sets of spans, of which there may be any number. */
export function unite(all: readonly Spans[]): Spans {
  const pairs: [number, number][] = [];
  for (const spans of all) {
    for (let i = 0; i < spans.length; i += 2) pairs.push([spans[i] as number, spans[i + 1] as number]);
  }
  pairs.sort((one, two) => one[0] - two[0]);
  const united: number[] = [];
  for (const [from, to] of pairs) {
    const last = united.length - 1;
    if (last > 0 && from <= (united[last] as number)) united[last] = Math.max(united[last] as number, to);
    else united.push(from, to);
  }
  return united;
}

/** The part of `[0, end)` that is not in `spans`. */
export function without(end: number, spans: Spans): Spans {
  const left: number[] = [];
  let at = 0;
  for (let i = 0; i < spans.length && at < end; i += 2) {
    const from = Math.min(spans[i] as number, end);
    if (from > at) left.push(at, from);
    at = Math.max(at, spans[i + 1] as number);
  }
  if (at < end) left.push(at, end);
  return left;
}

/** The part of `spans` that is not in `known`. */
export function beyond(spans: Spans, known: Spans): Spans {
  const more: number[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    const [from, to] = [spans[i] as number, spans[i + 1] as number];
    const left = without(to, known);
    for (let j = 0; j < left.length; j += 2) {
      const start = Math.max(from, left[j] as number);
      if (start < (left[j + 1] as number)) more.push(start, left[j + 1] as number);
    }
  }
  return more;
}
