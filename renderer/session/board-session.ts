import { assertNever } from '../../core/base/assert-never.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { ClientId, Epoch } from '../../core/board/ids.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { BoardChange } from '../../core/room/board-access.ts';
import type { Replica } from '../../core/room/replica.ts';
import { Members } from './joining/members.ts';
import { Membership } from './joining/membership.ts';
import { BoardCopies } from './keeping/board-copies.ts';
import { Continuity, identityFrom } from './keeping/continuity.ts';
import { decodeLastBoard, type LastBoardBytes, packLastBoard } from './keeping/last-board.ts';
import { LostCopyKeeper } from './keeping/lost-copy.ts';
import { HubLink, type RoomEvent } from './link/hub-link.ts';
import { SessionLogEvent } from './log-events.ts';
import type { Session, SessionStatus } from './session.ts';
import { publicState } from './session-machine.ts';
import type { SessionOptions } from './session-options.ts';
import { StatusSource } from './status-source.ts';
import { RoomSync } from './sync/room-sync.ts';
import { Authoring } from './writing/authoring.ts';
import { fullnessOf } from './writing/fullness.ts';
import { Outbound } from './writing/outbound.ts';
import { Outbox } from './writing/outbox.ts';

/** Weight of the newest round trip in the smoothed one. */
const SMOOTHING = 0.2;

export function createSession(options: SessionOptions): Session {
  return new BoardSession(options).face();
}

/** Puts the session's parts together: what a person does goes in at `propose`, what others do comes in at `#onEvent`. */
class BoardSession {
  readonly #options: SessionOptions;
  readonly #clientId: ClientId;
  readonly #continuity: Continuity;
  readonly #outbox: Outbox;
  readonly #authoring: Authoring;
  readonly #copies: BoardCopies;
  readonly #members: Members;
  readonly #lost = new LostCopyKeeper();
  readonly #sync: RoomSync;
  readonly #outbound: Outbound;
  readonly #link: HubLink;
  readonly #ownedPictures: Disposable | undefined;
  readonly #status: StatusSource;
  readonly #changes = new Emitter<BoardChange>();
  readonly #presence = new Emitter<void>();
  #changedAt: number;
  #cutAt: number | undefined;
  readonly #membership: Membership;
  #roundTripMs: number | undefined;
  #refused: SessionStatus['refused'];

  constructor(options: SessionOptions) {
    const { clock, random, log } = options;
    this.#options = options;
    const identity = identityFrom(options.vault, random);
    const { clientId, secret, kept } = identity;
    this.#clientId = clientId;
    const last = options.lastBoard && decodeLastBoard(options.lastBoard);
    this.#outbox = new Outbox(clientId);
    this.#members = new Members(clientId);
    this.#status = new StatusSource(clock, () => this.#buildStatus());
    this.#sync = new RoomSync({
      clientId,
      outbox: this.#outbox,
      members: this.#members,
      clock,
      log,
      outlet: {
        askCatchUp: (request) => this.#link.client?.catchUp(request),
        changed: (change) => this.#changed(change),
        epochLost: (old, epoch) => this.#onEpochLost(old, epoch),
        progress: (progress) => this.#link.send({ kind: 'progress', ...progress }),
        synced: () => this.#onSynced(),
        stuck: (reason) => this.#giveUp(reason),
        unreadable: () => this.#link.send({ kind: 'refused', code: 'frame.malformed' }),
        refused: (code, ops) => {
          this.#sayRefused(code);
          this.#continuity.refused(ops);
        },
        missed: (ids) => this.#continuity.missed(ids),
        answered: (roundTripMs) => this.#onAnswered(roundTripMs),
        rest: (waitMs) => this.#outbound.pause(waitMs),
        readOnly: (code) => this.#membership.readOnly(code),
        saved: () => this.#membership.saved(),
        presenceChanged: () => this.#presence.emit(),
      },
    });
    this.#authoring = new Authoring({
      clientId,
      clock,
      outbox: this.#outbox,
      board: () => this.#sync.replica.board,
      mayDraw: () => this.#membership.role !== 'view',
      changed: (change) => this.#changed(change),
      refused: (code) => this.#sayRefused(code),
      queued: (isUrgent, ids) => {
        this.#continuity.drew(ids);
        this.#outbound.kick(isUrgent);
      },
      nextOrdinal: () => this.#continuity.nextOrdinal(),
      usesLamport: (lamport) => this.#continuity.usesLamport(lamport),
      lamportFloor: kept?.lamport ?? 0,
    });
    this.#copies = new BoardCopies({
      clientId,
      clock,
      sync: this.#sync,
      lost: this.#lost,
      authoring: this.#authoring,
      refused: (code) => this.#sayRefused(code),
    });
    this.#outbound = new Outbound({
      clock,
      outbox: this.#outbox,
      push: (args) => this.#link.client?.push(args),
      isReady: () => this.#link.takesBatches,
      isDrawing: (now) => this.#authoring.isDrawing(now),
    });
    this.#link = new HubLink({
      clock,
      random,
      log,
      connect: options.connect,
      joinRequest: () => this.#membership.joinRequest(),
      onEvent: (event) => this.#onEvent(event),
      onClosed: (reason) => this.#membership.closed(reason),
      onCut: () => this.#onCut(),
      onLink: (link) => {
        this.#continuity.linkIs(publicState(link).phase === 'live' ? 'live' : 'away');
        this.#status.changed();
      },
      onLineUp: () => this.#outbound.kick(true),
      waitingSince: () => this.#outbox.waitingSince,
      isReceiving: () => this.#sync.isReceiving,
      pieceDueSince: () => this.#sync.pieceDueSince,
      probe: () => this.#sync.ask(),
      // Presence follows the connection: a hidden page's own timer may run once a minute [PRS-2].
      onHeard: (now) => this.#outbound.renewIfDue(now),
      onPulse: (now) => this.#onPulse(now),
    });
    this.#membership = new Membership({
      room: options.room,
      access: options.access,
      secret,
      profile: { name: options.name, color: options.color },
      clock,
      log,
      link: this.#link,
      sync: this.#sync,
      outbound: this.#outbound,
      welcomed: () => {
        this.#cutAt = undefined;
      },
      pictureWanted: (hash) => options.pictures?.wanted(hash),
      changed: () => this.#status.changed(),
    });
    this.#ownedPictures = options.pictures?.onChange(() => this.#status.drifted());
    this.#continuity = new Continuity({
      identity,
      last,
      clock,
      random,
      log,
      outbox: this.#outbox,
      sync: this.#sync,
      lost: this.#lost,
      endUnfinished: () => this.#authoring.endUnfinished(),
      changed: () => this.#status.changed(),
    });
    this.#changedAt = this.#continuity.upTo ?? clock.now();
  }

  /** Functions that can be handed around by themselves. */
  face(): Session {
    return {
      clientId: this.#clientId,
      board: () => this.#sync.replica.board,
      newElementId: () => this.#authoring.newElementId(),
      nextLamport: () => this.#authoring.nextLamport(),
      newGesture: () => this.#authoring.newGesture(),
      propose: (ops, gesture) => this.#authoring.propose(ops, gesture, 'user'),
      onChange: (listener) => this.#changes.on(listener),
      members: () => this.#members.list(),
      onPresence: (listener) => this.#presence.on(listener),
      pointAt: (cursor) => this.#outbound.pointAt(cursor),
      lookAt: (view) => this.#outbound.lookAt(view),
      status: () => this.#status.read(),
      onStatus: (listener) => this.#status.on(listener),
      start: () => this.#link.send({ kind: 'start' }),
      wake: () => this.#link.send({ kind: 'wake' }),
      networkLost: () => this.#link.send({ kind: 'networkLost' }),
      changeProfile: (change) => this.#membership.changeProfile(change),
      undo: () => {
        this.#authoring.undo();
        this.#status.changed();
      },
      redo: () => {
        this.#authoring.redo();
        this.#status.changed();
      },
      takeBack: () => {
        const taken = this.#authoring.takeBack();
        this.#status.changed();
        return taken;
      },
      resolveLostCopy: (choice) => {
        this.#copies.resolveLost(choice);
        // A copy of which the room took nothing is held on, and its history with it.
        if (!this.#lost.copy) this.#authoring.lostDecided(choice === 'restore');
        this.#continuity.settled();
        this.#status.changed();
      },
      packLastBoard: () => this.#packLastBoard(),
      lostBoard: () => this.#lost.copy?.board,
      copyBytes: () => this.#copies.bytes(),
      importCopy: (bytes) => this.#copies.importFile(bytes),
      fingerprint: () => this.#sync.replica.board.fingerprint(),
      keep: () => this.#continuity.keep(),
      sayGoodbye: () => {
        if (this.#link.takesBatches) this.#link.client?.leave();
      },
      dispose: () => this.#dispose(),
    };
  }

  // What the hub says

  #onEvent(event: RoomEvent): void {
    switch (event.kind) {
      case 'welcome':
        this.#membership.welcome(event.welcome);
        break;
      case 'joinRefused':
        this.#membership.joinRefused(event.code);
        break;
      case 'item':
        this.#sync.item(event.item);
        break;
      case 'caughtUp':
        this.#sync.caughtUp();
        break;
      case 'catchUpFailed':
        this.#sync.catchUpFailed(event.code);
        break;
      case 'frame':
        this.#sync.frame(event.frame);
        break;
      case 'refused':
        this.#sync.refused(event.args);
        break;
      case 'notice':
        this.#membership.notice(event.notice);
        break;
      default:
        assertNever(event);
    }
  }

  /** The hub has nothing of what was here. It stays with this client; only a stroke under the pen goes on in the new life. */
  #onEpochLost(old: Replica, epoch: Epoch): void {
    const upTo = this.#changedAt;
    const without = this.#authoring.carryOver(old.board);
    this.#copies.takeOutWhatLivesOn();
    this.#lost.hold({ epoch, board: old.board, upTo, without, isOfSeveral: false }, this.#sync.replica.board);
    this.#continuity.epochLost();
    this.#options.log.warn(SessionLogEvent.epochLost, { elements: old.board.aliveCount });
    this.#changed({ ids: 'all', origin: 'server' });
    this.#status.changed();
  }

  #onSynced(): void {
    this.#link.send({ kind: 'synced' });
    this.#membership.synced();
    this.#continuity.synced();
    this.#copies.bringBackWhatLivesOn();
    this.#outbound.kick(true);
    this.#status.drifted();
  }

  #onAnswered(roundTripMs: number | undefined): void {
    if (roundTripMs !== undefined) {
      const before = this.#roundTripMs ?? roundTripMs;
      this.#roundTripMs = before + (roundTripMs - before) * SMOOTHING;
      const sentAt = this.#options.clock.mono() - roundTripMs;
      this.#outbound.accepted(sentAt);
      this.#membership.accepted(sentAt);
    }
    if (this.#outbox.hasWaiting) this.#outbound.kick();
    this.#continuity.settled();
    this.#status.drifted();
  }

  #sayRefused(code: RefusalCode): void {
    this.#refused = { code, at: this.#options.clock.mono() };
    this.#status.changed();
  }

  #giveUp(reason: string): void {
    this.#options.log.warn(SessionLogEvent.stuck, { reason });
    this.#link.send({ kind: 'lost' });
  }

  // Housekeeping

  #changed(change: BoardChange): void {
    this.#changedAt = this.#options.clock.now();
    this.#lost.roomChanged(change.ids, this.#sync.replica.board);
    // Others have brought everything back: there is nothing to decide.
    if (!this.#lost.copy) this.#authoring.lostDecided(true);
    this.#changes.emit(change);
    this.#status.drifted();
  }

  #onCut(): void {
    this.#cutAt ??= this.#options.clock.mono();
    this.#sync.connectionChanged();
    this.#members.hidePointers();
    this.#presence.emit();
  }

  #onPulse(now: number): void {
    if (this.#outbox.size > 0) this.#status.drifted();
    if (this.#cutAt !== undefined && now - this.#cutAt > LIMITS.presenceLifeMs && this.#members.list().length > 0) {
      this.#members.clear();
      this.#presence.emit();
    }
  }

  #buildStatus(): SessionStatus {
    const { room, clock } = this.#options;
    const { replica, epoch, origin } = this.#sync;
    const membership = this.#membership.status();
    // What is seen back is on the board; whether more than one instance has it is nothing to worry people with [INS-8].
    const isStored = membership.persistence?.mode !== 'none';
    const oldest = isStored ? this.#outbox.oldestQueuedAt : this.#outbox.oldestUnseenAt;
    return {
      state: publicState(this.#link.link),
      room,
      you: { clientId: this.#clientId, ...this.#membership.profile },
      unsent: (isStored ? this.#outbox.size : this.#outbox.unseen) + (this.#options.pictures?.unsent ?? 0),
      oldestUnsentMs: oldest === undefined ? undefined : clock.mono() - oldest,
      ...membership,
      epoch,
      instance: origin && { id: origin, ...this.#membership.instance },
      transport: this.#link.client?.transport,
      roundTripMs: this.#roundTripMs,
      lostCopy: this.#lost.status(replica.board),
      refused: this.#refused,
      canUndo: this.#authoring.canUndo,
      canRedo: this.#authoring.canRedo,
      canTakeBack: this.#authoring.canTakeBack,
      elements: replica.board.aliveCount,
      fullness: fullnessOf(replica.board),
      ...this.#continuity.status(),
    };
  }

  #packLastBoard(): Generator<undefined, LastBoardBytes> | undefined {
    const { epoch, replica } = this.#sync;
    if (epoch === undefined || !this.#continuity.isWhole) return undefined;
    return packLastBoard(replica.board, { epoch, vector: replica.vector, upTo: this.#changedAt });
  }

  #dispose(): void {
    this.#link.dispose();
    this.#outbound.dispose();
    this.#continuity.close();
    this.#ownedPictures?.dispose();
    this.#status.dispose();
  }
}
