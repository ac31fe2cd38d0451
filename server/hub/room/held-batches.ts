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
 * What a batch builds upon is waited for no longer than this while the others can be heard, milliseconds: one of them that lives and does not
 * answer may be deaf for some seconds, and who is dead is known to be by then [INS-2].
 */
const HOLD_MS = 30_000;
/** For so long it is waited for even when all say that they do not have it: whose it is may be on the way back from an instance that died [INS-8]. */
const LEAST_MS = 10_000;
/** Between two questions to the others. */
const ASK_PAUSES = { firstMs: 100, longestMs: 1_000 };
/** Batches of one member, as they came. Who sends more is sent away, keeps it in the outbox, and comes back to an instance that may know more. */
const HELD_BYTES = 1024 * 1024;
/** What a batch costs besides its ops, about. */
const BATCH_BYTES = 100;

interface HeldBatch {
  readonly n: number;
  /** Its ops, packed: what came may not be kept as it is. `refused`: nobody looks at them any more [ADM-3]. */
  readonly content: { readonly ops: Uint8Array } | { readonly refused: RefusalCode };
}

interface Queue {
  readonly batches: HeldBatch[];
  bytes: number;
  /** `clock.mono()` since when the others could have been asked. */
  since: number;
}

/**
 * [INS-7] Batches that build upon what this instance does not know, while another one may: a client hears of an element from the service,
 * and its next batch may be here before the element is. They wait in order, and whatever else the member sends waits behind them, until
 * what they lack has come or everybody has said that they do not have it. Nothing of them is dealt with meanwhile: who leaves sends them again.
 */
export class HeldBatches implements Disposable {
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

  /** Whatever the member sends is to be added. */
  has(member: Member): boolean {
    // Asked for every batch; nothing is held but in trouble.
    return this.#queues.size > 0 && this.#queues.has(member);
  }

  /** The batch is dealt with later, or not at all when the member leaves. What is given is told at once. */
  add(member: Member, n: number, rawOps: unknown): BatchRefusal | undefined {
    const queue = this.#queues.get(member) ?? { batches: [], bytes: 0, since: this.#clock.mono() };
    const last = queue.batches.at(-1)?.n;
    if (last !== undefined && n <= last) return undefined;
    if (last !== undefined && n !== last + 1) return { code: 'batch.gap', expected: last + 1 };
    const ops = packValue(rawOps as WireValue);
    this.#push(member, queue, { n, content: { ops } }, ops.length);
    return undefined;
  }

  /** A batch that was refused unread: its n is used up when its turn comes. */
  addRefused(member: Member, n: number, refused: RefusalCode): void {
    const queue = this.#queues.get(member);
    if (queue?.batches.at(-1)?.n === n - 1) this.#push(member, queue, { n, content: { refused } }, 0);
  }

  #push(member: Member, queue: Queue, batch: HeldBatch, bytes: number): void {
    queue.batches.push(batch);
    queue.bytes += bytes + BATCH_BYTES;
    this.#queues.set(member, queue);
    if (queue.bytes > HELD_BYTES) {
      this.#queues.delete(member);
      member.connection.close({ error: refusalText('server.cut_off'), allowReconnect: true });
    } else if (this.#asking === 'no') void this.#ask();
  }

  /** The member is gone; what it sent is in its outbox. */
  forget(member: Member): void {
    this.#queues.delete(member);
  }

  /** Something came from another instance. */
  tryAgain(): void {
    for (const member of [...this.#queues.keys()]) this.#deal(member, true);
  }

  /** Deals with the member's batches until one lacks something. Not `mayLack`: with all of them. */
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

  /** Nobody waits for it: it must not reject. */
  async #ask(): Promise<void> {
    this.#asking = 'yes';
    for (let attempt = 0; this.#queues.size > 0 && this.#isAsking(); attempt++) {
      try {
        await this.#askOnce();
      } catch (error) {
        this.#log.warn(HubLogEvent.roomOutOfStep, { reason: reasonOf(error) });
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
