import type { Seq } from '../../../core/board/ids.ts';
import type { Welcome } from '../../../core/contract/hub-contract.ts';
import type { Outbox } from '../writing/outbox.ts';

/** What the hub of this connection has said to be durable. */
export class DurableMarks {
  /** The hub's own last seq at the welcome, and up to where its seqs are known to be durable since. */
  #welcomedSeq: Seq = 0;
  #durableSeq: Seq | undefined;
  /** What the store had when the hub opened the room: no frame tells it of instances that are no more. */
  #stored: Welcome['stored'];

  /** `seq`: the hub's own last one. */
  welcomed(seq: Seq, stored: Welcome['stored']): void {
    this.#welcomedSeq = seq;
    this.#durableSeq = undefined;
    this.#stored = stored;
  }

  /** The hub's own seqs are durable up to here. True: more of them than before. */
  told(seq: Seq): boolean {
    // The first word on a connection only tells how things stand, unless it is about what came after the welcome.
    const isMore = seq > (this.#durableSeq ?? this.#welcomedSeq);
    this.#durableSeq = Math.max(seq, this.#durableSeq ?? 0);
    return isMore;
  }

  /** Lets go of what was in the store already. True when there was any. */
  settle(outbox: Pick<Outbox, 'durable'>): boolean {
    let isSettled = false;
    for (const [origin, seq] of this.#stored ?? []) isSettled = outbox.durable(origin, seq) || isSettled;
    return isSettled;
  }
}
