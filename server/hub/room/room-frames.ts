import type { Disposable } from '../../../core/base/disposable.ts';
import type { InstanceId, RoomId, Seq } from '../../../core/board/ids.ts';
import { ClientMethod, type Pace, type RefusedArgs } from '../../../core/contract/hub-contract.ts';
import { encodeFrame, type FrameBatch, nameRoom } from '../../../core/room/frame.ts';
import { roomGroup } from '../../ports/client-transport.ts';
import type { RoomDurability } from '../durability/room-durability.ts';
import { FramePacer } from './frame-pacer.ts';
import type { Member } from './member.ts';
import type { Presence } from './presence.ts';
import type { RoomBilling } from './room-billing.ts';
import type { RoomBoard } from './room-board.ts';
import type { RoomHost } from './room-start.ts';

/** The sources of frames, and the account for their cost. Borrowed. */
export interface FrameSources {
  readonly board: RoomBoard;
  readonly presence: Presence;
  readonly durability: RoomDurability;
  readonly billing: RoomBilling;
  readonly pace: () => Pace;
}

/**
 * Builds the room's frames when they are due and sends them to clients and other instances. Sends newcomers what no frame
 * contains.
 */
export class RoomFrames implements Disposable {
  readonly #id: RoomId;
  readonly #group: string;
  readonly #host: RoomHost;
  readonly #board: RoomBoard;
  readonly #presence: Presence;
  readonly #durability: RoomDurability;
  readonly #billing: RoomBilling;
  readonly #pacer: FramePacer;
  /** `clock.mono()` when the first batch of the next frame was accepted. Undefined: there is none. */
  #waitingSince: number | undefined;
  /** The last frame left some seqs undurable. */
  #owesDurable = false;
  /** The next frame is sent even when it contains nothing but its position. */
  #owesPosition = false;

  constructor(id: RoomId, host: RoomHost, { board, presence, durability, billing, pace }: FrameSources) {
    this.#id = id;
    this.#group = roomGroup(id);
    this.#host = host;
    this.#board = board;
    this.#presence = presence;
    this.#durability = durability;
    this.#billing = billing;
    this.#pacer = new FramePacer(host.clock, pace, () => this.#flush());
  }

  /** [FRM-2] A message was handled and may have changed the next frame. `mono`: `clock.mono()`. */
  changed(mono: number): void {
    const hasBatches = this.#board.pendingCount > 0;
    if (hasBatches) this.#waitingSince ??= mono;
    this.#pacer.changed(mono, hasBatches ? 'batches' : 'cursors');
  }

  /** A member came or left. The caller's answer is sent first. */
  changedSoon(): void {
    this.#pacer.changedSoon();
  }

  /** Members fell silent. */
  fellSilent(mono: number): void {
    this.#pacer.changed(mono, 'batches');
  }

  /** `durableSeq` moved, and members may wait for it. */
  progressed(): void {
    this.#host.tap.hooks?.durable(this.#durability.durableSeq);
    if (this.#owesDurable) this.#pacer.changed(this.#host.clock.mono(), 'batches');
  }

  /** [INS-9] */
  repeatPosition(): void {
    this.#owesPosition = true;
    this.#pacer.changed(this.#host.clock.mono(), 'batches');
  }

  /** Sends the next frame now. */
  now(): void {
    this.#pacer.now();
  }

  #flush(): void {
    const { clock, transport, counters, others } = this.#host;
    const { log } = this.#board;
    const firstSeq = log.nextSeq - this.#board.pendingCount;
    this.#board.store();
    // Authors first: `takeNews` marks members as announced, and a receiver of this frame does not know their numbers yet.
    const pending = this.#board.takePending();
    const batches: FrameBatch[] = [];
    for (const { author, n, ops } of pending) {
      const isNumbered = typeof author !== 'string' && author.phase === 'announced';
      const id = typeof author === 'string' ? author : author.entry.clientId;
      batches.push({ author: isNumbered ? author.entry.no : id, n, ops });
    }
    if (batches.length > 0)
      this.#host.watch?.({ kind: 'changed', room: this.#id, elements: this.#board.replica.board.aliveCount });
    const news = this.#presence.takeNews();
    const isNews = batches.length + news.cursors.length + news.members.length > 0 || this.#owesDurable || this.#owesPosition;
    this.#owesPosition = false;
    const { areOthersThere } = others;
    if (!isNews || (this.#presence.size === 0 && !areOthersThere)) {
      this.#greet(news.newcomers);
      return;
    }
    this.#owesDurable = this.#durability.durableSeq < log.nextSeq - 1;
    const content = { firstSeq, durableSeq: this.#safeSeq, batches, cursors: news.cursors, members: news.members };
    const encoded = encodeFrame({ ...content, origin: this.#frameOrigin });
    const frame = transport.reach === 'all' ? nameRoom(encoded, this.#id) : encoded;
    const { hooks } = this.#host.tap;
    hooks?.leaving(pending, firstSeq);
    const bytes = transport.sendToGroup(this.#group, ClientMethod.frame, [frame]);
    this.#billing.addFrame(bytes);
    hooks?.sent({ frame, batches: batches.length, bytes, mono: clock.mono() });
    counters.frames++;
    if (this.#waitingSince !== undefined) counters.deliveries.took(clock.mono() - this.#waitingSince);
    this.#waitingSince = undefined;
    if (areOthersThere) {
      const named = transport.reach === 'all' ? frame : encodeFrame({ ...content, origin: this.#host.instanceId });
      others.publish(named, batches.length > 0 || news.members.length > 0);
    }
    this.#greet(news.newcomers);
  }

  /** [SAVE-1] Without a store [INS-8]: a batch that another instance knows survives this one. */
  get #safeSeq(): Seq {
    const { durableSeq, persistence } = this.#durability;
    const { confirmedSeq } = this.#host.others;
    return persistence.mode === 'none' && confirmedSeq !== undefined ? Math.min(durableSeq, confirmedSeq) : durableSeq;
  }

  /** Nil names the instance that the receiver joined. Behind a transport that reaches all, receivers have joined several. */
  get #frameOrigin(): InstanceId | undefined {
    return this.#host.transport.reach === 'instance' ? undefined : this.#host.instanceId;
  }

  /** Sends what is in no frame and was lost with the last connection: cursors at rest, and refusals that may not have arrived. */
  #greet(newcomers: readonly Member[]): void {
    if (newcomers.length === 0) return;
    const cursors = this.#presence.cursors();
    const origin = this.#frameOrigin;
    const content = { firstSeq: this.#board.log.nextSeq, durableSeq: this.#safeSeq, batches: [], cursors, members: [] };
    const pointers = encodeFrame({ origin, ...content });
    for (const newcomer of newcomers) {
      const { connection, owed } = newcomer;
      newcomer.owed = [];
      if (cursors.length > 0) connection.send(ClientMethod.frame, [pointers]);
      for (const { n, code } of owed) connection.send(ClientMethod.refused, [n, code, null] satisfies RefusedArgs);
    }
  }

  dispose(): void {
    this.#pacer.dispose();
  }
}
