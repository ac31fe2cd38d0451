import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { InstanceId, RoomId } from '../../../core/board/ids.ts';
import { decodePeerMessage, encodePeerMessage, type PeerMessage, type RoomHead } from '../../../core/room/peer-messages.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import type { Backplane, PeerLink } from '../../ports/backplane.ts';
import { HubLogEvent } from '../log-events.ts';
import { pause } from '../turns/pause.ts';

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
/**
 * A living instance that does not answer may serve a room and temporarily hear nothing. After this time without an answer it no
 * longer blocks a room from opening, milliseconds.
 */
const MUTE_MS = 30_000;
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
}
export type RoomMessage = Extract<PeerMessage, { readonly room: RoomId }>;

/** The answer of an instance that serves a room. */
export interface Told {
  readonly from: InstanceId;
  readonly head: RoomHead;
}

/** A question to all instances: those that have not answered yet, and the handler of the answers. */
interface Question {
  readonly waiting: Set<InstanceId>;
  readonly told: (told: Told) => void;
  /** All answers have come, or those that are missing are gone. */
  readonly ended: () => void;
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
  readonly #rooms = new Map<RoomId, RoomListener>();
  /**
   * Instances that count as dead. One that returns may have numbered batches meanwhile. `silent`: it did not say that it ends,
   * and may live where only clients hear it.
   */
  readonly #lost = new Map<InstanceId, 'silent' | 'ended'>();
  /** For each instance, `clock.mono()` of its last message. */
  readonly #heardAt = new Map<InstanceId, number>();
  readonly #questions = new Map<number, Question>();
  /** Living instances that have not answered, with `clock.mono()` of the first unanswered question. */
  readonly #muteSince = new Map<InstanceId, number>();
  #hearing: Hearing = { is: 'off', waiting: [] };
  #lastAsk = 0;
  #beats = 0;
  #beating: Disposable | undefined;
  #phase: 'open' | 'closed' = 'open';
  /** Rooms with new batches (here or elsewhere) or membership changes since the last heartbeat. */
  readonly #stirred = new Set<RoomId>();
  /** Peer messages refused since the last heartbeat. Only the first is logged. */
  #refused = 0;
  /** Failed sends since the last heartbeat. */
  #untold = 0;

  constructor(options: { readonly id: InstanceId; readonly backplane: Backplane; readonly clock: Clock; readonly log: Log }) {
    this.id = options.id;
    this.#clock = options.clock;
    this.#log = options.log;
    // Messages that come during construction are handled afterwards: there is no connection to answer on yet.
    let early: ('on' | 'off' | Uint8Array)[] | undefined = [];
    this.#link = options.backplane.attach(options.id, {
      message: (bytes) => (early ? early.push(bytes.slice()) : this.#onMessage(bytes)),
      frame: (room, args) => this.#rooms.get(room)?.frame(args),
      hearing: (is) => (early ? early.push(is) : this.#onHearing(is)),
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
    if (is === this.#hearing.is || this.#phase === 'closed') return;
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
    const isAnswered = await this.#ask(room, HEADS_MS, (told, enough) => {
      found ??= told;
      enough();
    });
    const mono = this.#clock.mono();
    const mayServe = [...this.#muteSince.values()].some((since) => mono - since < MUTE_MS);
    if (!isAnswered && mayServe) throw new CutOff('an instance that lives does not answer');
    return found;
  }

  /**
   * The states of all other instances that serve the room. Undefined when a living instance has not answered within `withinMs`,
   * or when none can be heard. Silent instances are asked too, and need not answer. The room's listener gets the same answers.
   */
  async survey(room: RoomId, withinMs: number): Promise<readonly RoomHead[] | undefined> {
    if (this.#hearing.is === 'off') return undefined;
    const heads: RoomHead[] = [];
    const silent = this.#silent();
    const isWhole = await this.#ask(room, withinMs, ({ head }) => heads.push(head), silent);
    return isWhole ? heads : undefined;
  }

  /**
   * Sends one question to all living instances, and to those that `mayLive`. True when all living ones have answered or are gone,
   * or when an answer called `enough`. Instances that may live are awaited until then, for `withinMs` at most.
   */
  async #ask(
    room: RoomId,
    withinMs: number,
    told: (told: Told, enough: () => void) => void,
    mayLive: readonly InstanceId[] = [],
  ): Promise<boolean> {
    const waiting = new Set([...this.#heardAt.keys(), ...mayLive]);
    if (waiting.size === 0) return true;
    const askId = this.nextAskId();
    const asked = this.#clock.mono();
    const isAnswered = await new Promise<boolean>((resolve) => {
      const late = this.#clock.after(withinMs, () => resolve(false));
      const ended = (): void => {
        late.dispose();
        resolve(true);
      };
      this.#questions.set(askId, { waiting, told: (one) => told(one, ended), ended });
      this.tell({ kind: 'ask', room, askId });
    });
    this.#questions.delete(askId);
    if (isAnswered) return true;
    const mute = [...waiting].filter((instance) => this.#heardAt.has(instance));
    for (const instance of mute) if (!this.#muteSince.has(instance)) this.#muteSince.set(instance, asked);
    return mute.length === 0;
  }

  /** Pairs an answer with its question. */
  nextAskId(): number {
    return ++this.#lastAsk;
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

  /** A frame of the instance came. */
  heard(from: InstanceId): void {
    if (from === this.id) return;
    if (!this.#heardAt.has(from)) {
      if (this.#heardAt.size >= MAX_INSTANCES) return;
      this.#log.info(HubLogEvent.instanceFound, { instance: from });
    }
    this.#heardAt.set(from, this.#clock.mono());
    if (this.#lost.delete(from)) for (const listener of this.#rooms.values()) listener.missed();
    this.#beatLater();
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
    this.#stirred.clear();
    this.#beatLater();
  }

  #lose(instance: InstanceId, how: 'silent' | 'ended'): void {
    // A silent instance may still announce its end later.
    if (this.#lost.has(instance)) this.#lost.set(instance, how);
    if (!this.#heardAt.delete(instance)) return;
    this.#muteSince.delete(instance);
    this.#log.warn(HubLogEvent.instanceLost, { instance });
    if (this.#lost.size < MAX_INSTANCES) this.#lost.set(instance, how);
    for (const question of this.#questions.values()) this.#hasAnswered(question, instance);
    for (const listener of this.#rooms.values()) listener.lost(instance);
  }

  #hasAnswered(question: Question, instance: InstanceId): void {
    if (question.waiting.delete(instance) && question.waiting.size === 0) question.ended();
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
    this.heard(from);
    switch (message.kind) {
      case 'beat':
        if (message.wants) this.tell({ kind: 'beat', wants: false }, from);
        return;
      case 'ask':
        if (!this.#rooms.has(message.room)) this.tell({ ...message, kind: 'head', head: undefined }, from);
        break;
      case 'head': {
        this.#muteSince.delete(from);
        const question = this.#questions.get(message.askId);
        if (question?.waiting.has(from)) {
          if (message.head) question.told({ from, head: message.head });
          this.#hasAnswered(question, from);
        }
        break;
      }
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
