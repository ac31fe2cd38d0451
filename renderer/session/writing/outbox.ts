import { encodeOps } from '../../../core/board/codec/op-codec.ts';
import type { ChangeMark } from '../../../core/board/element.ts';
import type { ClientId, ElementId, InstanceId, Seq } from '../../../core/board/ids.ts';
import type { Op, OpBatch } from '../../../core/board/op.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { isSamePacked } from '../../../core/wire/packed-size.ts';
import { mergeStroke } from './merge-ops.ts';
import { targetsOf } from './op-targets.ts';
import { type OutboxEntry, type QueuedBatch, QueuedBatches } from './queued-batches.ts';
import { roughBytes } from './split-ops.ts';

/** The outbox has the bounds of a board: more cannot be waiting for one. */
const MAX_BATCHES = LIMITS.elementsPerBoard;
const MAX_BYTES = LIMITS.pointBytesPerBoard;
/** [TRC-3] The question about a batch may come after its echo, so the times of this many are remembered. */
const TIMED_BATCHES = 32;

/**
 * Own batches that were not yet seen in a durable frame, in order. Sending one twice is harmless: the hub ignores a known n.
 * Numbers go up by one. A batch that no hub has had may get another n.
 */
export class Outbox {
  readonly author: ClientId;
  readonly #batches: QueuedBatches;
  #nextN = 1;
  #lastPlace = 0;
  /** `clock.mono()` of the last echo. */
  #seenAt = Number.NEGATIVE_INFINITY;
  /** Every n up to here was given to a hub of this epoch; greater ones may change. */
  #highestSent = 0;
  /** The greatest n that any hub of this epoch was given. */
  #greatestSent = 0;
  /** `clock.mono()` when a batch was queued and sent, of the last `TIMED_BATCHES`. */
  readonly #times = new Map<number, { readonly made: number; readonly sent: number }>();

  constructor(author: ClientId) {
    this.author = author;
    this.#batches = new QueuedBatches(author);
  }

  get size(): number {
    return this.#batches.size;
  }
  /** Batches without an echo. */
  get unseen(): number {
    return this.#batches.size - this.#batches.seen;
  }
  /** The elements that its batches change. `unseen`: of batches without an echo. */
  targets(unseen: boolean): ReadonlySet<ElementId> {
    const ids = new Set<ElementId>();
    for (const { fate, ops } of this.#batches.all()) {
      if (unseen && fate.at === 'seen') continue;
      for (const op of ops) for (const id of targetsOf(op)) ids.add(id);
    }
    return ids;
  }
  /** Bytes that were sent and not answered. */
  get inFlightBytes(): number {
    return this.#batches.inFlightBytes;
  }
  get oldestQueuedAt(): number | undefined {
    return this.#batches.oldest?.firstQueuedAt;
  }
  get oldestUnseenAt(): number | undefined {
    if (this.unseen === 0) return undefined;
    for (const { fate, firstQueuedAt } of this.#batches.all()) if (fate.at !== 'seen') return firstQueuedAt;
    return undefined;
  }
  /** `clock.mono()` since when no answer has come although a batch is in flight. Undefined if none is in flight. */
  get waitingSince(): number | undefined {
    if (this.inFlightBytes === 0) return undefined;
    for (const { fate } of this.#batches.all()) if (fate.at === 'sent') return Math.max(fate.when, this.#seenAt);
    return undefined;
  }
  /** Grows with every change of the content, numbers included. */
  get revision(): number {
    return this.#batches.revision;
  }
  /** The newest batch ever, and the oldest that is still in the outbox. */
  get lastPlace(): number {
    return this.#lastPlace;
  }
  get oldestPlace(): number | undefined {
    return this.#batches.oldest?.place;
  }
  has(n: number): boolean {
    return this.#batches.has(n);
  }

  /** [TRC-3] `clock.mono()` when the batch was queued and sent. Undefined when that was before this page, or long ago. */
  timesOf(n: number): { readonly made: number; readonly sent: number } | undefined {
    return this.#times.get(n);
  }

  /** The batches, oldest first. */
  entries(): readonly OutboxEntry[] {
    return [...this.#batches.all()];
  }

  canTake(ops: readonly Op[]): boolean {
    return (
      this.#batches.size < MAX_BATCHES && this.#batches.bytes + ops.reduce((sum, op) => sum + roughBytes(op), 0) <= MAX_BYTES
    );
  }

  add(ops: readonly Op[], now: number): void {
    const { last } = this.#batches;
    if (last?.fate.at === 'waiting' && !last.wasSent) {
      const merged = mergeStroke(last.ops, ops);
      if (merged) {
        this.#batches.rewrite(last, merged);
        return;
      }
    }
    this.#batches.enter({
      n: this.#nextN++,
      place: ++this.#lastPlace,
      ops,
      firstQueuedAt: now,
      fate: { at: 'waiting' },
      wasSent: false,
      wasKept: false,
      wasSeen: false,
      wasUnanswered: false,
    });
  }

  /** Takes the batches of an earlier session with the same client id, oldest first, before anything is added. */
  restore(batch: Pick<OutboxEntry, 'n' | 'place' | 'ops' | 'firstQueuedAt'>): void {
    const { n, place } = batch;
    if (place <= this.#lastPlace || this.#batches.has(n) || !this.canTake(batch.ops)) return;
    this.#lastPlace = place;
    this.#nextN = Math.max(this.#nextN, n + 1);
    this.#greatestSent = Math.max(this.#greatestSent, n);
    this.#batches.enter({ ...batch, fate: { at: 'unsure' }, wasSent: true, wasKept: true, wasSeen: false, wasUnanswered: true });
  }

  /** The next batches for one message: consecutive in n, at least one if any waits. Marks them as sent. */
  take(maxBytes: number, now: number): readonly OutboxEntry[] {
    this.#numberAgain();
    const taken: QueuedBatch[] = [];
    let bytes = 0;
    for (const entry of this.#batches.all()) {
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
      this.#batches.setFate(entry, { at: 'sent', when: now });
      entry.wasSent = true;
      if (!entry.wasKept) this.#remember(entry, now);
      this.#highestSent = Math.max(this.#highestSent, entry.n);
      this.#greatestSent = Math.max(this.#greatestSent, entry.n);
    }
    return taken;
  }

  #remember({ n, firstQueuedAt }: QueuedBatch, sent: number): void {
    this.#times.delete(n);
    this.#times.set(n, { made: firstQueuedAt, sent });
    const [oldest] = this.#times.keys();
    if (this.#times.size > TIMED_BATCHES && oldest !== undefined) this.#times.delete(oldest);
  }

  /** True while a batch must still be sent. */
  get hasWaiting(): boolean {
    return this.#batches.pending > 0;
  }

  /**
   * The room shows a batch of this client id. Returns the milliseconds since it was sent, if known. Settles only the identical
   * batch: a client id is no proof, and another session may write under it.
   */
  seen(batch: Pick<OpBatch, 'n' | 'ops'>, mark: ChangeMark, now: number): number | undefined {
    const { n } = batch;
    const entry = this.#batches.get(n);
    if (entry?.fate.at === 'seen') return undefined;
    if (!entry || !this.isEcho(batch)) {
      if (entry || n > Math.max(this.#highestSent, this.#greatestSent)) this.#usedElsewhere(n);
      return undefined;
    }
    const took = entry.fate.at === 'sent' ? now - entry.fate.when : undefined;
    this.#batches.setFate(entry, { at: 'seen', marks: [mark] });
    entry.wasSeen = true;
    this.#seenAt = now;
    return took;
  }

  /** The room's board has `n`, and the echo was missed. It stays until the changes of its elements, `marks`, are durable. */
  found(n: number, marks: readonly ChangeMark[]): void {
    const entry = this.#batches.get(n);
    if (!entry) return;
    if (marks.length === 0) {
      this.#batches.remove(entry);
      return;
    }
    this.#batches.setFate(entry, { at: 'seen', marks });
    entry.wasSeen = true;
  }

  /** True when this is the identical batch that was sent under its n. */
  isEcho({ n, ops }: Pick<OpBatch, 'n' | 'ops'>): boolean {
    const entry = this.#batches.get(n);
    return entry?.wasSent === true && isSamePacked(entry.wire, encodeOps(this.author, ops));
  }

  /** [ADM-2] Another session used up the numbers up to `n`. The hub ignores batches under them, so own batches get others. */
  #usedElsewhere(n: number): void {
    for (const entry of this.#batches.all()) {
      if (entry.n > n) break;
      const needsOther = entry.fate.at === 'waiting' || (entry.fate.at === 'sent' && entry.n === n);
      if (needsOther) this.#batches.setFate(entry, { at: 'again' });
    }
    this.#greatestSent = Math.max(this.#greatestSent, n);
    this.#nextN = Math.max(this.#nextN, n + 1);
  }

  /** Everything of this origin up to `seq` is durable: drops the seen batches of it. True when there were any. */
  durable(origin: InstanceId, seq: Seq): boolean {
    const before = this.#batches.seen;
    let seen = before;
    for (const entry of this.#batches.all()) {
      if (seen === 0) break;
      if (entry.fate.at !== 'seen') continue;
      seen--;
      const left = entry.fate.marks.filter((mark) => mark.origin !== origin || mark.seq > seq);
      if (left.length === 0) this.#batches.remove(entry);
      else if (left.length < entry.fate.marks.length) this.#batches.setFate(entry, { at: 'seen', marks: left });
    }
    return this.#batches.seen < before;
  }

  /**
   * `n` is settled without an echo: refused permanently, or known to be on the hub's board. Returns the batch, if it was here.
   */
  takeOut(n: number): OutboxEntry | undefined {
    const entry = this.#batches.get(n);
    if (entry) this.#batches.remove(entry);
    return entry;
  }

  /** The hub refused `n` for the moment, or because an earlier batch must be retried. */
  tryAgain(n: number): void {
    const entry = this.#batches.get(n);
    if (entry?.fate.at !== 'sent' && entry?.fate.at !== 'unsure') return;
    entry.wasKept = false;
    this.#batches.setFate(entry, { at: 'again' });
  }

  /** True when `n` comes after a batch that must be retried, which may then be the cause of its refusal. */
  isAfterRetry(n: number): boolean {
    for (const entry of this.#batches.all()) {
      if (entry.n >= n) return false;
      if (entry.fate.at === 'again') return true;
    }
    return false;
  }

  /** The hub waits for `expected` (ADM-2): everything from there on is sent again, with new numbers where necessary. */
  rewind(expected: number): void {
    for (const entry of this.#batches.all()) {
      if (entry.n >= expected) this.#batches.setFate(entry, { at: 'waiting' });
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
    for (const entry of this.#batches.all()) {
      if (entry.wasKept && entry.fate.at !== 'seen') this.#batches.setFate(entry, { at: 'unsure' });
      else if (entry.n > lastN) {
        entry.wasUnanswered ||= entry.fate.at === 'sent';
        this.#batches.setFate(entry, { at: 'waiting' });
      } else if (entry.fate.at === 'sent') this.#batches.setFate(entry, { at: 'unsure' });
    }
    this.#highestSent = lastN;
    if (lastN < this.#greatestSent) this.#highestSent = this.#beginOfSentRun(lastN) ?? this.#greatestSent;
    this.#renumber();
  }

  /** The n before the batches sent after `lastN`, when all of them are still here without a gap: then each keeps its n. */
  #beginOfSentRun(lastN: number): number | undefined {
    let first: number | undefined;
    let next: number | undefined;
    for (const { n, fate, wasSent } of this.#batches.all()) {
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
    for (const entry of this.#batches.all()) {
      if (entry.firstQueuedAt >= queuedBefore) return;
      if (entry.fate.at === 'seen') this.#batches.remove(entry);
    }
  }

  get hasUnsure(): boolean {
    for (const { fate } of this.#batches.all()) if (fate.at === 'unsure') return true;
    return false;
  }

  /** Some instance accepted it, or may have. */
  mayBeThere(n: number): boolean {
    const entry = this.#batches.get(n);
    return entry?.wasSeen === true || entry?.wasUnanswered === true;
  }

  isUnsure(n: number): boolean {
    return this.#batches.get(n)?.fate.at === 'unsure';
  }

  /**
   * An unsure batch was refused, and the answer was lost with the connection. It is sent once more, to get the reason or to be
   * accepted.
   */
  retryUnsure(): void {
    for (const entry of this.#batches.all()) if (entry.fate.at === 'unsure') this.#batches.setFate(entry, { at: 'again' });
  }

  /** The epoch is over. Numbers continue: a hub accepts any first n (ADM-2). */
  clear(): void {
    this.#batches.clear();
    this.#highestSent = this.#nextN - 1;
    this.#greatestSent = 0;
  }

  /** When everything in flight is answered, batches to retry get new numbers, before those that were never sent. */
  #numberAgain(): void {
    let any = false;
    for (const { fate } of this.#batches.all()) {
      if (fate.at === 'sent' || fate.at === 'unsure') return;
      if (fate.at === 'again') any = true;
    }
    if (!any) return;
    this.#highestSent = Math.max(this.#highestSent, this.#greatestSent);
    this.#renumber();
  }

  #renumber(): void {
    let next = this.#highestSent + 1;
    this.#batches.renumber((entry) => {
      if (entry.fate.at === 'again') this.#batches.setFate(entry, { at: 'waiting' });
      // An unsure batch keeps its n as long as the hub may know it under that number.
      const isNumbered = entry.fate.at === 'waiting' || (entry.fate.at === 'unsure' && entry.n > this.#highestSent);
      return isNumbered ? next++ : entry.n;
    });
    this.#nextN = next;
  }
}
