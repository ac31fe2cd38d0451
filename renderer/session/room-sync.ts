import type { ElementState } from '../../core/board/element.ts';
import type { ElementId, Epoch, InstanceId, Seq } from '../../core/board/ids.ts';
import type { OpBatch } from '../../core/board/op.ts';
import type { Have, MemberEntry, Welcome } from '../../core/contract/hub-contract.ts';
import { isRefusalCode, type RefusalCode } from '../../core/contract/refusal-codes.ts';
import { decodeFrame, type Frame, openBatches } from '../../core/room/frame.ts';
import { type NumberedBatches, Replica } from '../../core/room/replica.ts';
import { parseVector, VersionVector } from '../../core/room/version-vector.ts';
import { readCount } from '../../core/wire/wire-value.ts';
import { changedBeyond } from './away-log.ts';
import { type BrokenOff, CatchUpReader } from './catch-up-reader.ts';
import { handOnInParts, type InAMoment, readInParts } from './in-parts.ts';
import { targetsOf } from './op-targets.ts';
import type { SyncOptions } from './sync-outlet.ts';

/** Frames kept while something that was missed is on its way. More are let go: the hole that they leave is asked for again. */
const MAX_KEPT_FRAMES = 4_096;
/** Catch-ups in a row that do not reach what is known to exist. Then something is wrong with this connection. */
const MAX_TRIES = 5;
/** Frames of one connection that could not be read at all. */
const MAX_UNREADABLE = 3;
/** How long the hub is left in peace after it said "not now", milliseconds. */
const REST_MS = 1_000;
/** World units to a world pixel. */
const UNITS_PER_PX = 16;

/** Refusals that are about the moment, not about the batch: it is sent again. */
const FOR_NOW: ReadonlySet<RefusalCode> = new Set(['rate.messages', 'rate.bytes', 'server.draining']);
/** Refusals that a batch may owe to an earlier one that is still to be tried again. */
const IN_CONSEQUENCE: ReadonlySet<RefusalCode> = new Set(['append.gap', 'op.unknown_element']);

/** Why the replica is to be replaced by a new one from the hub. */
type Renewal = 'refused' | 'server';

type Gate =
  /** Not joined: frames are kept. */
  | { readonly at: 'shut' }
  /** Frames are kept until the stream is complete. `wanted`: what there is at least. */
  | {
      readonly at: 'catchingUp';
      readonly reader: CatchUpReader;
      readonly wanted: VersionVector;
      readonly isFresh: boolean;
      readonly tries: number;
    }
  /** The stream is complete and is being taken in, a part at a time: a page must not stand still for a large board. */
  | { readonly at: 'takingIn' }
  | { readonly at: 'open' };

/** Keeps the replica in step with the room: frames, holes, catch-ups, refusals, epochs. Knows no connection, only what comes over it. */
export class RoomSync {
  readonly #options: SyncOptions;
  #replica = new Replica();
  #epoch: Epoch | undefined;
  #you: MemberEntry | undefined;
  #origin: InstanceId | undefined;
  #gate: Gate = { at: 'shut' };
  #kept: Frame[] = [];
  #renewal: Renewal | undefined;
  /** Joined anew: what was under way when the last connection ended is to be settled once nothing is missing. */
  #isSettling = false;
  /** Something missed came as states and not batch by batch: whether an own batch is among it cannot be seen. */
  #sawEveryBatch = true;
  #unreadable = 0;
  /** A body that a connection took with it, and what it was for: only who still lacks the same can use it. */
  #brokenOff: { readonly body: BrokenOff; readonly lacking: string } | undefined;
  /** The hub's own last seq at the welcome, and what of its seqs is known to be durable since. */
  #welcomedSeq: Seq = 0;
  /** What the store had when the hub opened the room: no frame tells it of instances that are no more. */
  #stored: Welcome['stored'] = [];
  #durableSeq: Seq | undefined;

  /** What was known before the replica was thrown away with an earlier session. */
  #knownBefore: VersionVector | undefined;

  constructor(options: SyncOptions) {
    this.#options = options;
  }

  /** Goes on where an earlier session ended: `replica` shows what it had not sent, in `epoch`, when it knew `known`. */
  resume(replica: Replica, epoch: Epoch | undefined, known: VersionVector): void {
    this.#replica = replica;
    this.#epoch = epoch;
    this.#knownBefore = known;
    this.#renewal = 'server';
  }

  get replica(): Replica {
    return this.#replica;
  }
  get epoch(): Epoch | undefined {
    return this.#epoch;
  }
  get origin(): InstanceId | undefined {
    return this.#origin;
  }

  /** A catch-up has begun to come, and the rest of it is on its way. */
  get isReceiving(): boolean {
    return this.#gate.at === 'catchingUp' && this.#gate.reader.isUnderWay;
  }

  /** What to tell the hub that is here already; nothing when the replica is to be replaced. */
  have(): Have | undefined {
    if (this.#epoch === undefined || this.#renewal !== undefined) return undefined;
    return { epoch: this.#epoch, vector: this.#replica.vector.pairs() };
  }

  /** A connection begins, or is gone: what it left half done is void. */
  connectionChanged(): void {
    if (this.#gate.at === 'catchingUp') {
      const body = this.#gate.reader.brokenOff;
      this.#brokenOff = body && { body, lacking: lackOf(this.#epoch, this.have()) };
    }
    this.#gate = { at: 'shut' };
    this.#kept = [];
    this.#unreadable = 0;
  }

  welcome(welcome: Welcome): void {
    const { outbox, members, outlet } = this.#options;
    const lost = this.#epoch !== undefined && this.#epoch !== welcome.epoch ? this.#epoch : undefined;
    members.forgetOrigins();
    members.replace(welcome.origin, [...welcome.members, welcome.you]);
    this.#you = welcome.you;
    this.#origin = welcome.origin;
    this.#epoch = welcome.epoch;
    const vector = parseVector(welcome.vector) ?? new VersionVector();
    this.#welcomedSeq = vector.get(welcome.origin);
    this.#durableSeq = undefined;
    this.#stored = welcome.stored;
    outlet.presenceChanged();
    if (lost === undefined) {
      outbox.settle(welcome.lastN);
      if (welcome.persistence.mode === 'none') outbox.allDurable();
    } else {
      const old = this.#replica;
      this.#replica = new Replica();
      this.#renewal = undefined;
      this.#knownBefore = undefined;
      outbox.clear();
      if (welcome.lastN > 0) outbox.settle(welcome.lastN);
      outlet.epochLost(old, lost);
    }
    this.#isSettling = true;
    this.#reach(vector, 0);
  }

  /** Opens the gate if nothing is missing up to `wanted`, else asks. */
  #reach(wanted: VersionVector, tries: number): void {
    const { outbox, outlet } = this.#options;
    if (this.#isSettling && this.#renewal === undefined && this.#replica.vector.covers(wanted)) {
      if (this.#sawEveryBatch) outbox.retryUnsure();
      else if (outbox.hasUnsure) this.#renewal = 'server';
      this.#isSettling = false;
      // What was sent since the welcome may be among the states; the frame that would echo it may be lost.
      if (outbox.inFlightBytes === 0) this.#sawEveryBatch = true;
    }
    if (this.#renewal === undefined && this.#replica.vector.covers(wanted)) {
      this.#open();
      return;
    }
    if (tries >= MAX_TRIES) {
      outlet.stuck('catch-up does not reach');
      return;
    }
    this.#askFor(wanted, tries + 1);
  }

  #askFor(wanted: VersionVector, tries: number): void {
    const have = this.have();
    const brokenOff = this.#brokenOff?.lacking === lackOf(this.#epoch, have) ? this.#brokenOff.body : undefined;
    this.#gate = { at: 'catchingUp', reader: new CatchUpReader(brokenOff), wanted, isFresh: have === undefined, tries };
    this.#brokenOff = undefined;
    const resume = brokenOff && { id: brokenOff.id, at: brokenOff.received };
    this.#options.outlet.askCatchUp({ ...(have ? { have } : {}), ...(resume ? { resume } : {}) });
  }

  #open(): void {
    this.#gate = { at: 'open' };
    while (this.#gate.at === 'open') {
      const frame = this.#kept.shift();
      if (!frame) break;
      this.#apply(frame);
    }
    const { outbox, outlet } = this.#options;
    let isSettled = false;
    for (const [origin, seq] of this.#stored ?? []) isSettled = outbox.durable(origin, seq) || isSettled;
    if (isSettled) outlet.answered(undefined);
    if (this.#gate.at === 'open') outlet.synced();
  }

  /** Asks for what this client lacks up to `wanted`; one catch-up at a time. */
  #ask(wanted: VersionVector): void {
    if (this.#gate.at === 'open') this.#reach(wanted, 0);
  }

  /** The person's machine was away: whether anything is missing shows, and whether the hub is there. */
  ask(): void {
    if (this.#gate.at === 'open' && this.have()) this.#askFor(this.#replica.vector.copy(), 1);
  }

  item(raw: unknown): void {
    if (this.#gate.at !== 'catchingUp') return;
    const progress = this.#gate.reader.item(raw);
    if (progress.ok) this.#options.outlet.progress(progress.value);
    else this.#stuck(progress.error.code);
  }

  caughtUp(): void {
    if (this.#gate.at !== 'catchingUp') return;
    const { reader, wanted, tries, isFresh } = this.#gate;
    const { outlet, members } = this.#options;
    const result = reader.finish();
    if (!result.ok || result.value.epoch !== this.#epoch) {
      this.#stuck(result.ok ? 'epoch changed' : result.error.code);
      return;
    }
    const caught = result.value;
    if (this.#origin && this.#you) members.replace(this.#origin, [...caught.members, this.#you]);
    outlet.presenceChanged();
    const done = (): void => this.#reach(wanted, tries);
    if (caught.how === 'suffix') {
      this.#takeBatches(caught.parts);
      done();
    } else {
      this.#gate = { at: 'takingIn' };
      readInParts(caught.states, this.#inAMoment, (states) => {
        if (states.ok) this.#takeStates(states.value, caught.vector, wanted, isFresh, done);
        else this.#stuck(states.error.code);
      });
    }
  }

  /** Goes on when the page had time for other things, unless the connection is gone by then. */
  readonly #inAMoment: InAMoment = (run) => {
    const gate = this.#gate;
    this.#options.clock.after(0, () => {
      if (this.#gate === gate) run();
    });
  };

  /** What came makes no sense: nothing of it is gone on with. */
  #stuck(reason: string): void {
    this.#gate = { at: 'shut' };
    this.#options.outlet.stuck(reason);
  }

  #takeBatches(parts: readonly NumberedBatches[]): void {
    const { outlet } = this.#options;
    const touched = new Set<ElementId>();
    for (const { origin, firstSeq, batches } of parts) {
      this.#receive(origin, firstSeq, batches, touched);
      for (const { author, ops } of batches) if (author !== this.#options.clientId) outlet.missed(ops.flatMap(targetsOf));
    }
    if (touched.size > 0) outlet.changed({ ids: [...touched], origin: 'server' });
  }

  #takeStates(
    states: readonly ElementState[],
    vector: VersionVector,
    wanted: VersionVector,
    isFresh: boolean,
    done: () => void,
  ): void {
    const { outlet } = this.#options;
    this.#sawEveryBatch = false;
    outlet.missed(changedBeyond(states, this.#knownBefore ?? this.#replica.vector, this.#options.clientId));
    if (isFresh && this.#renewal !== undefined) {
      // A hub may hand out a snapshot that is a little old. Whether it has an unsure batch only one that is not can tell.
      if (!this.#options.outbox.hasUnsure || vector.covers(wanted)) this.#renew(states, vector, wanted, this.#renewal);
      done();
      return;
    }
    handOnInParts(states, this.#inAMoment, (part, isLast) => {
      const wasEmpty = this.#replica.board.elementCount === 0;
      // A part says nothing about what the hub knew: the vector comes with the last.
      const touched = this.#replica.merge(part, isLast ? vector : new VersionVector());
      if (touched.length > 0) outlet.changed({ ids: wasEmpty ? 'all' : touched, origin: 'server' });
      if (isLast) done();
    });
  }

  /** A new replica: what the hub has, and on it what is still on its way there. What was refused is in neither. */
  #renew(states: readonly ElementState[], vector: VersionVector, wanted: VersionVector, reason: Renewal): void {
    const { outbox, clientId, outlet } = this.#options;
    // What this client saw since a snapshot that is a little old is to be asked for.
    wanted.merge(this.#replica.vector);
    this.#replica = new Replica();
    this.#replica.merge(states, vector);
    const { board } = this.#replica;
    for (const { n, ops } of outbox.entries()) {
      const isUnsure = outbox.isUnsure(n);
      const before = isUnsure ? board.fingerprint() : undefined;
      board.apply(clientId, ops);
      if (!isUnsure) continue;
      // What changes nothing is there already, or others have overwritten it; what changes something was refused.
      if (board.fingerprint() === before) outbox.takeOut(n);
      else outbox.tryAgain(n);
    }
    this.#renewal = undefined;
    this.#knownBefore = undefined;
    outlet.changed({ ids: 'all', origin: reason });
  }

  catchUpFailed(code: RefusalCode | undefined): void {
    if (this.#gate.at === 'catchingUp') this.#options.outlet.stuck(code ?? 'catch-up failed');
  }

  frame(args: readonly unknown[]): void {
    const frame = decodeFrame(args);
    if (!frame.ok) {
      this.#options.log.warn('session.frame_unreadable', { code: frame.error.code, detail: frame.error.detail });
      if (++this.#unreadable > MAX_UNREADABLE) this.#options.outlet.unreadable();
      else this.ask();
      return;
    }
    if (this.#gate.at === 'open') this.#apply(frame.value);
    else if (this.#kept.length < MAX_KEPT_FRAMES) this.#kept.push(frame.value);
  }

  #apply(frame: Frame): void {
    const { members, outbox, outlet, clock } = this.#options;
    const origin = frame.origin ?? this.#origin;
    if (origin === undefined) return;
    members.joined(origin, frame.members);
    const lastSeq = frame.firstSeq + frame.batches.length - 1;
    const opened = openBatches(frame, (no) => members.authorOf(origin, no));
    const known = this.#replica.vector.get(origin);
    // What is here already need not be readable; own batches always are.
    if (!opened.ok && lastSeq > known) {
      this.#missed(origin, lastSeq);
      return;
    }
    const touched = new Set<ElementId>();
    if (opened.ok && !this.#receive(origin, frame.firstSeq, opened.value, touched)) {
      this.#kept.unshift(frame);
      this.#missed(origin, frame.firstSeq - 1);
      return;
    }
    if (origin === this.#origin) this.#durableUpTo(frame.durableSeq);
    if (outbox.durable(origin, frame.durableSeq)) outlet.answered(undefined);
    if (touched.size > 0) {
      outlet.missed(touched);
      outlet.changed({ ids: [...touched], origin: 'server' });
    }
    const now = clock.mono();
    for (const { no, x, y } of frame.cursors) {
      const clientId = members.authorOf(origin, no);
      const cursor = x === undefined || y === undefined ? undefined : { x, y };
      if (clientId !== undefined) members.moved(clientId, cursor, now);
    }
    members.left(origin, frame.members);
    if (touched.size > 0 || frame.cursors.length > 0 || frame.members.length > 0) outlet.presenceChanged();
  }

  #durableUpTo(seq: Seq): void {
    // The first word on a connection only tells how things stand, unless it is about what came after the welcome.
    if (seq > (this.#durableSeq ?? this.#welcomedSeq)) this.#options.outlet.saved();
    this.#durableSeq = Math.max(seq, this.#durableSeq ?? 0);
  }

  /** [SEQ-3] */
  #missed(origin: InstanceId, upTo: Seq): void {
    const wanted = this.#replica.vector.copy();
    wanted.advance(origin, upTo);
    this.#options.log.info('session.hole', { origin, upTo });
    this.#ask(wanted);
  }

  /** Applies numbered batches and takes own ones for echoes. False: there is a hole before them, and nothing was applied. */
  #receive(origin: InstanceId, firstSeq: Seq, batches: readonly OpBatch[], touched: Set<ElementId>): boolean {
    const { clientId, outbox, outlet, clock } = this.#options;
    const { applied, gap } = this.#replica.receive({ origin, firstSeq, batches });
    if (gap) return false;
    const now = clock.mono();
    for (const batch of applied) {
      // An echo changes nothing: its batch was put on this board when it was made.
      if (batch.author === clientId && outbox.has(batch.n)) continue;
      for (const op of batch.ops) for (const id of targetsOf(op)) touched.add(id);
      this.#followTip(batch, now);
    }
    let isAnswer = false;
    let roundTripMs: number | undefined;
    for (let i = 0; i < batches.length; i++) {
      const { author, n } = batches[i] as OpBatch;
      if (author !== clientId) continue;
      isAnswer = true;
      roundTripMs = outbox.seen(n, { origin, seq: firstSeq + i }, now) ?? roundTripMs;
    }
    if (isAnswer) outlet.answered(roundTripMs);
    return true;
  }

  /** Whoever draws sends no cursor: it is at the tip of the stroke. */
  #followTip({ author, ops }: OpBatch, now: number): void {
    const last = ops.findLast((op) => op.kind === 'append');
    if (!last) return;
    const { board } = this.#replica;
    const element = board.get(last.id);
    const tip = board.tailOf(last.id);
    if (!element || !tip) return;
    this.#options.members.moved(author, { x: (element.x + tip.x) / UNITS_PER_PX, y: (element.y + tip.y) / UNITS_PER_PX }, now);
  }

  /** The hub refused an own batch (SPEC.md, section ADM): arguments of `refused`. */
  refused(args: readonly unknown[]): void {
    const { outbox, outlet, log } = this.#options;
    const n = readCount(args[0]);
    const code = isRefusalCode(args[1]) ? args[1] : 'batch.malformed';
    if (!n) return;
    if (code === 'batch.gap') {
      const expected = readCount(args[2]);
      if (expected) outbox.rewind(expected);
      outlet.answered(undefined);
      return;
    }
    if (code === 'room.read_only') {
      outbox.tryAgain(n);
      outlet.readOnly(code);
      return;
    }
    if (FOR_NOW.has(code) || (IN_CONSEQUENCE.has(code) && outbox.isAfterRetry(n))) {
      outbox.tryAgain(n);
      outlet.rest(REST_MS);
      return;
    }
    // One that is not here was taken care of on an earlier connection.
    const batch = outbox.takeOut(n);
    if (!batch) return;
    log.warn('session.batch_refused', { code, n });
    this.#renewal = 'refused';
    outlet.refused(code, batch.ops);
    if (this.#gate.at === 'open') this.#reach(this.#replica.vector.copy(), 0);
  }
}

function lackOf(epoch: Epoch | undefined, have: Have | undefined): string {
  return JSON.stringify([epoch, have?.vector]);
}
