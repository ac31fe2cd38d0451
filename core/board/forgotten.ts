import { authorOf, type ClientId, type ElementId, ordinalOf } from './ids.ts';

/** Ordinals `[from, to)` of one author's elements. */
export interface ForgottenRange {
  readonly author: ClientId;
  readonly from: number;
  readonly to: number;
}

/**
 * Elements that were removed long ago, of which only the ids are left [OPS-13]. The set only grows. It is stored as spans of
 * ordinals by author, ascending and disjoint. An element in it does not exist, whatever else comes.
 */
export class Forgotten {
  readonly #spans = new Map<ClientId, number[]>();

  get isEmpty(): boolean {
    return this.#spans.size === 0;
  }

  has(id: ElementId): boolean {
    const spans = this.#spans.get(authorOf(id));
    if (!spans) return false;
    const k = ordinalOf(id);
    return (spans[firstEndingAfter(spans, k)] ?? Number.POSITIVE_INFINITY) <= k;
  }

  /** Joins the spans that the range meets or touches. One range at a time, because a board may bring thousands. */
  add({ author, from, to }: ForgottenRange): void {
    let spans = this.#spans.get(author);
    if (!spans) {
      spans = [];
      this.#spans.set(author, spans);
    }
    const first = firstEndingAfter(spans, from - 1);
    let next = first;
    while ((spans[next] ?? Number.POSITIVE_INFINITY) <= to) next += 2;
    const joined =
      next === first ? [from, to] : [Math.min(from, spans[first] as number), Math.max(to, spans[next - 1] as number)];
    spans.splice(first, next - first, ...joined);
  }

  *ranges(): Generator<ForgottenRange> {
    for (const [author, spans] of this.#spans) {
      for (let i = 0; i < spans.length; i += 2) yield { author, from: spans[i] as number, to: spans[i + 1] as number };
    }
  }
}

/** Index of the first span that ends after `k`, or the length when there is none. */
function firstEndingAfter(spans: readonly number[], k: number): number {
  let low = 0;
  let high = spans.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[2 * middle + 1] as number) <= k) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

/** Groups ids into ranges. */
export function rangesOf(ids: Iterable<ElementId>): readonly ForgottenRange[] {
  const joined = new Forgotten();
  for (const id of ids) joined.add({ author: authorOf(id), from: ordinalOf(id), to: ordinalOf(id) + 1 });
  return [...joined.ranges()];
}
