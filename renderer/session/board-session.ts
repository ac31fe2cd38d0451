import { assertNever } from '../../core/base/assert-never.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { ClientId, Epoch } from '../../core/board/ids.ts';
import { CONTRACT_VERSION, type JoinRequest, type Role, type Welcome } from '../../core/contract/hub-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { isRefusalCode, type RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { BoardChange } from '../../core/room/board-access.ts';
import type { Replica } from '../../core/room/replica.ts';
import { Authoring } from './authoring.ts';
import { BoardCopies } from './board-copies.ts';
import { codeIn } from './code-in.ts';
import { Continuity, identityFrom } from './continuity.ts';
import { fullnessOf } from './fullness.ts';
import { HubLink, type RoomEvent } from './hub-link.ts';
import { Keeping } from './keeping.ts';
import { LostCopyKeeper } from './lost-copy.ts';
import { Members } from './members.ts';
import { Outbound } from './outbound.ts';
import { Outbox } from './outbox.ts';
import { parsePace, parsePersistence, parseWelcome } from './parse-welcome.ts';
import { RoomSync } from './room-sync.ts';
import type { Session, SessionStatus } from './session.ts';
import { publicState } from './session-machine.ts';
import type { SessionOptions } from './session-options.ts';
import { StatusSource } from './status-source.ts';

/** Refusals to join that another attempt may not meet. All others wait for the person. */
const PASSING: ReadonlySet<RefusalCode> = new Set([
  'server.draining',
  'server.cut_off',
  'rate.messages',
  'rate.bytes',
  'join.twice',
  'join.needed',
  'catch_up.busy',
  'catch_up.malformed',
]);
/** How often a room that may not be changed is asked whether it may, milliseconds. */
const READ_ONLY_RETRY_MS = 4_000;
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
  readonly #status: StatusSource;
  readonly #changes = new Emitter<BoardChange>();
  readonly #presence = new Emitter<void>();
  #profile: { readonly name: string; readonly color: number };
  /** The profile that the hub knows. */
  #joinedProfile: { readonly name: string; readonly color: number } | undefined;
  #changedAt: number;
  #cutAt: number | undefined;
  readonly #keeping: Keeping;
  #role: Role = 'edit';
  #instance: { readonly name: string; readonly isNamed: boolean } = { name: '', isNamed: false };
  #roundTripMs: number | undefined;
  #refused: SessionStatus['refused'];

  constructor(options: SessionOptions) {
    const { clock, random, log } = options;
    this.#options = options;
    const identity = identityFrom(options.vault, random);
    const { clientId, kept } = identity;
    this.#clientId = clientId;
    this.#changedAt = kept?.at ?? clock.now();
    this.#profile = { name: options.name.slice(0, LIMITS.nameChars), color: options.color };
    this.#keeping = new Keeping(clock);
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
        readOnly: (code) => this.#onReadOnly(code),
        saved: () => this.#keeping.saved(),
        presenceChanged: () => this.#presence.emit(),
      },
    });
    this.#authoring = new Authoring({
      clientId,
      clock,
      outbox: this.#outbox,
      board: () => this.#sync.replica.board,
      mayDraw: () => this.#role !== 'view',
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
    this.#copies = new BoardCopies({ clock, sync: this.#sync, lost: this.#lost, authoring: this.#authoring });
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
      joinRequest: () => this.#joinRequest(),
      onEvent: (event) => this.#onEvent(event),
      onClosed: (reason) => this.#onClosed(reason),
      onCut: () => this.#onCut(),
      onLink: (link) => {
        this.#continuity.linkIs(publicState(link).phase === 'live' ? 'live' : 'away');
        this.#status.changed();
      },
      onLineUp: () => this.#outbound.kick(true),
      waitingSince: () => this.#outbox.waitingSince,
      isReceiving: () => this.#sync.isReceiving,
      probe: () => this.#sync.ask(),
      onPulse: (now) => this.#onPulse(now),
    });
    this.#continuity = new Continuity({
      identity,
      clock,
      random,
      log,
      outbox: this.#outbox,
      sync: this.#sync,
      lost: this.#lost,
      endUnfinished: () => this.#authoring.endUnfinished(),
      changed: () => this.#status.changed(),
    });
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
      status: () => this.#status.read(),
      onStatus: (listener) => this.#status.on(listener),
      start: () => this.#link.send({ kind: 'start' }),
      wake: () => this.#link.send({ kind: 'wake' }),
      networkLost: () => this.#link.send({ kind: 'networkLost' }),
      changeProfile: (change) => this.#changeProfile(change),
      undo: () => {
        this.#authoring.undo();
        this.#status.changed();
      },
      redo: () => {
        this.#authoring.redo();
        this.#status.changed();
      },
      resolveLostCopy: (choice) => {
        this.#copies.resolveLost(choice);
        this.#continuity.settled();
        this.#status.changed();
      },
      copyBytes: () => this.#copies.bytes(),
      importCopy: (bytes) => this.#copies.importFile(bytes),
      fingerprint: () => this.#sync.replica.board.fingerprint(),
      keep: () => this.#continuity.keep(),
      dispose: () => this.#dispose(),
    };
  }

  // What the person does

  #changeProfile(change: { readonly name?: string; readonly color?: number }): void {
    const name = (change.name ?? this.#profile.name).trim().slice(0, LIMITS.nameChars);
    const color = change.color ?? this.#profile.color;
    if (name === this.#profile.name && color === this.#profile.color) return;
    this.#profile = { name, color };
    this.#link.send({ kind: 'rejoin' });
    this.#status.changed();
  }

  // What the hub says

  #onEvent(event: RoomEvent): void {
    switch (event.kind) {
      case 'welcome':
        this.#onWelcome(event.welcome);
        break;
      case 'joinRefused':
        if (event.code === undefined || PASSING.has(event.code)) this.#link.send({ kind: 'lost' });
        else this.#link.send({ kind: 'refused', code: event.code });
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
        this.#sync.frame(event.args);
        break;
      case 'refused':
        this.#sync.refused(event.args);
        break;
      case 'notice':
        this.#onNotice(event.notice);
        break;
      default:
        assertNever(event);
    }
  }

  #onWelcome(raw: unknown): void {
    const read = parseWelcome(raw, this.#options.room);
    if (!read.ok) {
      this.#link.send({ kind: 'refused', code: read.error.code });
      return;
    }
    const welcome: Welcome = read.value;
    this.#role = welcome.role;
    this.#keeping.welcomed(welcome);
    this.#instance = { name: welcome.instanceName, isNamed: welcome.instanceNamed === true };
    this.#cutAt = undefined;
    this.#link.send({ kind: 'welcomed' });
    this.#outbound.opened();
    this.#outbound.paceIs(welcome);
    this.#sync.welcome(welcome);
    this.#outbound.kick(true);
  }

  /** The hub has nothing of what was here. It stays with this client; only a stroke under the pen goes on in the new life. */
  #onEpochLost(old: Replica, epoch: Epoch): void {
    const upTo = this.#changedAt;
    const without = this.#authoring.carryOver(old.board);
    this.#lost.hold({ epoch, board: old.board, upTo, without }, this.#sync.replica.board);
    this.#continuity.epochLost();
    this.#options.log.warn('session.epoch_lost', { elements: old.board.aliveCount });
    this.#changed({ ids: 'all', origin: 'server' });
    this.#status.changed();
  }

  #onSynced(): void {
    this.#link.send({ kind: 'synced' });
    if (this.#joinedProfile !== this.#profile) this.#link.send({ kind: 'rejoin' });
    this.#continuity.synced();
    this.#outbound.kick(true);
    this.#status.drifted();
  }

  #onAnswered(roundTripMs: number | undefined): void {
    if (roundTripMs !== undefined) {
      const before = this.#roundTripMs ?? roundTripMs;
      this.#roundTripMs = before + (roundTripMs - before) * SMOOTHING;
      if (this.#keeping.accepted(this.#options.clock.mono() - roundTripMs)) this.#outbound.release();
    }
    if (this.#outbox.hasWaiting) this.#outbound.kick();
    this.#continuity.settled();
    this.#status.drifted();
  }

  /** What is drawn waits in the outbox; the hub is asked now and then, should its word that it is over be lost. */
  #onReadOnly(code: RefusalCode): void {
    this.#keeping.readOnlyFor(code);
    this.#outbound.hold(READ_ONLY_RETRY_MS);
    this.#status.changed();
  }

  #sayRefused(code: RefusalCode): void {
    this.#refused = { code, at: this.#options.clock.mono() };
    this.#status.changed();
  }

  #onNotice(raw: unknown): void {
    if (typeof raw !== 'object' || raw === null) return;
    const fields = raw as Record<string, unknown>;
    const { kind, persistence, code, returnInMs } = fields;
    this.#options.log.info('session.notice', { kind: String(kind) });
    if (kind === 'persistence') {
      const read = parsePersistence(persistence);
      if (!read) return;
      this.#keeping.persistenceIs(read);
      this.#outbound.release();
      this.#status.changed();
    } else if (kind === 'pace') {
      const read = parsePace(fields);
      if (read) this.#outbound.paceIs(read);
    } else if (kind === 'readOnly' && isRefusalCode(code)) {
      this.#onReadOnly(code);
    } else if (kind === 'draining') {
      this.#link.expectReturn(typeof returnInMs === 'number' && Number.isFinite(returnInMs) ? returnInMs : 0);
    } else if (kind === 'epoch') {
      // The room began a new life under this connection: joining again tells everything about it.
      this.#link.send({ kind: 'rejoin' });
    }
  }

  #onClosed(reason: string): boolean {
    const code = codeIn(reason);
    if (code === undefined || PASSING.has(code)) return false;
    this.#link.send({ kind: 'refused', code });
    return true;
  }

  #giveUp(reason: string): void {
    this.#options.log.warn('session.stuck', { reason });
    this.#link.send({ kind: 'lost' });
  }

  // Housekeeping

  #changed(change: BoardChange): void {
    this.#changedAt = this.#options.clock.now();
    this.#lost.roomChanged(change.ids, this.#sync.replica.board);
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
    this.#outbound.renewIfDue(now);
    if (this.#outbox.size > 0) this.#status.drifted();
    if (this.#cutAt !== undefined && now - this.#cutAt > LIMITS.presenceLifeMs && this.#members.list().length > 0) {
      this.#members.clear();
      this.#presence.emit();
    }
  }

  #joinRequest(): JoinRequest {
    const { room, access } = this.#options;
    const have = this.#sync.have();
    this.#joinedProfile = this.#profile;
    return {
      version: CONTRACT_VERSION,
      room,
      clientId: this.#clientId,
      ...this.#profile,
      ...(have ? { have } : {}),
      ...(access === undefined ? {} : { access }),
    };
  }

  #buildStatus(): SessionStatus {
    const { room, clock } = this.#options;
    const { replica, epoch, origin } = this.#sync;
    const { oldestQueuedAt } = this.#outbox;
    return {
      state: publicState(this.#link.link),
      room,
      you: { clientId: this.#clientId, ...this.#profile },
      role: this.#role,
      unsent: this.#outbox.size,
      oldestUnsentMs: oldestQueuedAt === undefined ? undefined : clock.mono() - oldestQueuedAt,
      ...this.#keeping.status(),
      epoch,
      instance: origin && { id: origin, ...this.#instance },
      transport: this.#link.client?.transport,
      roundTripMs: this.#roundTripMs,
      lostCopy: this.#lost.status(replica.board),
      refused: this.#refused,
      canUndo: this.#authoring.canUndo,
      canRedo: this.#authoring.canRedo,
      elements: replica.board.aliveCount,
      fullness: fullnessOf(replica.board),
      ...this.#continuity.status(),
    };
  }

  #dispose(): void {
    this.#link.dispose();
    this.#outbound.dispose();
    this.#continuity.close();
    this.#status.dispose();
  }
}
