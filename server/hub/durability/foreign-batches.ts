import type { ClientId, InstanceId, Seq } from '../../../core/board/ids.ts';
import type { OpBatch } from '../../../core/board/op.ts';
import type { NumberedBatches } from '../../../core/room/replica.ts';
import { copyOps } from './copy-ops.ts';

/** How long the instance that accepted a batch may take to store it, milliseconds. It tells the others when it has. */
const OWN_STORE_MS = 1_000;

interface Waiting {
  /** `clock.mono()` of its arrival. */
  readonly at: number;
  readonly numbered: NumberedBatches;
}

/**
 * [SAVE-9] Batches of other instances that are not known to be in the shared store. Their own instance stores them, unless it
 * dies; this one has to when that takes too long, and before it stores later batches of the same authors: the store would
 * otherwise know a client's batch without the one before it, and take that for handled.
 */
export class ForeignBatches {
  readonly #waiting = new Map<InstanceId, Waiting[]>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Copies them. Parts of one origin come in order. */
  add({ origin, firstSeq, batches }: NumberedBatches, mono: number): void {
    if (batches.length === 0) return;
    const copies = batches.map(({ author, n, ops }): OpBatch => ({ author, n, ops: copyOps(ops).ops }));
    const numbered = { origin, firstSeq, batches: copies };
    const known = this.#waiting.get(origin);
    if (known) known.push({ at: mono, numbered });
    else this.#waiting.set(origin, [{ at: mono, numbered }]);
  }

  /** Everything of the origin up to `seq` is in the store. */
  stored(origin: InstanceId, seq: Seq): void {
    const known = this.#waiting.get(origin);
    if (!known) return;
    const left = known.filter(({ numbered }) => lastSeqOf(numbered) > seq);
    if (left.length === 0) this.#waiting.delete(origin);
    else if (left.length < known.length) this.#waiting.set(origin, left);
  }

  /** How much of the origin is known to be in the store, of everything up to `seq`. */
  durable(origin: InstanceId, seq: Seq): Seq {
    const first = this.#waiting.get(origin)?.[0];
    return first === undefined ? seq : Math.min(seq, first.numbered.firstSeq - 1);
  }

  /** What has waited too long. */
  overdue(mono: number): NumberedBatches[] {
    return this.#upToLast(({ at }) => mono - at > OWN_STORE_MS);
  }

  /** What must be stored before these batches. */
  before(batches: readonly OpBatch[]): NumberedBatches[] {
    if (this.isEmpty) return [];
    const authors = new Set<ClientId>(batches.map(({ author }) => author));
    return this.#upToLast(({ numbered }) => numbered.batches.some(({ author }) => authors.has(author)));
  }

  /** For each origin everything up to the last part that is meant: a log of one origin has no gaps. */
  #upToLast(isMeant: (waiting: Waiting) => boolean): NumberedBatches[] {
    const parts: NumberedBatches[] = [];
    for (const known of this.#waiting.values()) {
      const last = known.findLastIndex(isMeant);
      for (const { numbered } of known.slice(0, last + 1)) parts.push(numbered);
    }
    return parts;
  }
}

export function lastSeqOf({ firstSeq, batches }: NumberedBatches): Seq {
  return firstSeq + batches.length - 1;
}
