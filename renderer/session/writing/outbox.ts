import { encodeOps } from '../../../core/board/codec/op-codec.ts';
import type { ChangeMark } from '../../../core/board/element.ts';
import type { ClientId, InstanceId, Seq } from '../../../core/board/ids.ts';
import type { Op, OpBatch } from '../../../core/board/op.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { isSamePacked, packedSize } from '../../../core/wire/packed-size.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { mergeStroke } from './merge-ops.ts';
import { roughBytes } from './split-ops.ts';

/** The outbox has the bounds of a board: more cannot be waiting for one. */
const MAX_BATCHES = LIMITS.elementsPerBoard;
const MAX_BYTES = LIMITS.pointBytesPerBoard;

/** The state of a batch. */
type Fate =
  /** Not sent on this connection. */
  | { readonly at: 'waiting' }
  | { readonly at: 'sent'; readonly when: number }
  /** Sent on an earlier connection. The hub has used up its n; the catch-up will show the result. */
  | { readonly at: 'unsure' }
  /** Its echo came in a frame: it was accepted, and is not known to be durable. */
  | { readonly at: 'seen'; readonly mark: ChangeMark }
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
type Kept = { -readonly [K in keyof OutboxEntry]: OutboxEntry[K] } & {
  fate: Fate;
  /** A hub may have it in this form, so nothing more is joined to it. */
  wasSent: boolean;
  /** From a vault. Only the hub's board shows whether a hub has it, under whichever n. */
  wasKept: boolean;
  /** Some instance accepted it. */
  wasSeen: boolean;
};

/**
 * Own batches that were not yet seen in a durable frame, in order. Sending one twice is harmless: the hub ignores a known n.
 * Numbers go up by one. A batch that no hub has had may get another n.
 */
export class Outbox {
  readonly author: ClientId;
  #entries = new Map<number, Kept>();
  #last: Kept | undefined;
  #nextN = 1;
  #lastPlace = 0;
  #revision = 0;
  #bytes = 0;
  #inFlight = 0;
  #pending = 0;
  #seen = 0;
  /** `clock.mono()` of the last echo. */
  #seenAt = Number.NEGATIVE_INFINITY;
  /** Every n up to here was given to a hub of this epoch; greater ones may change. */
  #highestSent = 0;
  /** The greatest n that any hub of this epoch was given. */
  #greatestSent = 0;

  constructor(author: ClientId) {
    this.author = author;
  }

  get size(): number {
    return this.#entries.size;
  }
  /** Batches without an echo. */
  get unseen(): number {
    return this.#entries.size - this.#seen;
  }
  /** Bytes that were sent and not answered. */
  get inFlightBytes(): number {
    return this.#inFlight;
  }
  get oldestQueuedAt(): number | undefined {
    return this.#entries.values().next().value?.firstQueuedAt;
  }
  get oldestUnseenAt(): number | undefined {
    if (this.unseen === 0) return undefined;
    for (const { fate, firstQueuedAt } of this.#entries.values()) if (fate.at !== 'seen') return firstQueuedAt;
    return undefined;
  }
  /** `clock.mono()` since when no answer has come although a batch is in flight. Undefined if none is in flight. */
  get waitingSince(): number | undefined {
    if (this.#inFlight === 0) return undefined;
    for (const { fate } of this.#entries.values()) if (fate.at === 'sent') return Math.max(fate.when, this.#seenAt);
    return undefined;
  }
  /** Grows with every change of the content, numbers included. */
  get revision(): number {
    return this.#revision;
  }
  /** The newest batch ever, and the oldest that is still in the outbox. */
  get lastPlace(): number {
    return this.#lastPlace;
  }
  get oldestPlace(): number | undefined {
    return this.#entries.values().next().value?.place;
  }
  has(n: number): boolean {
    return this.#entries.has(n);
  }

  /** The batches, oldest first. */
  entries(): readonly OutboxEntry[] {
    return [...this.#entries.values()];
  }

  canTake(ops: readonly Op[]): boolean {
    return this.#entries.size < MAX_BATCHES && this.#bytes + ops.reduce((sum, op) => sum + roughBytes(op), 0) <= MAX_BYTES;
  }

  add(ops: readonly Op[], now: number): void {
    if (this.#last?.fate.at === 'waiting' && !this.#last.wasSent) {
      const merged = mergeStroke(this.#last.ops, ops);
      if (merged) {
        this.#rewrite(this.#last, merged);
        return;
      }
    }
    this.#enter({
      n: this.#nextN++,
      place: ++this.#lastPlace,
      ops,
      wire: null,
      bytes: 0,
      firstQueuedAt: now,
      fate: { at: 'waiting' },
      wasSent: false,
      wasKept: false,
      wasSeen: false,
    });
  }

  /** Takes the batches of an earlier session with the same client id, oldest first, before anything is added. */
  restore(batch: Pick<OutboxEntry, 'n' | 'place' | 'ops' | 'firstQueuedAt'>): void {
    const { n, place } = batch;
    if (place <= this.#lastPlace || this.#entries.has(n) || !this.canTake(batch.ops)) return;
    this.#lastPlace = place;
    this.#nextN = Math.max(this.#nextN, n + 1);
    this.#greatestSent = Math.max(this.#greatestSent, n);
    this.#enter({ ...batch, wire: null, bytes: 0, fate: { at: 'unsure' }, wasSent: true, wasKept: true, wasSeen: false });
  }

  #enter(entry: Kept): void {
    this.#rewrite(entry, entry.ops);
    this.#count(entry, 1);
    this.#entries.set(entry.n, entry);
    this.#last = entry;
  }

  #rewrite(entry: Kept, ops: readonly Op[]): void {
    this.#revision++;
    this.#bytes -= entry.bytes;
    entry.ops = ops;
    entry.wire = encodeOps(this.author, ops);
    entry.bytes = packedSize(entry.wire);
    this.#bytes += entry.bytes;
  }

  /** The next batches for one message: consecutive in n, at least one if any waits. Marks them as sent. */
  take(maxBytes: number, now: number): readonly OutboxEntry[] {
    this.#numberAgain();
    const taken: Kept[] = [];
    let bytes = 0;
    for (const entry of this.#entries.values()) {
      // Batches behind one that may have to be sent again could depend on it.
      if (entry.fate.at === 'again' || entry.fate.at === 'unsure') break;
      if (entry.fate.at !== 'waiting') continue;
      const previous = taken.at(-1);
      if (previous && (entry.n !== previous.n + 1 || bytes + entry.bytes > maxBytes)) break;
      if (taken.length === LIMITS.batchesPerPush) break;
      taken.push(entry);
      bytes += entry.bytes;
    }
    for (const entry of taken) {
      this.#setFate(entry, { at: 'sent', when: now });
      entry.wasSent = true;
      this.#highestSent = Math.max(this.#highestSent, entry.n);
      this.#greatestSent = Math.max(this.#greatestSent, entry.n);
    }
    return taken;
  }

  /** True while a batch must still be sent. */
  get hasWaiting(): boolean {
    return this.#pending > 0;
  }

  /**
   * The room shows a batch of this client id. Returns the milliseconds since it was sent, if known. Settles only the identical
   * batch: a client id is no proof, and another session may write under it.
   */
  seen(batch: Pick<OpBatch, 'n' | 'ops'>, mark: ChangeMark, now: number): number | undefined {
    const { n } = batch;
    const entry = this.#entries.get(n);
    if (entry?.fate.at === 'seen') return undefined;
    if (!entry || !this.isEcho(batch)) {
      if (entry || n > Math.max(this.#highestSent, this.#greatestSent)) this.#usedElsewhere(n);
      return undefined;
    }
    const took = entry.fate.at === 'sent' ? now - entry.fate.when : undefined;
    this.#setFate(entry, { at: 'seen', mark });
    entry.wasSeen = true;
    this.#seenAt = now;
    return took;
  }

  /** True when this is the identical batch that was sent under its n. */
  isEcho({ n, ops }: Pick<OpBatch, 'n' | 'ops'>): boolean {
    const entry = this.#entries.get(n);
    return entry?.wasSent === true && isSamePacked(entry.wire, encodeOps(this.author, ops));
  }

  /** [ADM-2] Another session used up the numbers up to `n`. The hub ignores batches under them, so own batches get others. */
  #usedElsewhere(n: number): void {
    for (const entry of this.#entries.values()) {
      if (entry.n > n) break;
      if (entry.fate.at === 'waiting' || (entry.fate.at === 'sent' && entry.n === n)) this.#setFate(entry, { at: 'again' });
    }
    this.#greatestSent = Math.max(this.#greatestSent, n);
    this.#nextN = Math.max(this.#nextN, n + 1);
  }

  /** Everything of this origin up to `seq` is durable: drops the seen batches of it. True when there were any. */
  durable(origin: InstanceId, seq: Seq): boolean {
    const before = this.#seen;
    let left = before;
    for (const entry of this.#entries.values()) {
      if (left === 0) break;
      if (entry.fate.at !== 'seen') continue;
      left--;
      if (entry.fate.mark.origin === origin && entry.fate.mark.seq <= seq) this.#remove(entry);
    }
    return this.#seen < before;
  }

  /**
   * `n` is settled without an echo: refused permanently, or known to be on the hub's board. Returns the batch, if it was here.
   */
  takeOut(n: number): OutboxEntry | undefined {
    const entry = this.#entries.get(n);
    if (entry) this.#remove(entry);
    return entry;
  }

  /** The hub refused `n` for the moment, or because an earlier batch must be retried. */
  tryAgain(n: number): void {
    const entry = this.#entries.get(n);
    if (entry?.fate.at !== 'sent' && entry?.fate.at !== 'unsure') return;
    entry.wasKept = false;
    this.#setFate(entry, { at: 'again' });
  }

  /** True when `n` comes after a batch that must be retried, which may then be the cause of its refusal. */
  isAfterRetry(n: number): boolean {
    for (const entry of this.#entries.values()) {
      if (entry.n >= n) return false;
      if (entry.fate.at === 'again') return true;
    }
    return false;
  }

  /** The hub waits for `expected` (ADM-2): everything from there on is sent again, with new numbers where necessary. */
  rewind(expected: number): void {
    for (const entry of this.#entries.values()) {
      if (entry.n >= expected) this.#setFate(entry, { at: 'waiting' });
    }
    this.#highestSent = this.#greatestSent = expected - 1;
    this.#renumber();
  }

  /**
   * A new connection in the same epoch: the hub has everything up to `lastN`, and nothing after it (HS-3, HS-4). Another instance
   * may have had more, and one n must never be given to two batches. The hub therefore lets the first batch of a connection jump
   * over numbers (ADM-2). For batches of an earlier session only the hub's board shows whether it has them.
   */
  settle(lastN: number): void {
    for (const entry of this.#entries.values()) {
      if (entry.wasKept && entry.fate.at !== 'seen') this.#setFate(entry, { at: 'unsure' });
      else if (entry.n > lastN) this.#setFate(entry, { at: 'waiting' });
      else if (entry.fate.at === 'sent') this.#setFate(entry, { at: 'unsure' });
    }
    this.#highestSent = lastN;
    if (lastN < this.#greatestSent) this.#highestSent = this.#beginOfSentRun(lastN) ?? this.#greatestSent;
    this.#renumber();
  }

  /** The n before the batches sent after `lastN`, when all of them are still here without a gap: then each keeps its n. */
  #beginOfSentRun(lastN: number): number | undefined {
    let first: number | undefined;
    let next: number | undefined;
    for (const { n, fate, wasSent } of this.#entries.values()) {
      if (fate.at === 'seen' || (fate.at === 'unsure' && n <= lastN)) continue;
      if (fate.at !== 'waiting') return undefined;
      if (!wasSent) break;
      first ??= n;
      if (n !== (next ?? first)) return undefined;
      next = n + 1;
    }
    return first !== undefined && first > lastN && next === this.#greatestSent + 1 ? first - 1 : undefined;
  }

  /** Drops batches that were queued before then and have an echo. They count as durable, because without a store the wait must end. */
  seenIsDurable(queuedBefore = Number.POSITIVE_INFINITY): void {
    for (const entry of this.#entries.values()) {
      if (entry.firstQueuedAt >= queuedBefore) return;
      if (entry.fate.at === 'seen') this.#remove(entry);
    }
  }

  get hasUnsure(): boolean {
    for (const { fate } of this.#entries.values()) if (fate.at === 'unsure') return true;
    return false;
  }

  /** Some instance accepted it. */
  wasSeen(n: number): boolean {
    return this.#entries.get(n)?.wasSeen === true;
  }

  isUnsure(n: number): boolean {
    return this.#entries.get(n)?.fate.at === 'unsure';
  }

  /**
   * An unsure batch was refused, and the answer was lost with the connection. It is sent once more, to get the reason or to be
   * accepted.
   */
  retryUnsure(): void {
    for (const entry of this.#entries.values()) if (entry.fate.at === 'unsure') this.#setFate(entry, { at: 'again' });
  }

  /** The epoch is over. Numbers continue: a hub accepts any first n (ADM-2). */
  clear(): void {
    this.#revision++;
    this.#entries.clear();
    this.#last = undefined;
    this.#bytes = 0;
    this.#inFlight = this.#pending = this.#seen = 0;
    this.#highestSent = this.#nextN - 1;
    this.#greatestSent = 0;
  }

  /** When everything in flight is answered, batches to retry get new numbers, before those that were never sent. */
  #numberAgain(): void {
    let any = false;
    for (const { fate } of this.#entries.values()) {
      if (fate.at === 'sent' || fate.at === 'unsure') return;
      if (fate.at === 'again') any = true;
    }
    if (!any) return;
    this.#highestSent = Math.max(this.#highestSent, this.#greatestSent);
    this.#renumber();
  }

  #renumber(): void {
    const entries = new Map<number, Kept>();
    let next = this.#highestSent + 1;
    for (const entry of this.#entries.values()) {
      if (entry.fate.at === 'again') this.#setFate(entry, { at: 'waiting' });
      // An unsure batch keeps its n as long as the hub may know it under that number.
      if (entry.fate.at === 'waiting' || (entry.fate.at === 'unsure' && entry.n > this.#highestSent)) entry.n = next++;
      entries.set(entry.n, entry);
    }
    this.#revision++;
    this.#entries = entries;
    this.#nextN = next;
  }

  #setFate(entry: Kept, fate: Fate): void {
    this.#count(entry, -1);
    entry.fate = fate;
    this.#count(entry, 1);
  }

  #count(entry: Kept, by: 1 | -1): void {
    const { at } = entry.fate;
    if (at === 'sent') this.#inFlight += by * entry.bytes;
    else if (at === 'seen') this.#seen += by;
    else if (at !== 'unsure') this.#pending += by;
  }

  #remove(entry: Kept): void {
    this.#revision++;
    this.#count(entry, -1);
    this.#entries.delete(entry.n);
    this.#bytes -= entry.bytes;
    if (this.#last === entry) this.#last = undefined;
  }
}
