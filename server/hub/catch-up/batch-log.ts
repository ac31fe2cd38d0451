import type { Seq } from '../../../core/board/ids.ts';
import type { OpBatch } from '../../../core/board/op.ts';

interface LogEntry {
  readonly batch: OpBatch;
  readonly bytes: number;
}

/**
 * The last batches that this instance accepted in one room, for suffix catch-up. Bounded by number and bytes; the oldest are
 * dropped first.
 */
export class BatchLog {
  readonly #maxBatches: number;
  readonly #maxBytes: number;
  #entries: (LogEntry | undefined)[] = [];
  /** Entries before this index are dropped. They are cut off many at a time, so that dropping one costs nothing. */
  #head = 0;
  #bytes = 0;
  #nextSeq: Seq;

  constructor(maxBatches: number, maxBytes: number, nextSeq: Seq = 1) {
    this.#maxBatches = maxBatches;
    this.#maxBytes = maxBytes;
    this.#nextSeq = nextSeq;
  }

  /** Seq of the next batch. */
  get nextSeq(): Seq {
    return this.#nextSeq;
  }

  /** Seq of the oldest batch in the log; `nextSeq` when it is empty. */
  get firstSeq(): Seq {
    return this.#nextSeq - (this.#entries.length - this.#head);
  }

  /** Bytes of all batches in the log. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes ownership of the batch; `bytes` is its cost. Drops older batches until at most `maxBytes` are left. */
  add(batch: OpBatch, bytes: number, maxBytes = this.#maxBytes): void {
    this.#entries.push({ batch, bytes });
    this.#bytes += bytes;
    this.#nextSeq++;
    while (this.#entries.length - this.#head > this.#maxBatches || this.#bytes > maxBytes) {
      this.#bytes -= this.#entries[this.#head]?.bytes ?? 0;
      this.#entries[this.#head++] = undefined;
    }
    if (this.#head > 1024 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Batches from `seq` on. Undefined when the oldest of them was dropped. */
  from(seq: Seq): readonly OpBatch[] | undefined {
    if (seq < this.firstSeq || seq > this.#nextSeq) return undefined;
    const kept = this.#entries.slice(this.#head + (seq - this.firstSeq));
    return kept.map((entry) => (entry as LogEntry).batch);
  }
}
