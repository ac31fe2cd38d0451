import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { InstanceId, RoomId } from '../../../core/board/ids.ts';
import { decodeWord, encodeWord, type RoomHead, type Word } from '../../../core/room/instance-words.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import type { Backplane, InstanceLine } from '../../ports/backplane.ts';
import { HubLogEvent } from '../log-events.ts';
import { pause } from '../turns/pause.ts';

/** How often an instance that knows of others says that it lives [INS-2], milliseconds. */
const BEAT_MS = 3_000;
/** So often every room is told of, should the last word about it have been lost without a sign: a word a room in 30 s. */
const BEATS_PER_ROUND = 10;
/** An instance of which nothing was heard for this long is gone, milliseconds: three words may be lost or late. */
const DEAD_MS = 10_000;
/** How long others have to say that they serve a room, milliseconds: one that is dead and not yet known to be is waited for no longer. */
const HEADS_MS = 4_000;
/**
 * An instance that lives and says nothing about rooms may serve them and be deaf for a moment; one that has answered nothing for this long,
 * milliseconds, holds nobody up any more.
 */
const MUTE_MS = 30_000;
/** How long a room that is to be opened waits for the others to be heard, milliseconds. */
const HEARING_MS = 5_000;
/** Instances that are remembered: a bound against made-up ones. */
const MAX_INSTANCES = 256;

/** Nothing is heard of the others: a room that is opened now could be a second one of its name. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

/** A room's ears. */
export interface RoomEars {
  word(from: InstanceId, word: RoomWord): void;
  frame(args: readonly unknown[]): void;
  /** The instance is gone, with all who were connected to it. */
  lost(instance: InstanceId): void;
  /** Things may have been missed: those who serve the room are to be asked. */
  missed(): void;
  /** The others are to be told how far the room is, should they have missed the last of it. */
  stand(): void;
}
export type RoomWord = Extract<Word, { readonly room: RoomId }>;

/** What an instance that serves a room says about it. */
export interface Told {
  readonly from: InstanceId;
  readonly head: RoomHead;
}

/** Who still has to answer a question to all, and where the answers go. */
interface Question {
  readonly waiting: Set<InstanceId>;
  readonly told: (told: Told) => void;
  /** Nobody is waited for any more. */
  readonly ended: () => void;
}

type Hearing =
  | { readonly is: 'off'; readonly waiting: (() => void)[] }
  /** `since`: who was there before has said so by `since` and the time of a word. */
  | { readonly is: 'on'; readonly since: number };

/** The other instances: who lives, and the way of words and frames to the rooms. One per hub. */
export class Instances implements Disposable {
  readonly id: InstanceId;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #line: InstanceLine;
  readonly #rooms = new Map<RoomId, RoomEars>();
  /**
   * Those that were taken for dead: one that comes back has numbered things meanwhile. `silent`: they have not said that they end, and may
   * live where only clients hear them.
   */
  readonly #lost = new Map<InstanceId, 'silent' | 'ended'>();
  /** `clock.mono()` at which each was heard last. */
  readonly #heardAt = new Map<InstanceId, number>();
  readonly #questions = new Map<number, Question>();
  /** Those that live and have not answered, since when (`clock.mono()`). */
  readonly #muteSince = new Map<InstanceId, number>();
  #hearing: Hearing = { is: 'off', waiting: [] };
  #lastAsk = 0;
  #beats = 0;
  #beating: Disposable | undefined;
  #phase: 'open' | 'closed' = 'open';
  /** Rooms in which something was numbered, here or elsewhere, or somebody came or left, since the last beat. */
  readonly #stirred = new Set<RoomId>();
  /** Words that were refused since the last beat: each is logged only once in a while. */
  #refused = 0;
  /** Times since the last beat that the line took nothing. */
  #untold = 0;

  constructor(options: { readonly id: InstanceId; readonly backplane: Backplane; readonly clock: Clock; readonly log: Log }) {
    this.id = options.id;
    this.#clock = options.clock;
    this.#log = options.log;
    // What is heard while this is made is dealt with afterwards: there is no line to answer on yet.
    let early: ('on' | 'off' | Uint8Array)[] | undefined = [];
    this.#line = options.backplane.attach(options.id, {
      word: (bytes) => (early ? early.push(bytes.slice()) : this.#onWord(bytes)),
      frame: (room, args) => this.#rooms.get(room)?.frame(args),
      hearing: (is) => (early ? early.push(is) : this.#onHearing(is)),
    });
    const heard = early;
    early = undefined;
    for (const one of heard)
      if (typeof one === 'string') this.#onHearing(one);
      else this.#onWord(one);
  }

  /** `clock.mono()` since when everything is heard; undefined while nothing is: then clients, who come the same way, cannot come either. */
  get hearingSince(): number | undefined {
    return this.#hearing.is === 'on' ? this.#hearing.since : undefined;
  }
  /** Whether there is anybody to talk to. */
  get areThere(): boolean {
    return this.#heardAt.size > 0;
  }

  /** Whether an instance may live that knows more: one that fell silent may only be out of reach of this one. A hot path: every batch asks. */
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
      this.#log.warn(HubLogEvent.instancesUnheard);
      return;
    }
    const { waiting } = this.#hearing as Extract<Hearing, { is: 'off' }>;
    const mono = this.#clock.mono();
    this.#hearing = { is, since: mono };
    // Nobody is taken for dead who could not be heard.
    for (const instance of this.#heardAt.keys()) this.#heardAt.set(instance, mono);
    this.tell({ kind: 'beat', wants: true });
    if (this.#line.wordMs > 0) this.#beatLater();
    for (const resume of waiting) resume();
    for (const ears of this.#rooms.values()) ears.missed();
  }

  /** [INS-4] Everybody who lives is known from here on. Rejects with `CutOff` when nobody is heard. */
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
    const waitMs = this.#line.wordMs === 0 ? 0 : this.#hearing.since + this.#line.wordMs - this.#clock.mono();
    if (waitMs > 0) await pause(this.#clock, waitMs);
  }

  /** From here on `ears` hear what is said about the room. */
  async enter(room: RoomId, ears: RoomEars): Promise<Disposable> {
    this.#rooms.set(room, ears);
    const leave = (): void => {
      if (this.#rooms.get(room) !== ears) return;
      this.#rooms.delete(room);
      this.#stirred.delete(room);
      this.#overLine(() => this.#line.leave(room));
    };
    try {
      await this.#ready();
      await this.#line.join(room);
    } catch (error) {
      leave();
      throw error instanceof CutOff ? error : new CutOff(reasonOf(error));
    }
    return { dispose: leave };
  }

  /**
   * Somebody else who serves the room; undefined when all who live have said that they do not. Rejects with `CutOff` when somebody who lives
   * does not say: they may serve it and hear nothing now.
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
   * What everybody else who serves the room has of it. Undefined when somebody who lives has not answered within `withinMs`, or nobody can be
   * heard. Those that fell silent are asked too, and need not answer. The room's ears hear the same.
   */
  async survey(room: RoomId, withinMs: number): Promise<readonly RoomHead[] | undefined> {
    if (this.#hearing.is === 'off') return undefined;
    const heads: RoomHead[] = [];
    const silent = this.#silent();
    const isWhole = await this.#ask(room, withinMs, ({ head }) => heads.push(head), silent);
    return isWhole ? heads : undefined;
  }

  /**
   * One question to all who live, and to those that `mayLive`. True when all who live have answered or are gone, or one has been `enough`;
   * those that may live are waited for until then, and for `withinMs`.
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

  tell(word: Word, to?: InstanceId): void {
    if (this.#phase === 'closed') return;
    const bytes = encodeWord(this.id, word);
    this.#overLine(() => this.#line.say(bytes, to));
  }

  publish(room: RoomId, frame: readonly WireValue[]): void {
    this.#overLine(() => this.#line.publish(room, frame));
  }

  /** What a line that throws was given is lost, like all that is said while the others hear nothing: they find out and ask. */
  #overLine(give: () => void): void {
    try {
      give();
    } catch (error) {
      const reason = reasonOf(error);
      if (this.#untold++ === 0) this.#log.warn(HubLogEvent.instancesUntold, { reason });
    }
  }

  /** The others are told with the next beat how far the room is, should they have missed the last of it. */
  stirred(room: RoomId): void {
    if (this.areThere) this.#stirred.add(room);
  }

  /** A frame of the instance came. */
  heard(from: InstanceId): void {
    if (from === this.id) return;
    if (!this.#heardAt.has(from)) {
      if (this.#heardAt.size >= MAX_INSTANCES) return;
      this.#log.info(HubLogEvent.instanceCame, { instance: from });
    }
    this.#heardAt.set(from, this.#clock.mono());
    if (this.#lost.delete(from)) for (const ears of this.#rooms.values()) ears.missed();
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
    if (!this.areThere && this.#line.wordMs === 0) return;
    // Who was out of reach when it began has not been heard of yet.
    if (this.areThere || isRound) this.tell({ kind: 'beat', wants: isRound });
    for (const [room, ears] of this.#rooms) if (isRound || this.#stirred.has(room)) ears.stand();
    this.#stirred.clear();
    this.#beatLater();
  }

  #lose(instance: InstanceId, how: 'silent' | 'ended'): void {
    // One that fell silent may say later that it ends.
    if (this.#lost.has(instance)) this.#lost.set(instance, how);
    if (!this.#heardAt.delete(instance)) return;
    this.#muteSince.delete(instance);
    this.#log.warn(HubLogEvent.instanceLost, { instance });
    if (this.#lost.size < MAX_INSTANCES) this.#lost.set(instance, how);
    for (const question of this.#questions.values()) this.#hasAnswered(question, instance);
    for (const ears of this.#rooms.values()) ears.lost(instance);
  }

  #hasAnswered(question: Question, instance: InstanceId): void {
    if (question.waiting.delete(instance) && question.waiting.size === 0) question.ended();
  }

  #onWord(bytes: Uint8Array): void {
    if (this.#phase === 'closed') return;
    const read = decodeWord(bytes);
    if (!read.ok) {
      // [INS-1] A log line each would let one broken instance fill the disk.
      if (this.#refused++ === 0)
        this.#log.warn(HubLogEvent.instanceRefused, { code: read.error.code, detail: read.error.detail });
      return;
    }
    const { from, word } = read.value;
    if (from === this.id) return;
    if (word.kind === 'bye') {
      this.#lose(from, 'ended');
      return;
    }
    this.heard(from);
    switch (word.kind) {
      case 'beat':
        if (word.wants) this.tell({ kind: 'beat', wants: false }, from);
        return;
      case 'ask':
        if (!this.#rooms.has(word.room)) this.tell({ ...word, kind: 'head', head: undefined }, from);
        break;
      case 'head': {
        this.#muteSince.delete(from);
        const question = this.#questions.get(word.askId);
        if (question?.waiting.has(from)) {
          if (word.head) question.told({ from, head: word.head });
          this.#hasAnswered(question, from);
        }
        break;
      }
      default:
        break;
    }
    this.#rooms.get(word.room)?.word(from, word);
  }

  /** The instance ends: the others need not wait for it. */
  sayBye(): void {
    if (this.areThere) this.tell({ kind: 'bye' });
  }

  dispose(): void {
    this.sayBye();
    this.#phase = 'closed';
    this.#beating?.dispose();
    this.#line.dispose();
  }
}
