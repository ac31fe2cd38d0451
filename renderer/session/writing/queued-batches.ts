import { encodeOps } from '../../../core/board/codec/op-codec.ts';
import type { ChangeMark } from '../../../core/board/element.ts';
import type { ClientId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { packedSize } from '../../../core/wire/packed-size.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';

/** The state of a batch. */
type Fate =
  /** Not sent on this connection. */
  | { readonly at: 'waiting' }
  | { readonly at: 'sent'; readonly when: number }
  /** Sent on an earlier connection. The hub has used up its n; the catch-up will show the result. */
  | { readonly at: 'unsure' }
  /** The room shows it: it was accepted, and is not known to be durable. `marks`: what has to be durable first. */
  | { readonly at: 'seen'; readonly marks: readonly ChangeMark[] }
  /** Refused for the moment (a rate). It gets a new n. */
  | { readonly at: 'again' };

export interface OutboxEntry {
  readonly n: number;
  /** Grows from batch to batch and stays when n changes: the order of the outbox. */
  readonly place: number;
  readonly ops: readonly Op[];
  /** The ops in their wire form. */
  readonly wire: WireValue;
  readonly bytes: number;
  /** `clock.mono()`. */
  readonly firstQueuedAt: number;
}

/** A batch with its state. `QueuedBatches` alone changes the readonly fields, because it keeps sums over them. */
export interface QueuedBatch extends OutboxEntry {
  readonly fate: Fate;
  /** A hub may have it in this form, so nothing more is joined to it. */
  wasSent: boolean;
  /** From a vault. Only the hub's board shows whether a hub has it, under whichever n. */
  wasKept: boolean;
  /** Some instance accepted it. */
  wasSeen: boolean;
  /** It was sent on an earlier connection, and the answer never came: an instance may have accepted it. */
  wasUnanswered: boolean;
}
type Kept = { -readonly [K in keyof QueuedBatch]: QueuedBatch[K] };

/** Batches in order, each with its state, and the sums over them. Which n a batch gets is decided elsewhere. */
export class QueuedBatches {
  readonly #author: ClientId;
  #batches = new Map<number, Kept>();
  #last: Kept | undefined;
  #revision = 0;
  #bytes = 0;
  #inFlight = 0;
  #pending = 0;
  #seen = 0;

  constructor(author: ClientId) {
    this.#author = author;
  }

  get size(): number {
    return this.#batches.size;
  }
  get bytes(): number {
    return this.#bytes;
  }
  /** Bytes that were sent and not answered. */
  get inFlightBytes(): number {
    return this.#inFlight;
  }
  /** Batches that must still be sent. */
  get pending(): number {
    return this.#pending;
  }
  /** Batches with an echo. */
  get seen(): number {
    return this.#seen;
  }
  /** Grows with every change of the content, numbers included. */
  get revision(): number {
    return this.#revision;
  }
  get oldest(): QueuedBatch | undefined {
    return this.#batches.values().next().value;
  }
  /** The batch that was entered last, while it is here. */
  get last(): QueuedBatch | undefined {
    return this.#last;
  }
  /** Oldest first. */
  all(): Iterable<QueuedBatch> {
    return this.#batches.values();
  }
  has(n: number): boolean {
    return this.#batches.has(n);
  }
  get(n: number): QueuedBatch | undefined {
    return this.#batches.get(n);
  }

  enter(batch: Omit<QueuedBatch, 'wire' | 'bytes'>): void {
    const entered: Kept = { ...batch, wire: null, bytes: 0 };
    this.rewrite(entered, entered.ops);
    this.#count(entered, 1);
    this.#batches.set(entered.n, entered);
    this.#last = entered;
  }

  /** Gives a batch that was not sent other ops. */
  rewrite(batch: Kept, ops: readonly Op[]): void {
    this.#revision++;
    this.#bytes -= batch.bytes;
    batch.ops = ops;
    batch.wire = encodeOps(this.#author, ops);
    batch.bytes = packedSize(batch.wire);
    this.#bytes += batch.bytes;
  }

  setFate(batch: Kept, fate: Fate): void {
    this.#count(batch, -1);
    batch.fate = fate;
    this.#count(batch, 1);
  }

  /** Asks for the number of each batch, oldest first. */
  renumber(numberOf: (batch: QueuedBatch) => number): void {
    const batches = new Map<number, Kept>();
    for (const batch of this.#batches.values()) {
      batch.n = numberOf(batch);
      batches.set(batch.n, batch);
    }
    this.#revision++;
    this.#batches = batches;
  }

  remove(batch: QueuedBatch): void {
    this.#revision++;
    this.#count(batch, -1);
    this.#batches.delete(batch.n);
    this.#bytes -= batch.bytes;
    if (this.#last === batch) this.#last = undefined;
  }

  clear(): void {
    this.#revision++;
    this.#batches.clear();
    this.#last = undefined;
    this.#bytes = this.#inFlight = this.#pending = this.#seen = 0;
  }

  #count({ fate: { at }, bytes }: QueuedBatch, by: 1 | -1): void {
    if (at === 'sent') this.#inFlight += by * bytes;
    else if (at === 'seen') this.#seen += by;
    else if (at !== 'unsure') this.#pending += by;
  }
}
