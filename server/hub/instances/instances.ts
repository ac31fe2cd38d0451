import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { InstanceId, RoomId } from '../../../core/board/ids.ts';
import type { Announcement } from '../../../core/contract/announcement.ts';
import { decodePeerMessage, encodePeerMessage, type PeerMessage, type RoomHead } from '../../../core/room/peer-messages.ts';
import type { TraceTalk } from '../../../core/room/trace-talk.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import type { Backplane, PeerLink } from '../../ports/backplane.ts';
import { HubLogEvent } from '../log-events.ts';
import { pause } from '../turns/pause.ts';
import type { Whispering } from '../words/whispers.ts';
import type { RightsTalk } from './rights-talk.ts';
import { RoomQuestions, type Told } from './room-questions.ts';

/** Heartbeat interval of an instance that knows of others [INS-2], milliseconds. */
const BEAT_MS = 3_000;
/** After this many heartbeats every room is reported, in case its last message was lost: one message a room in 30 s. */
const BEATS_PER_ROUND = 10;
/** An instance that was silent for this long is gone, milliseconds. Three messages may be lost or late. */
const DEAD_MS = 10_000;
/**
 * How long the others have to say that they serve a room, milliseconds. It bounds the wait for a dead instance that still counts
 * as living.
 */
const HEADS_MS = 4_000;
/** How long the opening of a room waits until the others can be heard, milliseconds. */
const HEARING_MS = 5_000;
/** Most instances in memory: a bound against made-up ones. */
const MAX_INSTANCES = 256;

/** The other instances cannot be heard: a room opened now could be a second one of its name. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

/** A room's listener for peer messages and frames. */
export interface RoomListener {
  message(from: InstanceId, message: RoomMessage): void;
  frame(args: readonly unknown[]): void;
  /** The instance is gone, with all of its members. */
  lost(instance: InstanceId): void;
  /** Messages may have been missed: ask the instances that serve the room. */
  missed(): void;
  /** Report the room's vector to the others, in case they missed the last message. */
  stand(): void;
  /** [INS-9] Report the room's position to clients that may have missed any number of messages. */
  regained(): void;
}
export type RoomMessage = Exclude<
  Extract<PeerMessage, { readonly room: RoomId | undefined }>,
  { readonly kind: 'rights' | 'said' | 'announce' | 'trace' }
>;

export interface InstancesOptions {
  readonly id: InstanceId;
  readonly backplane: Backplane;
  readonly clock: Clock;
  readonly log: Log;
  readonly rights?: RightsTalk;
  /** [ANN-3] Another instance passes an announcement on. Undefined room: for all rooms. */
  readonly announced?: (room: RoomId | undefined, announcement: Announcement) => void;
  readonly whispers?: Whispering;
  readonly traces?: TraceTalking;
}

/** [TRC-6] The trace of rooms, as far as other instances take part in it. */
export interface TraceTalking {
  readonly isOn: boolean;
  hear(room: RoomId, from: InstanceId, talk: TraceTalk): void;
  frameCame(room: RoomId, args: readonly unknown[]): void;
}

type Hearing =
  | { readonly is: 'off'; readonly waiting: (() => void)[] }
  /** Instances that already lived have answered by `since` plus the time of a message. */
  | { readonly is: 'on'; readonly since: number };

/** The other instances: which ones live, and the transport of peer messages and frames to the rooms. One per hub. */
export class Instances implements Disposable {
  readonly id: InstanceId;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #link: PeerLink;
  readonly #rights: RightsTalk | undefined;
  readonly #announced: InstancesOptions['announced'];
  readonly #whispers: Whispering | undefined;
  readonly #traces: TraceTalking | undefined;
  readonly #rooms = new Map<RoomId, RoomListener>();
  /**
   * Instances that count as dead. One that returns may have numbered batches meanwhile. `silent`: it did not say that it ends,
   * and may live where only clients hear it.
   */
  readonly #lost = new Map<InstanceId, 'silent' | 'ended'>();
  /** For each instance, `clock.mono()` of its last message. */
  readonly #heardAt = new Map<InstanceId, number>();
  readonly #questions: RoomQuestions;
  #hearing: Hearing = { is: 'off', waiting: [] };
  #beats = 0;
  #beating: Disposable | undefined;
  #phase: 'open' | 'closed' = 'open';
  /** Rooms with new batches (here or elsewhere) or membership changes since the last heartbeat. */
  readonly #stirred = new Set<RoomId>();
  /** Peer messages refused since the last heartbeat. Only the first is logged. */
  #refused = 0;
  /** Failed sends since the last heartbeat. */
  #untold = 0;

  constructor(options: InstancesOptions) {
    this.id = options.id;
    this.#rights = options.rights;
    this.#announced = options.announced;
    this.#whispers = options.whispers;
    this.#traces = options.traces;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#questions = new RoomQuestions(options.clock, this.#heardAt, (room, askId) => this.tell({ kind: 'ask', room, askId }));
    // Messages that come during construction are handled afterwards: there is no connection to answer on yet.
    let early: ('on' | 'off' | Uint8Array)[] | undefined = [];
    this.#link = options.backplane.attach(options.id, {
      message: (bytes) => (early ? early.push(bytes.slice()) : this.#onMessage(bytes)),
      frame: (room, args) => {
        if (this.#traces?.isOn) this.#traces.frameCame(room, args);
        this.#rooms.get(room)?.frame(args);
      },
      hearing: (is) => (early ? early.push(is) : this.#onHearing(is)),
      regained: () => {
        for (const listener of this.#rooms.values()) {
          listener.regained();
          listener.stand();
        }
      },
    });
    const heard = early;
    early = undefined;
    for (const one of heard)
      if (typeof one === 'string') this.#onHearing(one);
      else this.#onMessage(one);
  }

  /**
   * `clock.mono()` since when everything is heard. Undefined while nothing is heard: clients come the same way, so they cannot
   * come either.
   */
  get hearingSince(): number | undefined {
    return this.#hearing.is === 'on' ? this.#hearing.since : undefined;
  }
  /** True when another instance is known to live. */
  get areThere(): boolean {
    return this.#heardAt.size > 0;
  }

  /** True when a living instance may know more: one that fell silent may only be out of reach. Hot path: every batch asks. */
  get mayBeThere(): boolean {
    if (this.areThere) return true;
    for (const how of this.#lost.values()) if (how === 'silent') return true;
    return false;
  }

  #silent(): InstanceId[] {
    return [...this.#lost].filter(([, how]) => how === 'silent').map(([instance]) => instance);
  }

  #onHearing(is: 'on' | 'off'): void {
    if (this.#phase === 'closed') return;
    if (is === this.#hearing.is) {
      if (is === 'on') this.#missed();
      return;
    }
    if (is === 'off') {
      this.#hearing = { is, waiting: [] };
      this.#log.warn(HubLogEvent.instanceLinkLost);
      return;
    }
    const { waiting } = this.#hearing as Extract<Hearing, { is: 'off' }>;
    const mono = this.#clock.mono();
    this.#hearing = { is, since: mono };
    // An instance that could not be heard is not declared dead.
    for (const instance of this.#heardAt.keys()) this.#heardAt.set(instance, mono);
    this.tell({ kind: 'beat', wants: true });
    if (this.#link.deliveryMs > 0) this.#beatLater();
    for (const resume of waiting) resume();
    this.#missed();
  }

  #missed(): void {
    for (const listener of this.#rooms.values()) listener.missed();
  }

  /** [INS-4] Resolves when all living instances are known. Rejects with `CutOff` when none can be heard. */
  async #ready(): Promise<void> {
    if (this.#hearing.is === 'off') {
      const { waiting } = this.#hearing;
      await new Promise<void>((resolve) => {
        const late = this.#clock.after(HEARING_MS, resolve);
        waiting.push(() => {
          late.dispose();
          resolve();
        });
      });
    }
    if (this.#hearing.is === 'off') throw new CutOff('the other instances cannot be heard');
    const waitMs = this.#link.deliveryMs === 0 ? 0 : this.#hearing.since + this.#link.deliveryMs - this.#clock.mono();
    if (waitMs > 0) await pause(this.#clock, waitMs);
  }

  /** `listener` receives messages about the room from here on. */
  async enter(room: RoomId, listener: RoomListener): Promise<Disposable> {
    this.#rooms.set(room, listener);
    const leave = (): void => {
      if (this.#rooms.get(room) !== listener) return;
      this.#rooms.delete(room);
      this.#stirred.delete(room);
      this.#overLink(() => this.#link.leave(room));
    };
    try {
      await this.#ready();
      await this.#link.join(room);
    } catch (error) {
      leave();
      throw error instanceof CutOff ? error : new CutOff(reasonOf(error));
    }
    return { dispose: leave };
  }

  /**
   * An instance that serves the room, or undefined when all living instances have said that they do not. Rejects with `CutOff`
   * when a living instance does not answer: it may serve the room and hear nothing now.
   */
  async findServing(room: RoomId): Promise<Told | undefined> {
    let found: Told | undefined;
    const isAnswered = await this.#questions.ask(room, {
      withinMs: HEADS_MS,
      told(told, enough) {
        found ??= told;
        enough();
      },
    });
    if (!isAnswered && this.#questions.isAnswerMissing) throw new CutOff('an instance that lives does not answer');
    return found;
  }

  /**
   * The states of all other instances that serve the room. Undefined when a living instance has not answered within `withinMs`,
   * or when none can be heard. Silent instances are asked too, and need not answer. The room's listener gets the same answers.
   */
  async survey(room: RoomId, withinMs: number): Promise<readonly RoomHead[] | undefined> {
    if (this.#hearing.is === 'off') return undefined;
    const heads: RoomHead[] = [];
    const mayLive = this.#silent();
    const isWhole = await this.#questions.ask(room, { withinMs, mayLive, told: ({ head }) => heads.push(head) });
    return isWhole ? heads : undefined;
  }

  /** Pairs an answer with its question. */
  nextAskId(): number {
    return this.#questions.nextId();
  }

  tell(message: PeerMessage, to?: InstanceId): void {
    if (this.#phase === 'closed') return;
    const bytes = encodePeerMessage(this.id, message);
    this.#overLink(() => this.#link.send(bytes, to));
  }

  publish(room: RoomId, frame: readonly WireValue[]): void {
    this.#overLink(() => this.#link.publish(room, frame));
  }

  /**
   * A message given to a failing connection is lost, like all messages while the others hear nothing. They notice the gap and
   * ask.
   */
  #overLink(give: () => void): void {
    try {
      give();
    } catch (error) {
      const reason = reasonOf(error);
      if (this.#untold++ === 0) this.#log.warn(HubLogEvent.instanceSendFailed, { reason });
    }
  }

  /** The next heartbeat reports the room's vector, in case the others missed the last frame. */
  stirred(room: RoomId): void {
    if (this.areThere) this.#stirred.add(room);
  }

  /** A frame of the instance came. False: it is one too many, and nothing of it may be kept. */
  heard(from: InstanceId): boolean {
    if (from === this.id) return false;
    if (!this.#heardAt.has(from)) {
      if (this.#heardAt.size >= MAX_INSTANCES) return false;
      this.#log.info(HubLogEvent.instanceFound, { instance: from });
    }
    this.#heardAt.set(from, this.#clock.mono());
    if (this.#lost.delete(from)) for (const listener of this.#rooms.values()) listener.missed();
    this.#beatLater();
    return true;
  }

  #beatLater(): void {
    this.#beating ??= this.#clock.after(BEAT_MS, () => this.#beat());
  }

  #beat(): void {
    this.#beating = undefined;
    const mono = this.#clock.mono();
    this.#refused = this.#untold = 0;
    if (this.#hearing.is === 'on') {
      for (const [instance, at] of this.#heardAt) if (mono - at > DEAD_MS) this.#lose(instance, 'silent');
    }
    const isRound = ++this.#beats % BEATS_PER_ROUND === 0;
    if (!this.areThere && this.#link.deliveryMs === 0) return;
    // An instance that was unreachable when this one started is still unknown.
    if (this.areThere || isRound) this.tell({ kind: 'beat', wants: isRound });
    for (const [room, listener] of this.#rooms) if (isRound || this.#stirred.has(room)) listener.stand();
    if (isRound) for (const room of this.#rooms.keys()) this.#tellRights(room);
    this.#stirred.clear();
    this.#beatLater();
  }

  #lose(instance: InstanceId, how: 'silent' | 'ended'): void {
    // A silent instance may still announce its end later.
    if (this.#lost.has(instance)) this.#lost.set(instance, how);
    if (!this.#heardAt.delete(instance)) return;
    this.#log.warn(HubLogEvent.instanceLost, { instance });
    if (this.#lost.size < MAX_INSTANCES) this.#lost.set(instance, how);
    this.#questions.lost(instance);
    for (const listener of this.#rooms.values()) listener.lost(instance);
  }

  #tellRights(room: RoomId, to?: InstanceId): void {
    const entries = this.#rights?.entriesOf(room) ?? [];
    if (entries.length > 0) this.tell({ kind: 'rights', room, entries }, to);
  }

  #onMessage(bytes: Uint8Array): void {
    if (this.#phase === 'closed') return;
    const read = decodePeerMessage(bytes);
    if (!read.ok) {
      // [INS-1] A log line each would let one broken instance fill the disk.
      if (this.#refused++ === 0)
        this.#log.warn(HubLogEvent.instanceRefused, { code: read.error.code, detail: read.error.detail });
      return;
    }
    const { from, message } = read.value;
    if (from === this.id) return;
    if (message.kind === 'bye') {
      this.#lose(from, 'ended');
      return;
    }
    if (!this.heard(from)) return;
    switch (message.kind) {
      case 'beat':
        if (message.wants) this.tell({ kind: 'beat', wants: false }, from);
        return;
      case 'rights':
        // What is decided about rooms that are not served here is asked for when they are.
        if (this.#rooms.has(message.room)) this.#rights?.learn(message.room, message.entries);
        return;
      case 'announce':
        this.#announced?.(message.room, message.announcement);
        return;
      case 'trace':
        this.#traces?.hear(message.room, from, message.talk);
        return;
      case 'said':
        this.#whispers?.hear(message.room, message.said);
        return;
      case 'ask':
        this.#tellRights(message.room, from);
        if (!this.#rooms.has(message.room)) this.tell({ ...message, kind: 'head', head: undefined }, from);
        break;
      case 'head':
        this.#questions.answer(from, message.askId, message.head);
        break;
      default:
        break;
    }
    this.#rooms.get(message.room)?.message(from, message);
  }

  /** This instance ends: the others need not wait for its timeout. */
  sendBye(): void {
    if (this.areThere) this.tell({ kind: 'bye' });
  }

  dispose(): void {
    this.sendBye();
    this.#phase = 'closed';
    this.#beating?.dispose();
    this.#link.dispose();
  }
}
