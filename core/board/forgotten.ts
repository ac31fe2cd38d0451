import { authorOf, type ClientId, type ElementId, ordinalOf } from './ids.ts';
import { type Spans, unite } from './spans.ts';

/** Ordinals `[from, to)` of one author's elements. */
export interface ForgottenRange {
  readonly author: ClientId;
  readonly from: number;
  readonly to: number;
}

/**
 * Elements that were removed long ago and of which only this is known [OPS-13]: a set that only grows, kept as spans of ordinals by author. An
 * element in it is not there, whatever else comes.
 */
export class Forgotten {
  readonly #spans = new Map<ClientId, Spans>();

  get isEmpty(): boolean {
    return this.#spans.size === 0;
  }

  has(id: ElementId): boolean {
    if (this.#spans.size === 0) return false;
    const spans = this.#spans.get(authorOf(id));
    if (!spans) return false;
    const k = ordinalOf(id);
    let low = 0;
    let high = spans.length / 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[2 * middle + 1] as number) <= k) low = middle + 1;
      else high = middle;
    }
    return low < spans.length / 2 && (spans[2 * low] as number) <= k;
  }

  add({ author, from, to }: ForgottenRange): void {
    this.#spans.set(author, unite(this.#spans.get(author) ?? [], [from, to]));
  }

  *ranges(): Generator<ForgottenRange> {
    for (const [author, spans] of this.#spans) {
      for (let i = 0; i < spans.length; i += 2) yield { author, from: spans[i] as number, to: spans[i + 1] as number };
    }
  }
}

/** Ids as ranges. */
export function rangesOf(ids: Iterable<ElementId>): readonly ForgottenRange[] {
  const byAuthor = new Map<ClientId, number[]>();
  for (const id of ids) {
    const ordinals = byAuthor.get(authorOf(id));
    if (ordinals) ordinals.push(ordinalOf(id));
    else byAuthor.set(authorOf(id), [ordinalOf(id)]);
  }
  const ranges: ForgottenRange[] = [];
  for (const [author, ordinals] of byAuthor) {
    ordinals.sort((a, b) => a - b);
    let from = ordinals[0] as number;
    for (const [i, k] of ordinals.entries()) {
      const next = ordinals[i + 1];
      if (next === k + 1 || next === k) continue;
      ranges.push({ author, from, to: k + 1 });
      if (next !== undefined) from = next;
    }
  }
  return ranges;
}
