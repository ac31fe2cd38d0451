import type { Disposable } from '../../../core/base/disposable.ts';
import type { InstanceId, RoomId, Seq } from '../../../core/board/ids.ts';
import { ClientMethod, type Pace, type RefusedArgs } from '../../../core/contract/hub-contract.ts';
import { encodeFrame, type FrameBatch, nameRoom } from '../../../core/room/frame.ts';
import { roomGroup } from '../../ports/client-transport.ts';
import type { RoomDurability } from '../durability/room-durability.ts';
import { FramePacer } from './frame-pacer.ts';
import type { Member } from './member.ts';
import type { Presence } from './presence.ts';
import type { RoomBill } from './room-bill.ts';
import type { RoomBoard } from './room-board.ts';
import type { RoomHost } from './room-start.ts';

/** What frames tell of, and who pays for them. Borrowed. */
export interface FrameSources {
  readonly board: RoomBoard;
  readonly presence: Presence;
  readonly durability: RoomDurability;
  readonly bill: RoomBill;
  readonly pace: () => Pace;
}

/** Makes the room's frames when they are due and sends them, to clients and to other instances; greets newcomers with what no frame says. */
export class RoomFrames implements Disposable {
  readonly #id: RoomId;
  readonly #group: string;
  readonly #host: RoomHost;
  readonly #board: RoomBoard;
  readonly #presence: Presence;
  readonly #durability: RoomDurability;
  readonly #bill: RoomBill;
  readonly #pacer: FramePacer;
  /** The last frame said that something is not durable yet. */
  #owesDurable = false;

  constructor(id: RoomId, host: RoomHost, { board, presence, durability, bill, pace }: FrameSources) {
    this.#id = id;
    this.#group = roomGroup(id);
    this.#host = host;
    this.#board = board;
    this.#presence = presence;
    this.#durability = durability;
    this.#bill = bill;
    this.#pacer = new FramePacer(host.clock, pace, () => this.#flush());
  }

  /** [FRM-2] A message was dealt with and there may be news for the next frame. `mono`: the clock's. */
  changed(mono: number): void {
    this.#pacer.changed(mono, this.#board.pendingCount > 0 ? 'batches' : 'cursors');
  }

  /** Somebody came or left; what the caller answers goes out first. */
  changedSoon(): void {
    this.#pacer.changedSoon();
  }

  /** Members fell silent. */
  fellSilent(mono: number): void {
    this.#pacer.changed(mono, 'batches');
  }

  /** More is durable than before, and people may wait for it. */
  progressed(): void {
    if (this.#owesDurable) this.#pacer.changed(this.#host.clock.mono(), 'batches');
  }

  /** Sends now what waits for the next frame. */
  now(): void {
    this.#pacer.now();
  }

  #flush(): void {
    const { transport, counters, others } = this.#host;
    const { log } = this.#board;
    const firstSeq = log.nextSeq - this.#board.pendingCount;
    this.#board.store();
    // Authors first: taking the news makes members known, and a receiver of this frame does not know the new ones by number yet.
    const batches: FrameBatch[] = [];
    for (const { author, n, ops } of this.#board.takePending()) {
      const isNumbered = typeof author !== 'string' && author.phase === 'announced';
      const id = typeof author === 'string' ? author : author.entry.clientId;
      batches.push({ author: isNumbered ? author.entry.no : id, n, ops });
    }
    const news = this.#presence.takeNews();
    const isOfPeople = news.cursors.length > 0 || news.views.length > 0 || news.members.length > 0;
    const isNews = batches.length > 0 || isOfPeople || this.#owesDurable;
    const { areOthersThere } = others;
    if (!isNews || (this.#presence.size === 0 && !areOthersThere)) {
      this.#greet(news.newcomers);
      return;
    }
    this.#owesDurable = this.#durability.durableSeq < log.nextSeq - 1;
    const { cursors, members, views } = news;
    const content = { firstSeq, durableSeq: this.#safeSeq, batches, cursors, members, views };
    const encoded = encodeFrame({ ...content, origin: this.#frameOrigin });
    const frame = transport.reach === 'all' ? nameRoom(encoded, this.#id) : encoded;
    this.#bill.addFrame(transport.sendToGroup(this.#group, ClientMethod.frame, [frame]));
    counters.frames++;
    if (areOthersThere) {
      const named = transport.reach === 'all' ? frame : encodeFrame({ ...content, origin: this.#host.instanceId });
      others.publish(named, batches.length > 0 || members.length > 0);
    }
    this.#greet(news.newcomers);
  }

  /** [SAVE-1] Without a store [INS-8]: what another instance knows, too, does not go with this one. */
  get #safeSeq(): Seq {
    const { durableSeq, persistence } = this.#durability;
    const { confirmedSeq } = this.#host.others;
    return persistence.mode === 'none' && confirmedSeq !== undefined ? Math.min(durableSeq, confirmedSeq) : durableSeq;
  }

  /** Nil names the instance that the receiver joined; behind a transport that reaches all, receivers have joined several. */
  get #frameOrigin(): InstanceId | undefined {
    return this.#host.transport.reach === 'instance' ? undefined : this.#host.instanceId;
  }

  /** What is in no frame and was lost with the last connection: pointers and views that rest, and refusals that may not have arrived. */
  #greet(newcomers: readonly Member[]): void {
    if (newcomers.length === 0) return;
    const cursors = this.#presence.cursors();
    const views = this.#presence.views();
    const origin = this.#frameOrigin;
    const content = { firstSeq: this.#board.log.nextSeq, durableSeq: this.#safeSeq, batches: [], cursors, members: [], views };
    const pointers = encodeFrame({ origin, ...content });
    for (const newcomer of newcomers) {
      const { connection, owed } = newcomer;
      newcomer.owed = [];
      if (cursors.length + views.length > 0) connection.send(ClientMethod.frame, [pointers]);
      for (const { n, code } of owed) connection.send(ClientMethod.refused, [n, code, null] satisfies RefusedArgs);
    }
  }

  dispose(): void {
    this.#pacer.dispose();
  }
}
