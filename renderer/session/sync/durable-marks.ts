import type { Seq } from '../../../core/board/ids.ts';
import type { Welcome } from '../../../core/contract/hub-contract.ts';
import type { Outbox } from '../writing/outbox.ts';

/** What the hub of this connection has reported as durable. */
export class DurableMarks {
  /** The hub's own last seq at the welcome, and the seq up to which it has reported durability since. */
  #welcomedSeq: Seq = 0;
  #durableSeq: Seq | undefined;
  /** The store's vector when the hub opened the room. No frame reports it for dead instances. */
  #stored: Welcome['stored'];

  /** `seq`: the hub's own last one. */
  welcomed(seq: Seq, stored: Welcome['stored']): void {
    this.#welcomedSeq = seq;
    this.#durableSeq = undefined;
    this.#stored = stored;
  }

  /** The hub's own seqs are durable up to here. True: more of them than before. */
  told(seq: Seq): boolean {
    // The first report on a connection only names the current state, unless it covers seqs after the welcome.
    const isMore = seq > (this.#durableSeq ?? this.#welcomedSeq);
    this.#durableSeq = Math.max(seq, this.#durableSeq ?? 0);
    return isMore;
  }

  /** Drops batches that were in the store already. True when there were any. */
  settle(outbox: Pick<Outbox, 'durable'>): boolean {
    let isSettled = false;
    for (const [origin, seq] of this.#stored ?? []) isSettled = outbox.durable(origin, seq) || isSettled;
    return isSettled;
  }
}
