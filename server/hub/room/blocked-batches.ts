import { pauseMs } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { type RefusalCode, refusalText } from '../../../core/contract/refusal-codes.ts';
import { packValue, unpackValue } from '../../../core/wire/msgpack.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { HubLogEvent } from '../log-events.ts';
import { pause } from '../turns/pause.ts';
import type { BatchRefusal, Member } from './member.ts';
import type { RoomBoard } from './room-board.ts';
import type { OtherInstances } from './room-start.ts';

/**
 * Longest wait for what a batch depends on, while the others can be heard, milliseconds. A living instance that does not answer
 * may hear nothing for some seconds, and a dead one is detected by then [INS-2].
 */
const HOLD_MS = 30_000;
/** Least wait, milliseconds, even when all instances lack it: its author may be returning from an instance that died [INS-8]. */
const LEAST_MS = 10_000;
/** Pauses between two questions to the others. */
const ASK_PAUSES = { firstMs: 100, longestMs: 1_000 };
/**
 * Bytes of waiting batches of one member. Beyond it the member is disconnected: its outbox keeps the batches, and it may
 * reconnect to an instance that knows more.
 */
const BLOCKED_BYTES = 1024 * 1024;
/** Approximate cost of a batch besides its ops, bytes. */
const BATCH_BYTES = 100;

interface BlockedBatch {
  readonly n: number;
  /** Its ops, packed, because the incoming bytes may not be kept. `refused`: the ops are not read [ADM-3]. */
  readonly content: { readonly ops: Uint8Array } | { readonly refused: RefusalCode };
}

interface Queue {
  readonly batches: BlockedBatch[];
  bytes: number;
  /** `clock.mono()` since when the others could be asked. */
  since: number;
}

/**
 * [INS-7] Batches that depend on something this instance lacks and another one may have. A client can hear of an element from the
 * service, and its next batch can arrive here before the element does.
 * Waiting batches stay in order, and the member's later batches wait behind them. They wait until the missing part comes, or
 * until all instances have said that they lack it. Meanwhile they do not count as handled: a client that leaves sends them again.
 */
export class BlockedBatches implements Disposable {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #others: Pick<OtherInstances, 'survey'>;
  readonly #board: RoomBoard;
  readonly #changed: (mono: number) => void;
  readonly #queues = new Map<Member, Queue>();
  #asking: 'no' | 'yes' | 'never' = 'no';

  constructor(
    host: { readonly clock: Clock; readonly log: Log; readonly others: Pick<OtherInstances, 'survey'> },
    board: RoomBoard,
    changed: (mono: number) => void,
  ) {
    this.#clock = host.clock;
    this.#log = host.log;
    this.#others = host.others;
    this.#board = board;
    this.#changed = changed;
  }

  /** True when the member's next batch must be added here. */
  has(member: Member): boolean {
    // Hot path: the map is empty in normal operation.
    return this.#queues.size > 0 && this.#queues.has(member);
  }

  /** Queues the batch. It is handled later, or never when the member leaves. A returned refusal must be sent at once. */
  add(member: Member, n: number, rawOps: unknown): BatchRefusal | undefined {
    const queue = this.#queues.get(member) ?? { batches: [], bytes: 0, since: this.#clock.mono() };
    const last = queue.batches.at(-1)?.n;
    if (last !== undefined && n <= last) return undefined;
    if (last !== undefined && n !== last + 1) return { code: 'batch.gap', expected: last + 1 };
    const ops = packValue(rawOps as WireValue);
    this.#push(member, queue, { n, content: { ops } }, ops.length);
    return undefined;
  }

  /** Queues a batch that was refused unread: it uses up its n in its turn. */
  addRefused(member: Member, n: number, refused: RefusalCode): void {
    const queue = this.#queues.get(member);
    if (queue?.batches.at(-1)?.n === n - 1) this.#push(member, queue, { n, content: { refused } }, 0);
  }

  #push(member: Member, queue: Queue, batch: BlockedBatch, bytes: number): void {
    queue.batches.push(batch);
    queue.bytes += bytes + BATCH_BYTES;
    this.#queues.set(member, queue);
    if (queue.bytes > BLOCKED_BYTES) {
      this.#queues.delete(member);
      member.connection.close({ error: refusalText('server.cut_off'), allowReconnect: true });
    } else if (this.#asking === 'no') void this.#ask();
  }

  /** The member is gone; its outbox has the batches. */
  forget(member: Member): void {
    this.#queues.delete(member);
  }

  /** Changes of another instance came. */
  tryAgain(): void {
    for (const member of [...this.#queues.keys()]) this.#deal(member, true);
  }

  /** Handles the member's batches until one still lacks something. Without `mayLack`: handles all of them. */
  #deal(member: Member, mayLack: boolean): void {
    const queue = this.#queues.get(member);
    if (!queue) return;
    const mono = this.#clock.mono();
    let dealt = 0;
    for (const { n, content } of queue.batches) {
      if ('refused' in content) this.#board.refuseUnread(member, n, content.refused, mono);
      else {
        const outcome = this.#board.accept(member, n, unpackValue(content.ops), mono, mayLack);
        if (outcome === 'lacking') break;
        if (outcome) member.refuse(n, outcome);
        queue.bytes -= content.ops.length;
      }
      queue.bytes -= BATCH_BYTES;
      dealt++;
    }
    queue.batches.splice(0, dealt);
    if (queue.batches.length === 0) this.#queues.delete(member);
    if (dealt > 0) this.#changed(mono);
  }

  /** Not awaited by callers, so it must not reject. */
  async #ask(): Promise<void> {
    this.#asking = 'yes';
    for (let attempt = 0; this.#queues.size > 0 && this.#isAsking(); attempt++) {
      try {
        await this.#askOnce();
      } catch (error) {
        this.#log.warn(HubLogEvent.roomSyncFailed, { reason: reasonOf(error) });
      }
      if (this.#queues.size > 0) await pause(this.#clock, pauseMs(ASK_PAUSES, attempt));
    }
    if (this.#isAsking()) this.#asking = 'no';
  }

  async #askOnce(): Promise<void> {
    const waiting = [...this.#queues.keys()];
    const outcome = await this.#others.survey();
    this.tryAgain();
    const mono = this.#clock.mono();
    for (const member of waiting) {
      const queue = this.#queues.get(member);
      if (!queue) continue;
      if (outcome === 'unheard') queue.since = mono;
      else if (mono - queue.since > (outcome === 'whole' ? LEAST_MS : HOLD_MS)) this.#deal(member, false);
    }
  }

  /** Read again after each wait. */
  #isAsking(): boolean {
    return this.#asking === 'yes';
  }

  dispose(): void {
    this.#asking = 'never';
    this.#queues.clear();
  }
}
