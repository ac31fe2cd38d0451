import { type InstanceId, isInstanceId, type Seq } from '../board/ids.ts';
import { readCount } from '../wire/wire-value.ts';

/** What a replica knows: for each origin the highest seq up to which it has everything. */
export class VersionVector {
  readonly #seqs = new Map<InstanceId, Seq>();

  get(origin: InstanceId): Seq {
    return this.#seqs.get(origin) ?? 0;
  }

  /** Moves forward only. */
  advance(origin: InstanceId, seq: Seq): void {
    if (seq > this.get(origin)) this.#seqs.set(origin, seq);
  }

  merge(other: VersionVector): void {
    for (const [origin, seq] of other.#seqs) this.advance(origin, seq);
  }

  /** True when this vector includes everything in `other`. */
  covers(other: VersionVector): boolean {
    for (const [origin, seq] of other.#seqs) if (this.get(origin) < seq) return false;
    return true;
  }

  copy(): VersionVector {
    const copied = new VersionVector();
    copied.merge(this);
    return copied;
  }

  get size(): number {
    return this.#seqs.size;
  }

  /** Removes these origins. */
  drop(origins: Iterable<InstanceId>): void {
    for (const origin of origins) this.#seqs.delete(origin);
  }

  /** Pairs in the order of the ids, so that equal vectors have equal bytes. */
  pairs(): (readonly [InstanceId, Seq])[] {
    return [...this.#seqs].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/**
 * Most origins of a vector: one per life of an instance in which someone drew. A room with a store adds one with every restart.
 */
const MAX_ORIGINS = 8_192;

export function parseVector(raw: unknown): VersionVector | undefined {
  if (!Array.isArray(raw) || raw.length > MAX_ORIGINS) return undefined;
  const vector = new VersionVector();
  for (const pair of raw) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    const seq = readCount(pair[1]);
    if (!isInstanceId(pair[0]) || seq === undefined) return undefined;
    vector.advance(pair[0], seq);
  }
  return vector;
}
