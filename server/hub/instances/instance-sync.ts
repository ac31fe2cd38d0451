import { Backoff } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { InstanceId, RoomId, Seq } from '../../../core/board/ids.ts';
import type { Have } from '../../../core/contract/hub-contract.ts';
import { decodeFrame, type Frame, openBatches } from '../../../core/room/frame.ts';
import { memberSum, type RoomHead } from '../../../core/room/peer-messages.ts';
import { parseVector, VersionVector } from '../../../core/room/version-vector.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { HubLogEvent } from '../log-events.ts';
import type { Room } from '../room/room.ts';
import type { RoomPictures, Survey } from '../room/room-start.ts';
import { roomTag } from '../room/room-tag.ts';
import { pause } from '../turns/pause.ts';
import { SharedRun } from '../turns/shared-run.ts';
import { BufferedFrames } from './buffered-frames.ts';
import { CutOff, type Instances, type RoomMessage } from './instances.ts';
import { headOf, type PeerState, readPeerState } from './peer-state.ts';
import { PullAnswers } from './pull-answers.ts';
import { RemoteMembers } from './remote-members.ts';
import { StatePull } from './state-pull.ts';

/** Peer messages that wait while a room opens. */
const MAX_EARLY = 4_096;
/** Attempts to pull a room from the instances that serve it. */
const OPEN_TRIES = 3;
/** Pause between two questions to the others, milliseconds. */
const ASK_MS = 100;
const ASK_PAUSES = { firstMs: ASK_MS, longestMs: 5_000 };
/**
 * How long a join waits for batches that the client has and this instance lacks, milliseconds. No living instance may have them.
 */
const LEARN_MS = 4_000;
/** How long one question to all instances stays open, milliseconds. A lost question or answer means: ask again. */
const SURVEY_MS = 1_000;

export interface InstanceSyncOptions {
  readonly id: RoomId;
  readonly instances: Instances;
  readonly clock: Clock;
  readonly log: Log;
  readonly pictures: RoomPictures;
}

/** Synchronises one room with the other instances: receives, answers, and asks when something is missing. */
export class InstanceSync implements Disposable {
  readonly elsewhere = new RemoteMembers();
  readonly #options: InstanceSyncOptions;
  #room: Room | undefined;
  #membership: Disposable | undefined;
  /** Frames that wait behind a gap. */
  readonly #buffered = new BufferedFrames();
  /** Peer messages that came while the room was opening. */
  #early: (readonly [InstanceId, RoomMessage])[] = [];
  readonly #pulls = new Map<InstanceId, { readonly askId: number; readonly pull: StatePull }>();
  /** For each other instance, the highest seq of this instance that it has confirmed. */
  readonly #confirmed = new Map<InstanceId, Seq>();
  readonly #answers = new PullAnswers((message, to) => this.#tell(message, to));
  #asking: Disposable | undefined;
  readonly #askPauses = new Backoff(ASK_PAUSES);
  /** Running merges of other instances' states. */
  readonly #takingIn = new Set<Promise<void>>();
  readonly #surveys: SharedRun<Survey>;

  /** Peer messages about the room are received from here on. Rejects when the other instances cannot be heard. */
  static async join(options: InstanceSyncOptions): Promise<InstanceSync> {
    const sync = new InstanceSync(options);
    sync.#membership = await options.instances.enter(options.id, {
      message: (from, message) => sync.#onMessage(from, message),
      frame: (args) => sync.#onFrame(args),
      lost: (instance) => sync.#onLost(instance),
      missed: () => sync.#askSoon(),
      stand: () => sync.#sendHere(),
      regained: () => sync.#room?.repeatPosition(),
    });
    return sync;
  }

  private constructor(options: InstanceSyncOptions) {
    this.#options = options;
    // With a pause, because a client may claim to know more again and again.
    this.#surveys = new SharedRun(options.clock, ASK_MS, () => this.#survey());
  }

  /** True when other instances may receive what is published. */
  get areOthersThere(): boolean {
    return this.#options.instances.areThere;
  }

  /** True when an instance may have changes that this one lacks. */
  get mayOthersBeThere(): boolean {
    return this.#options.instances.mayBeThere;
  }

  /** [INS-8] */
  get confirmedSeq(): Seq | undefined {
    if (this.elsewhere.instances === 0) return undefined;
    return Math.max(0, ...this.#confirmed.values());
  }

  /** Called before the room opens. Returns the state of an instance that serves it, if there is one. */
  async ask(): Promise<PeerState | undefined> {
    const { instances, id } = this.#options;
    for (let attempt = 1; attempt <= OPEN_TRIES; attempt++) {
      const found = await instances.findServing(id);
      if (!found) return undefined;
      try {
        return await this.#pull(found.from, found.head, undefined);
      } catch (error) {
        this.#outOfStep(found.from, error);
      }
    }
    throw new CutOff('those who serve the room do not give it');
  }

  /** The room is open: applies waiting peer messages, and later ones at once. */
  attach(room: Room): void {
    this.#room = room;
    const early = this.#early;
    this.#early = [];
    for (const [from, message] of early) this.#onMessage(from, message);
    // All waiting frames once, because a frame behind a gap also names members that come and go.
    this.#replay(() => true);
    this.#sendHere();
  }

  /**
   * [INS-6] Resolves when this instance knows everything in `vector`, or has asked for it without success. False: it could not
   * ask.
   */
  async learn(vector: VersionVector): Promise<boolean> {
    const { clock, instances } = this.#options;
    const deadline = clock.mono() + LEARN_MS;
    let asking: Promise<void> | undefined;
    let isAsked = false;
    while (this.#membership && instances.mayBeThere && clock.mono() < deadline) {
      if (isAsked || !this.#room || this.#room.replica.vector.covers(vector)) return true;
      asking ??= this.survey().then((outcome) => {
        isAsked = outcome === 'whole';
        asking = undefined;
      });
      await Promise.race([asking, pause(clock, Math.min(ASK_MS, deadline - clock.mono()))]);
    }
    return instances.hearingSince !== undefined;
  }

  /** Asks all instances for their state and merges it. Never rejects, because not every caller awaits it. */
  survey(): Promise<Survey> {
    return this.#surveys.next();
  }

  async #survey(): Promise<Survey> {
    const { instances, id } = this.#options;
    let heads: readonly RoomHead[] | undefined;
    try {
      heads = await instances.survey(id, SURVEY_MS);
    } catch (error) {
      this.#outOfStep(instances.id, error);
    }
    await Promise.all(this.#takingIn);
    if (instances.hearingSince === undefined) return 'unheard';
    const vector = this.#room?.replica.vector;
    const isWhole = heads?.every((head) => vector?.covers(parseVector(head.vector) ?? new VersionVector())) ?? false;
    return isWhole ? 'whole' : 'partly';
  }

  /** The frame names its origin. */
  publish(frame: readonly WireValue[], mayNotBeMissed: boolean): void {
    const { instances, id } = this.#options;
    instances.publish(id, frame);
    if (mayNotBeMissed) instances.stirred(id);
  }

  /** [AUD-4] The next heartbeat reports it. */
  countChanged(): void {
    this.#options.instances.stirred(this.#options.id);
  }

  /** [PIC-4] An instance that has the picture sends it here. */
  wantPicture(hash: string): void {
    const { instances, id, pictures } = this.#options;
    const url = pictures.url();
    if (instances.areThere && url !== undefined) instances.tell({ kind: 'want', room: id, hash, url });
  }

  #sendHere(): void {
    const { instances, id } = this.#options;
    if (!this.#room || !instances.areThere) return;
    const { epoch, replica } = this.#room;
    const { counted } = this.#room.audience;
    const who = memberSum(this.#room.members());
    instances.tell({ kind: 'here', room: id, epoch, vector: replica.vector.pairs(), who, counted });
  }

  #onMessage(from: InstanceId, message: RoomMessage): void {
    if (message.kind === 'part') {
      const running = this.#pulls.get(from);
      if (running?.askId === message.askId) running.pull.take(message.part);
      return;
    }
    const room = this.#room;
    if (!room) {
      if (message.kind === 'ask') this.#tell({ ...message, kind: 'head', head: undefined }, from);
      else if (message.kind !== 'pull' && this.#early.length < MAX_EARLY) this.#early.push([from, message]);
      return;
    }
    switch (message.kind) {
      case 'here':
        this.#counts(room, from, message.counted);
        if (this.#lacks(room, from, message))
          this.#tell({ kind: 'ask', room: message.room, askId: this.#options.instances.nextAskId() }, from);
        return;
      case 'gone':
        this.#onLost(from);
        return;
      case 'want':
        this.#options.pictures.wanted(message);
        return;
      case 'ask':
        this.#tell({ ...message, kind: 'head', head: headOf(room) }, from);
        return;
      case 'head':
        if (message.head) this.#takeIn(from, this.#onHead(room, from, message.head));
        return;
      case 'pull':
        this.#answers.answer(room, from, message).catch((error: unknown) => this.#outOfStep(from, error));
        return;
    }
  }

  /** [INS-3], [INS-5] True for another epoch, for unknown batches, or for other members. */
  #lacks(room: Room, from: InstanceId, here: Extract<RoomMessage, { kind: 'here' }>): boolean {
    const theirs = parseVector(here.vector);
    const isOurs = room.epochs.has(here.epoch);
    if (isOurs && theirs) this.#confirm(from, theirs);
    const isKnown = isOurs && theirs !== undefined && room.replica.vector.covers(theirs);
    return !isKnown || !this.elsewhere.knows(from) || memberSum(this.elsewhere.of(from)) !== here.who;
  }

  #counts(room: Room, from: InstanceId, counted: number): void {
    if (this.elsewhere.counts(from, counted)) room.audienceChanged();
  }

  #confirm(from: InstanceId, theirs: VersionVector): void {
    this.#confirmed.set(from, theirs.get(this.#options.instances.id));
  }

  #takeIn(from: InstanceId, work: Promise<void>): void {
    const taken = work.catch((error: unknown) => this.#outOfStep(from, error)).finally(() => this.#takingIn.delete(taken));
    this.#takingIn.add(taken);
  }

  #outOfStep(instance: InstanceId, error: unknown): void {
    const { log, id } = this.#options;
    log.warn(HubLogEvent.roomSyncFailed, { room: roomTag(id), instance, reason: reasonOf(error) });
  }

  #tell(message: RoomMessage, to: InstanceId): void {
    this.#options.instances.tell(message, to);
  }

  /** [INS-3] Pulls what the other instance has and this one lacks. [INS-5] Unites two epochs. */
  async #onHead(room: Room, from: InstanceId, head: RoomHead): Promise<void> {
    const { log } = this.#options;
    room.tellOfMembers(from, this.elsewhere.replace(from, head.members));
    this.#counts(room, from, head.counted);
    const isOurs = room.epochs.has(head.epoch);
    const theirs = parseVector(head.vector) ?? new VersionVector();
    if (isOurs) this.#confirm(from, theirs);
    if (isOurs && room.replica.vector.covers(theirs)) {
      this.#replay();
      return;
    }
    if (this.#pulls.has(from)) return;
    const vector = room.replica.vector.pairs();
    let have: Have | undefined;
    if (isOurs) have = { epoch: head.epoch, vector };
    else if (head.merged.includes(room.epoch)) have = { epoch: room.epoch, vector };
    try {
      const state = await this.#pull(from, head, have);
      if (this.#room !== room || !this.#membership) return;
      room.merge(state);
      if (room.adopt([state.epoch, ...state.merged])) {
        log.info(HubLogEvent.roomMerged, { room: room.tag, epoch: room.epoch, elements: room.replica.board.elementCount });
        this.#sendHere();
      }
      this.#askPauses.reset();
      this.#replay();
      // The body may be slightly older than the question, and lack the last batches.
      if (!room.replica.vector.covers(theirs)) this.#askSoon();
    } catch (error) {
      this.#outOfStep(from, error);
      this.#askSoon();
    }
  }

  /** One pull at a time from each instance. */
  async #pull(from: InstanceId, head: RoomHead, have: Have | undefined): Promise<PeerState> {
    const { instances, clock, id } = this.#options;
    const askId = instances.nextAskId();
    const pull = new StatePull(clock, (body, at) => this.#tell({ kind: 'pull', room: id, askId, have, body, at }, from));
    this.#pulls.set(from, { askId, pull });
    try {
      pull.begin();
      return readPeerState(head, await pull.result);
    } finally {
      this.#pulls.delete(from);
    }
  }

  #onFrame(args: readonly unknown[]): void {
    const read = decodeFrame(args);
    const { log, instances, id } = this.#options;
    if (!read.ok || read.value.origin === undefined) {
      log.warn(HubLogEvent.instanceRefused, {
        room: roomTag(id),
        code: 'frame.malformed',
        detail: read.ok ? 'origin' : read.error.detail,
      });
      return;
    }
    const { origin } = read.value;
    if (origin === instances.id) return;
    if (!instances.heard(origin)) return;
    if (this.#room) this.#take(this.#room, origin, read.value, args);
    else this.#buffered.add(origin, read.value.firstSeq, args);
  }

  /** A waiting frame does not show that its origin still lives. Frames still behind a gap are not decoded. */
  #replay(isReady = (room: Room, origin: InstanceId, firstSeq: Seq) => firstSeq <= room.replica.vector.get(origin) + 1): void {
    const room = this.#room;
    if (!room) return;
    for (const args of this.#buffered.take((origin, firstSeq) => isReady(room, origin, firstSeq))) {
      const read = decodeFrame(args);
      if (read.ok && read.value.origin !== undefined) this.#take(room, read.value.origin, read.value, args);
    }
  }

  /** [SEQ-3] Applies a frame of another instance and forwards it, or stores it and asks for the missing frames. */
  #take(room: Room, origin: InstanceId, frame: Frame, args: readonly unknown[]): void {
    const { elsewhere } = this;
    elsewhere.joined(origin, frame.members);
    const opened = openBatches(frame, (no) => elsewhere.authorOf(origin, no));
    const isNews = frame.firstSeq + frame.batches.length - 1 > room.replica.vector.get(origin);
    const isTaken = opened.ok ? room.receive({ origin, firstSeq: frame.firstSeq, batches: opened.value }) : !isNews;
    elsewhere.left(origin, frame.members);
    room.storedElsewhere(origin, frame.durableSeq);
    if (isTaken) {
      // An unreadable frame is useless to clients too. They notice the gap that it leaves.
      if (opened.ok) room.passOn(args as readonly WireValue[]);
      // Its origin waits for the confirmation that another instance has it.
      if (isNews) this.#options.instances.stirred(this.#options.id);
      return;
    }
    this.#buffered.add(origin, frame.firstSeq, args);
    this.#askSoon();
  }

  /** [INS-3] Asks all instances for their state, with growing pauses. */
  #askSoon(): void {
    const { instances, clock, id } = this.#options;
    if (this.#asking || !this.#room || !this.#membership) return;
    instances.tell({ kind: 'ask', room: id, askId: instances.nextAskId() });
    this.#asking = clock.after(this.#askPauses.next(), () => {
      this.#asking = undefined;
      if (this.#buffered.size > 0) this.#replay();
      else this.#askPauses.reset();
    });
  }

  /** [INS-2] The instance no longer serves the room: its members leave. Perhaps not everybody got its last messages. */
  #onLost(instance: InstanceId): void {
    const { instances } = this.#options;
    this.#pulls.get(instance)?.pull.fail('the instance is gone');
    this.#confirmed.delete(instance);
    this.#early = this.#early.filter(([from]) => from !== instance);
    this.#buffered.forget(instance);
    const room = this.#room;
    const gone = this.elsewhere.forget(instance);
    room?.tellOfMembers(instance, gone);
    room?.audienceChanged();
    // [SAVE-7]
    if (this.elsewhere.instances === 0 && room?.persistence.mode === 'none') room.replica.fold(instances.id);
    if (room && instances.areThere) this.#askSoon();
  }

  dispose(): void {
    if (!this.#membership) return;
    const { instances, id } = this.#options;
    if (this.#room && instances.areThere) {
      this.#sendHere();
      instances.tell({ kind: 'gone', room: id });
    }
    this.#asking?.dispose();
    for (const { pull } of this.#pulls.values()) pull.fail('the room is closed');
    this.#membership.dispose();
    this.#membership = undefined;
  }
}
