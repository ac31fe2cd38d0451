import { assertNever } from '../../core/base/assert-never.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Log } from '../../core/base/host.ts';
import type { Epoch } from '../../core/board/ids.ts';
import type { Said } from '../../core/contract/said.ts';
import type { BoardChange } from '../../core/room/board-access.ts';
import type { Replica } from '../../core/room/replica.ts';
import { SessionLogEvent } from './log-events.ts';
import type { HeardAnnouncement, Reacted, Session } from './session.ts';
import type { SessionEvent } from './session-event.ts';
import { publicState } from './session-machine.ts';
import type { SessionOptions } from './session-options.ts';
import { makeParts, type SessionParts } from './session-parts.ts';

export function createSession(options: SessionOptions): Session {
  return new BoardSession(options).face();
}

/**
 * The session: a list of parts and one switch. A part calls the parts that it depends on and sends events to the rest; `#on` handles
 * each event.
 */
class BoardSession {
  readonly #log: Log;
  readonly #pictures: SessionOptions['pictures'];
  readonly #parts: SessionParts;
  readonly #changes = new Emitter<BoardChange>();
  readonly #presence = new Emitter<void>();
  readonly #announcements = new Emitter<HeardAnnouncement>();
  readonly #reacted = new Emitter<Reacted>();
  readonly #said = new Emitter<Said>();
  readonly #traces = new Emitter<unknown>();

  constructor(options: SessionOptions) {
    this.#log = options.log;
    this.#pictures = options.pictures;
    this.#parts = makeParts(options, (event) => this.#on(event));
    this.#parts.continuity.begin();
  }

  /** The `Session` object. Its functions work without `this`. */
  face(): Session {
    const {
      clientId,
      members,
      lost,
      past,
      sync,
      link,
      outbound,
      membership,
      continuity,
      authoring,
      words,
      copies,
      status,
      owned,
    } = this.#parts;
    return {
      clientId,
      board: () => sync.replica.board,
      newElementId: () => authoring.newElementId(),
      nextLamport: () => authoring.nextLamport(),
      newGesture: () => authoring.newGesture(),
      propose: (ops, gesture) => authoring.propose(ops, gesture, 'user'),
      onChange: (listener) => this.#changes.on(listener),
      members: () => members.list(),
      onPresence: (listener) => this.#presence.on(listener),
      pointAt: (cursor) => outbound.pointAt(cursor),
      lookAt: (view) => outbound.lookAt(view),
      showOthers: (shown) => outbound.show(shown),
      status: () => status.read(),
      onStatus: (listener) => status.on(listener),
      start: () => link.send({ kind: 'start' }),
      wake: () => link.send({ kind: 'wake' }),
      networkLost: () => link.send({ kind: 'networkLost' }),
      changeProfile: (change) => membership.changeProfile(change),
      onAnnouncement: (listener) => this.#announcements.on(listener),
      askForTopics: (topics) => membership.askForTopics(topics),
      enter: (pass) => {
        membership.passIs(pass);
        link.send({ kind: 'wake' });
      },
      act: (act) => membership.act(act),
      say: (text) => words.say(text),
      removeWords: (ids) => words.remove(ids),
      onSaid: (listener) => this.#said.on(listener),
      onTrace: (listener) => this.#traces.on(listener),
      react: (reaction) => outbound.react(reaction),
      onReaction: (listener) => this.#reacted.on(listener),
      setMeeting: (values) => words.setMeeting(values),
      placeDot: (dot) => words.placeDot(dot),
      hubNow: () => membership.hubNow(),
      undo: () => authoring.undo(),
      redo: () => authoring.redo(),
      takeBack: () => authoring.takeBack(),
      resolveLostCopy: (choice) => copies.resolveLost(choice),
      packLastBoard: () => continuity.packLastBoard(),
      lostBoard: () => lost.copy?.board,
      copyBytes: () => copies.bytes(),
      importCopy: (bytes) => copies.importFile(bytes),
      pastWrites: () => past.all(),
      fingerprint: () => sync.replica.board.fingerprint(),
      keep: () => continuity.keep(),
      sayGoodbye: () => link.sayGoodbye(),
      dispose: () => owned.dispose(),
    };
  }

  #on(event: SessionEvent): void {
    const { outbox, members, sync, link, outbound, membership, continuity, authoring, copies, status, traces } = this.#parts;
    switch (event.kind) {
      // Connection events
      case 'linkChanged':
        continuity.linkIs(publicState(event.link).phase === 'live' ? 'live' : 'away');
        status.changed();
        break;
      case 'joining':
        membership.join();
        break;
      case 'closed':
        membership.closed(event.reason);
        break;
      case 'cut':
        sync.connectionChanged();
        members.cut(event.at);
        this.#presence.emit();
        break;
      case 'lineUp':
        outbound.kick(true);
        break;
      case 'doubted':
        sync.ask();
        break;
      case 'heard':
        // Presence is renewed by connection events, because the timer of a hidden page may run only once a minute [PRS-2].
        outbound.renewIfDue(event.at);
        break;
      case 'pulse':
        if (outbox.size > 0) status.drifted();
        if (members.lookAfter(event.at)) this.#presence.emit();
        break;
      // Hub events
      case 'welcome':
        membership.welcome(event.welcome);
        break;
      case 'joinRefused':
        membership.joinRefused(event.code);
        break;
      case 'item':
        sync.item(event.item);
        break;
      case 'caughtUp':
        sync.caughtUp();
        break;
      case 'catchUpFailed':
        sync.catchUpFailed(event.code);
        break;
      case 'frame': {
        const cameAt = traces.frameComes();
        sync.frame(event.frame);
        if (cameAt !== undefined) traces.frameCame(event.frame, cameAt);
        break;
      }
      case 'refused':
        sync.refused(event.args);
        break;
      case 'notice':
        membership.notice(event.notice);
        break;
      // Sync events
      case 'lacking':
        link.catchUp(event.request);
        break;
      case 'receiving':
        link.send({ kind: 'progress', ...event.progress });
        break;
      case 'synced':
        link.send({ kind: 'synced' });
        membership.synced();
        authoring.synced();
        continuity.synced();
        copies.bringBackWhatLivesOn();
        outbound.kick(true);
        status.drifted();
        break;
      case 'epochLost':
        this.#epochLost(event.old, event.epoch);
        break;
      case 'stuck':
        this.#log.warn(SessionLogEvent.stuck, { reason: event.reason });
        link.send({ kind: 'lost' });
        break;
      case 'unreadable':
        link.send({ kind: 'refused', code: 'frame.malformed' });
        break;
      case 'missed':
        continuity.missed(event.ids);
        break;
      case 'presenceChanged':
        this.#presence.emit();
        break;
      case 'reacted':
        this.#reacted.emit({ who: event.who, reaction: event.reaction });
        break;
      case 'said':
        this.#said.emit(event.said);
        break;
      // Own work
      case 'batchRefused':
        status.refused(event.code);
        continuity.refused(event.ops);
        break;
      case 'notProposed':
        status.refused(event.code);
        break;
      case 'answered':
        outbound.answered(event.roundTripMs);
        continuity.settled();
        status.drifted();
        break;
      case 'rest':
        outbound.pause(event.waitMs);
        break;
      case 'readOnly':
        membership.readOnly(event.code);
        break;
      case 'lostDecided':
        continuity.settled();
        status.changed();
        break;
      // State for the view
      case 'changed':
        this.#changed(event.change);
        break;
      case 'pictureWanted':
        this.#pictures?.wanted(event.hash);
        break;
      case 'announced':
        this.#announcements.emit(event.announcement);
        break;
      case 'traceAsked':
        traces.asked(event.question);
        break;
      case 'traceCame':
        this.#traces.emit(event.records);
        break;
      case 'statusChanged':
        status.changed();
        break;
      default:
        assertNever(event);
    }
  }

  /** The hub has lost the board. This client keeps the old board as a lost copy. Only a stroke under the pen continues in the new epoch. */
  #epochLost(old: Replica, epoch: Epoch): void {
    const { sync, lost, continuity, authoring, copies, status } = this.#parts;
    const { upTo } = continuity;
    const without = authoring.carryOver(old.board);
    copies.takeOutWhatLivesOn();
    lost.hold({ epoch, board: old.board, upTo, without, isOfSeveral: false }, sync.replica.board);
    continuity.epochLost();
    this.#log.warn(SessionLogEvent.epochLost, { elements: old.board.aliveCount });
    this.#changed({ ids: 'all', origin: 'server' });
    status.changed();
  }

  #changed(change: BoardChange): void {
    const { sync, lost, continuity, authoring, status } = this.#parts;
    continuity.changed();
    lost.roomChanged(change.ids, sync.replica.board);
    // Others have restored everything, so there is nothing left to decide.
    if (!lost.copy) authoring.lostDecided(true);
    this.#changes.emit(change);
    status.drifted();
  }
}
