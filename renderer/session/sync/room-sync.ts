import type { ElementState } from '../../../core/board/element.ts';
import type { ElementId, Epoch, InstanceId, Seq } from '../../../core/board/ids.ts';
import type { Have, Welcome } from '../../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { decodeFrame, type Frame, openBatches } from '../../../core/room/frame.ts';
import type { Replica } from '../../../core/room/replica.ts';
import { parseVector, VersionVector } from '../../../core/room/version-vector.ts';
import { judge, type RoomLife } from '../joining/room-life.ts';
import { SessionLogEvent } from '../log-events.ts';
import { BodyUnderWay, type Lack } from './body-under-way.ts';
import { DurableMarks } from './durable-marks.ts';
import { type InAMoment, readInParts } from './in-parts.ts';
import { readOwnRefusal } from './own-refusal.ts';
import { type Renewal, ReplicaFeed } from './replica-feed.ts';
import type { SyncOptions } from './sync-options.ts';

/** The most frames that are kept during a catch-up. Frames beyond it are dropped, and the hole that they leave is requested again. */
const MAX_KEPT_FRAMES = 4_096;
/** The most catch-ups in a row that do not reach the known vector. After that the connection is given up. */
const MAX_TRIES = 5;
/** The most unreadable frames of one connection. */
const MAX_UNREADABLE = 3;
/** The delay before a catch-up is requested again after `catch_up.busy`. Milliseconds. */
const BUSY_MS = 250;
/** The pause after the hub answered "not now". Milliseconds. */
const REST_MS = 1_000;
/**
 * Without a store, own batches with an echo are kept at most this long. An instance that another one cannot hear is gone by then
 * [INS-8]. Milliseconds.
 */
const KEPT_SEEN_MS = 60_000;
type Gate =
  /** Not joined: frames are kept. */
  | { readonly at: 'shut' }
  /** Frames are kept until the stream is complete. `wanted`: the least vector to reach. */
  | {
      readonly at: 'catchingUp';
      readonly wanted: VersionVector;
      readonly isFresh: boolean;
      readonly tries: number;
    }
  /** The stream is complete and is applied in parts, so that a large board does not block the page. */
  | { readonly at: 'takingIn' }
  | { readonly at: 'open' };

/**
 * Keeps the replica in step with the room: frames, holes, catch-ups, refusals, epochs. It handles messages and does not know the
 * connection.
 */
export class RoomSync {
  readonly #options: SyncOptions;
  readonly #feed: ReplicaFeed;
  /** From the last welcome and later notices. Before the first welcome, from an earlier session. */
  #life: RoomLife | undefined;
  #origin: InstanceId | undefined;
  #gate: Gate = { at: 'shut' };
  #kept: Frame[] = [];
  #renewal: Renewal | undefined;
  /** Joined again. Batches that were in flight when the last connection ended are settled once nothing is missing. */
  #isSettling = false;
  /** False if missed changes came as states, not as batches: then own batches among them cannot be recognised. */
  #sawEveryBatch = true;
  #unreadable = 0;
  readonly #body = new BodyUnderWay();
  readonly #durable = new DurableMarks();

  constructor(options: SyncOptions) {
    this.#options = options;
    this.#feed = new ReplicaFeed(options);
  }

  /** Continues an earlier session: `replica` has its unsent work, in `epoch`, and it knew `known`. */
  resume(replica: Replica, epoch: Epoch | undefined, known: VersionVector): void {
    this.#feed.resume(replica, known);
    this.#life = epoch && { epoch, merged: [] };
    this.#renewal = 'server';
  }

  get replica(): Replica {
    return this.#feed.replica;
  }
  get epoch(): Epoch | undefined {
    return this.#life?.epoch;
  }
  /** Undefined before the first welcome. */
  get life(): RoomLife | undefined {
    return this.#life;
  }
  get origin(): InstanceId | undefined {
    return this.#origin;
  }

  /** A part of a catch-up has arrived, and the rest is on its way. */
  get isReceiving(): boolean {
    return this.#gate.at === 'catchingUp' && this.#body.isComing;
  }

  /** `clock.mono()` since when the client waits for the next piece of a catch-up. Undefined without a wait. */
  get pieceDueSince(): number | undefined {
    return this.#gate.at === 'catchingUp' ? this.#body.pieceDueSince : undefined;
  }

  /** What this client already has, for the hub. Undefined if the replica must be replaced. */
  have(): Have | undefined {
    const { epoch } = this;
    if (epoch === undefined || this.#renewal !== undefined) return undefined;
    return { epoch, vector: this.replica.vector.pairs() };
  }

  /** A connection begins or is lost: its unfinished work is void. */
  connectionChanged(): void {
    if (this.#gate.at === 'catchingUp') this.#body.breakOff(this.#lack());
    this.#gate = { at: 'shut' };
    this.#kept = [];
    this.#unreadable = 0;
  }

  #lack(): Lack {
    return { epoch: this.epoch, have: this.have() };
  }

  /** The boards of these epochs were merged into the room's board. */
  united(epochs: readonly Epoch[]): void {
    if (this.#life) this.#life = { ...this.#life, merged: [...this.#life.merged, ...epochs] };
    // The next answer of the hub confirms that the data on its way has arrived.
    this.ask();
  }

  welcome(welcome: Welcome): void {
    const { outbox, members, saving, tell } = this.#options;
    const { epoch } = this;
    const life = { epoch: welcome.epoch, merged: welcome.merged ?? [] };
    const lost = judge(this, { says: 'serves', life }) === 'lost' ? epoch : undefined;
    this.#life = life;
    members.welcomed(welcome);
    this.#origin = welcome.origin;
    this.#feed.servedBy([welcome.origin, ...(welcome.elsewhere ?? []).map(({ origin }) => origin)]);
    const vector = parseVector(welcome.vector) ?? new VersionVector();
    this.#durable.welcomed(vector.get(welcome.origin), welcome.stored);
    tell({ kind: 'presenceChanged' });
    if (lost === undefined) {
      outbox.settle(welcome.lastN);
      if (!saving.isStored) outbox.seenIsDurable();
    } else {
      const old = this.#feed.restart();
      this.#renewal = undefined;
      outbox.clear();
      if (welcome.lastN > 0) outbox.settle(welcome.lastN);
      tell({ kind: 'epochLost', old, epoch: lost });
    }
    this.#isSettling = true;
    this.#reach(vector, 0);
  }

  /** Opens the gate if nothing is missing up to `wanted`, else requests a catch-up. */
  #reach(wanted: VersionVector, tries: number): void {
    const { outbox, tell } = this.#options;
    if (this.#isSettling && this.#renewal === undefined && this.replica.vector.covers(wanted)) {
      if (this.#sawEveryBatch) outbox.retryUnsure();
      else if (outbox.hasUnsure) this.#renewal = 'server';
      this.#isSettling = false;
      // The states may contain batches that were sent after the welcome, and their echo may be lost.
      if (outbox.inFlightBytes === 0) this.#sawEveryBatch = true;
    }
    if (this.#renewal === undefined && this.replica.vector.covers(wanted)) {
      this.#open();
      return;
    }
    if (tries >= MAX_TRIES) {
      tell({ kind: 'stuck', reason: 'catch-up does not reach' });
      return;
    }
    this.#askFor(wanted, tries + 1);
  }

  #askFor(wanted: VersionVector, tries: number): void {
    const lack = this.#lack();
    this.#gate = { at: 'catchingUp', wanted, isFresh: lack.have === undefined, tries };
    this.#options.tell({ kind: 'lacking', request: this.#body.ask(lack, this.#options.clock.mono()) });
  }

  #open(): void {
    this.#gate = { at: 'open' };
    while (this.#gate.at === 'open') {
      const frame = this.#kept.shift();
      if (!frame) break;
      this.#apply(frame);
    }
    const { outbox, tell } = this.#options;
    if (this.#durable.settle(outbox)) tell({ kind: 'answered', roundTripMs: undefined });
    if (this.#gate.at === 'open') tell({ kind: 'synced' });
  }

  /** Requests what this client lacks up to `wanted`. One catch-up at a time. */
  #ask(wanted: VersionVector): void {
    if (this.#gate.at === 'open') this.#reach(wanted, 0);
  }

  /**
   * Asks the hub whether anything is missing, for example after the machine was away. The answer also shows whether the hub is
   * reachable.
   */
  ask(): void {
    if (this.#gate.at === 'open' && this.have()) this.#askFor(this.replica.vector.copy(), 1);
  }

  item(raw: unknown): void {
    if (this.#gate.at !== 'catchingUp') return;
    const progress = this.#body.item(raw, this.#options.clock.mono());
    if (progress.ok) this.#options.tell({ kind: 'receiving', progress: progress.value });
    else this.#stuck(progress.error.code);
  }

  caughtUp(): void {
    if (this.#gate.at !== 'catchingUp') return;
    const { wanted, tries, isFresh } = this.#gate;
    const { tell, members } = this.#options;
    const result = this.#body.finish();
    if (!result.ok || judge(this, { says: 'serves', life: { epoch: result.value.epoch, merged: [] } }) !== 'same') {
      this.#stuck(result.ok ? 'epoch changed' : result.error.code);
      return;
    }
    const caught = result.value;
    members.caughtUp(caught);
    tell({ kind: 'presenceChanged' });
    const done = (): void => this.#reach(wanted, tries);
    if (caught.how === 'suffix') {
      this.#feed.takeBatches(caught.parts);
      done();
    } else {
      this.#gate = { at: 'takingIn' };
      readInParts(caught.states, this.#inAMoment, (states) => {
        if (states.ok) this.#takeStates(states.value, caught.vector, wanted, isFresh, done);
        else this.#stuck(states.error.code);
      });
    }
  }

  /** Continues after the page has handled other tasks, unless the connection is gone by then. */
  readonly #inAMoment: InAMoment = (run) => {
    const gate = this.#gate;
    this.#options.clock.after(0, () => {
      if (this.#gate === gate) run();
    });
  };

  /** The data makes no sense: stops using this connection. */
  #stuck(reason: string): void {
    this.#gate = { at: 'shut' };
    this.#options.tell({ kind: 'stuck', reason });
  }

  #takeStates(
    states: readonly ElementState[],
    vector: VersionVector,
    wanted: VersionVector,
    isFresh: boolean,
    done: () => void,
  ): void {
    const { outbox } = this.#options;
    const reason = this.#renewal;
    this.#sawEveryBatch = false;
    this.#feed.tellMissed(states);
    if (!isFresh || reason === undefined) {
      this.#feed.merge(states, vector, this.#inAMoment, done);
    } else if (outbox.hasUnsure && !vector.covers(wanted)) {
      // A hub may send a snapshot that is a little old. Only a current one shows whether it contains an unsure batch.
      done();
    } else {
      // The snapshot may be a little old, so batches that this client saw after it must be requested too.
      wanted.merge(this.replica.vector);
      this.#feed.renew(states, vector, reason, this.#inAMoment, () => {
        this.#renewal = undefined;
        done();
      });
    }
  }

  catchUpFailed(code: RefusalCode | undefined): void {
    const gate = this.#gate;
    if (gate.at !== 'catchingUp') return;
    if (code !== 'catch_up.busy') {
      this.#options.tell({ kind: 'stuck', reason: code ?? 'catch-up failed' });
      return;
    }
    // The hub has not ended the earlier catch-up, whose stream was abandoned when the room was joined again.
    this.#body.breakOff(this.#lack());
    this.#options.clock.after(BUSY_MS, () => {
      if (this.#gate === gate) this.#reach(gate.wanted, gate.tries);
    });
  }

  frame(raw: unknown): void {
    const frame = decodeFrame(raw);
    if (!frame.ok) {
      this.#options.log.warn(SessionLogEvent.frameUnreadable, { code: frame.error.code, detail: frame.error.detail });
      if (++this.#unreadable > MAX_UNREADABLE) this.#options.tell({ kind: 'unreadable' });
      else this.ask();
      return;
    }
    if (this.#gate.at === 'open') this.#apply(frame.value);
    else if (this.#kept.length < MAX_KEPT_FRAMES) this.#kept.push(frame.value);
  }

  #apply(frame: Frame): void {
    const { members, outbox, saving, tell, clock } = this.#options;
    const origin = frame.origin ?? this.#origin;
    if (origin === undefined) return;
    members.joined(origin, frame.members);
    const lastSeq = frame.firstSeq + frame.batches.length - 1;
    const opened = openBatches(frame, (no) => members.authorOf(origin, no));
    const known = this.replica.vector.get(origin);
    // Batches that are here already need not be readable; own batches always are.
    if (!opened.ok && lastSeq > known) {
      this.#missed(origin, lastSeq);
      return;
    }
    const touched = new Set<ElementId>();
    if (opened.ok && !this.#feed.receive(origin, frame.firstSeq, opened.value, touched)) {
      this.#kept.unshift(frame);
      this.#missed(origin, frame.firstSeq - 1);
      return;
    }
    if (origin === this.#origin && this.#durable.told(frame.durableSeq)) saving.saved();
    if (outbox.durable(origin, frame.durableSeq)) tell({ kind: 'answered', roundTripMs: undefined });
    if (touched.size > 0) {
      tell({ kind: 'missed', ids: touched });
      tell({ kind: 'changed', change: { ids: [...touched], origin: 'server' } });
    }
    const now = clock.mono();
    if (!saving.isStored) outbox.seenIsDurable(now - KEPT_SEEN_MS);
    for (const cursor of frame.cursors) members.heard(origin, cursor, now);
    members.left(origin, frame.members);
    if (touched.size > 0 || frame.cursors.length > 0 || frame.members.length > 0) tell({ kind: 'presenceChanged' });
  }

  /** [SEQ-3] */
  #missed(origin: InstanceId, upTo: Seq): void {
    const wanted = this.replica.vector.copy();
    wanted.advance(origin, upTo);
    this.#options.log.info(SessionLogEvent.hole, { origin, upTo });
    this.#ask(wanted);
  }

  /** The hub refused an own batch. `args`: the arguments of `refused`. */
  refused(args: readonly unknown[]): void {
    const { outbox, tell } = this.#options;
    const refusal = readOwnRefusal(args, outbox);
    switch (refusal?.means) {
      case 'gap':
        outbox.rewind(refusal.expected);
        tell({ kind: 'answered', roundTripMs: undefined });
        break;
      case 'readOnly':
        outbox.tryAgain(refusal.n);
        tell({ kind: 'readOnly', code: refusal.code });
        break;
      case 'later':
        outbox.tryAgain(refusal.n);
        tell({ kind: 'rest', waitMs: REST_MS });
        break;
      case 'done':
        outbox.takeOut(refusal.n);
        tell({ kind: 'answered', roundTripMs: undefined });
        break;
      case 'never':
        this.#refusedForGood(refusal.n, refusal.code);
        break;
      case undefined:
        break;
    }
  }

  #refusedForGood(n: number, code: RefusalCode): void {
    const { outbox, tell, log } = this.#options;
    // A batch that is not here was handled on an earlier connection.
    const batch = outbox.takeOut(n);
    if (!batch) return;
    log.warn(SessionLogEvent.batchRefused, { code, n });
    this.#renewal = 'refused';
    tell({ kind: 'batchRefused', code, ops: batch.ops });
    if (this.#gate.at === 'open') this.#reach(this.replica.vector.copy(), 0);
  }
}
