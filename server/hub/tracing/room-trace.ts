import type { Clock, Random } from '../../../core/base/host.ts';
import type { ClientId, InstanceId, Seq } from '../../../core/board/ids.ts';
import type { TraceTimes } from '../../../core/contract/tracing/trace-answer.ts';
import { newTraceId, type TraceContext, type TraceId } from '../../../core/contract/tracing/trace-context.ts';
import type { MessageType, TracedMessage, TraceRecord } from '../../../core/contract/tracing/trace-records.ts';
import type { TracePart, TraceTalk } from '../../../core/room/trace-talk.ts';
import { packedSize } from '../../../core/wire/packed-size.ts';
import { unitsOf } from '../admission/message-budget.ts';
import { TokenBucket } from '../admission/token-bucket.ts';
import type { Room } from '../room/room.ts';
import { AskedClients } from './asked-clients.ts';
import { type BatchStart, FollowedBatch } from './followed-batch.ts';
import { type FrameArrival, RelayedTrace } from './relayed-trace.ts';
import type { LeavingBatch, RoomHooks, SentFrame } from './trace-tap.ts';

/** [TRC-2] One batch of a room is followed in this time, milliseconds. */
const FOLLOW_MS = 1_000;
/** A followed batch is told with what is known after this time: longer than clients and instances may take. Milliseconds. */
const WHOLE_MS = 2_500;
/** What is known of another instance's batch is sent to it after this time, milliseconds. */
const RELAY_MS = 1_900;
/** A candidate that has not left by then was refused, or waits for another instance. Milliseconds. */
const CANDIDATE_MS = 500;
/** [TRC-2] Messages that are listed: at once, and a second. */
const LISTED_BURST = 80;
const LISTED_PER_SECOND = 40;
/** Batches that are followed at a time, here and for other instances. */
const MOST_FOLLOWED = 16;
/** Authors that are told apart: each message of many is followed by a chance of one in so many. */
const MOST_AUTHORS = 4;
/** Frames of other instances that are remembered, because one may come before it is told of. */
const ARRIVALS = 32;

export interface RoomTraceOptions {
  readonly instanceId: InstanceId;
  readonly clock: Clock;
  readonly random: Random;
  /** A service carries the clients and bills messages. */
  readonly isBilled: boolean;
  /** Undefined while the room is not open here. */
  readonly room: () => Room | undefined;
  readonly tell: (talk: TraceTalk, to?: InstanceId) => void;
  readonly emit: (record: TraceRecord) => void;
}

interface Followed {
  readonly batch: FollowedBatch;
  readonly asked: AskedClients;
  /** Instances that have not sent their part. */
  parts: number;
  isStored: boolean;
}

/** The trace of one room, while it is watched. It reads what the room does and changes nothing of it [TRC-8]. */
export class RoomTrace implements RoomHooks {
  readonly #options: RoomTraceOptions;
  readonly #listing: TokenBucket;
  readonly #followed = new Map<TraceId, Followed>();
  readonly #relayed = new Map<TraceId, RelayedTrace>();
  readonly #arrivals: FrameArrival[] = [];
  #candidate: FollowedBatch | undefined;
  #followedAt = Number.NEGATIVE_INFINITY;
  /** Who has drawn since then. */
  readonly #authors = new Set<ClientId>();
  #unlisted = 0;

  constructor(options: RoomTraceOptions) {
    this.#options = options;
    this.#listing = new TokenBucket(LISTED_PER_SECOND, LISTED_BURST, options.clock.mono());
  }

  pushed(who: ClientId, message: { readonly n: number; readonly count: number; readonly bytes: number }, mono: number): void {
    const { n, count, bytes } = message;
    this.#list({ type: count > 0 ? 'push' : 'cursor', who, bytes, ...(count > 0 ? { batches: count } : {}) });
    if (count > 0) this.#consider({ who, n, bytes, cameAt: mono, cause: undefined });
  }

  drawing(who: ClientId, bytes: number, cause: TraceContext | undefined): void {
    this.#list({ type: 'outside', who, bytes, batches: 1 });
    this.#consider({ who, n: undefined, bytes, cameAt: this.#options.clock.mono(), cause });
  }

  #consider(start: Omit<BatchStart, 'trace' | 'acceptedAt'>): void {
    const { clock, random, instanceId } = this.#options;
    const { cameAt, cause, who } = start;
    if (this.#authors.size < MOST_AUTHORS) this.#authors.add(who);
    const waits = this.#candidate && cameAt - this.#candidate.start.cameAt < CANDIDATE_MS;
    if (waits || cameAt - this.#followedAt < FOLLOW_MS || this.#followed.size >= MOST_FOLLOWED) return;
    // Where several draw, here or elsewhere, who always comes first must not be the only one who is followed.
    const isElsewhere = (this.#options.room()?.membersElsewhere() ?? []).length > 0;
    if (cause === undefined && random.next() * (this.#authors.size + (isElsewhere ? 1 : 0)) >= 1) return;
    const trace = cause?.trace ?? newTraceId(random);
    this.#candidate = new FollowedBatch({ ...start, trace, acceptedAt: clock.mono() }, instanceId);
  }

  leaving(batches: readonly LeavingBatch[], firstSeq: Seq): void {
    const candidate = this.#candidate;
    if (candidate === undefined || batches.length === 0) return;
    this.#candidate = undefined;
    const { who, n, trace } = candidate.start;
    const i = batches.findIndex((batch) => authorOf(batch) === who && (n === undefined || batch.n === n));
    const leaver = batches[i];
    const room = this.#options.room();
    if (leaver === undefined || room === undefined) return;
    const { clock, instanceId, random, tell } = this.#options;
    const mono = clock.mono();
    const seq = firstSeq + i;
    candidate.leaves(leaver.n, seq, mono);
    this.#followedAt = mono;
    this.#authors.clear();
    const asked = new AskedClients();
    const parts = new Set(room.membersElsewhere().map(({ origin }) => origin)).size;
    this.#followed.set(trace, { batch: candidate, asked, parts, isStored: room.persistence.mode === 'none' });
    tell({ what: 'told', trace, seq, who });
    asked.ask(room, { trace, origin: instanceId, seq, n: leaver.n }, who, { random, mono });
  }

  sent({ frame, batches, bytes, mono }: SentFrame): void {
    const room = this.#options.room();
    if (room === undefined) return;
    const elsewhere = this.#options.isBilled ? room.membersElsewhere() : [];
    // Behind a service each instance hears the room through a client of its own.
    const instances = this.#options.isBilled ? elsewhere.length + 1 : 0;
    const receivers = room.memberCount + elsewhere.reduce((sum, { members }) => sum + members.length, 0) + instances;
    const size = bytes > 0 ? bytes : packedSize([...frame]);
    const units = this.#options.isBilled ? { units: unitsOf(size) * receivers } : {};
    this.#list({ type: 'frame', bytes: size, batches, receivers, ...units });
    for (const { batch } of this.#followed.values()) batch.sent(mono, { bytes: size, receivers, ...units });
  }

  durable(seq: Seq): void {
    const mono = this.#options.clock.mono();
    for (const followed of this.#followed.values()) {
      followed.batch.durable(seq, mono);
      followed.isStored ||= seq >= (followed.batch.seq ?? Number.POSITIVE_INFINITY);
    }
  }

  noted(type: MessageType, about: { readonly who?: ClientId; readonly bytes?: number; readonly receivers?: number }): void {
    this.#list({ type, ...about });
  }

  frameCame(from: InstanceId, firstSeq: Seq, batches: number, size: () => number): void {
    const bytes = size();
    this.#list({ type: 'peerFrame', bytes, batches });
    if (batches === 0) return;
    const arrival = { from, firstSeq, batches, mono: this.#options.clock.mono(), bytes };
    this.#arrivals.push(arrival);
    if (this.#arrivals.length > ARRIVALS) this.#arrivals.shift();
    for (const relayed of this.#relayed.values()) relayed.frameCame(arrival);
  }

  /** Another instance follows a batch of its own. */
  told(from: InstanceId, told: { readonly trace: TraceId; readonly seq: Seq; readonly who: ClientId }): void {
    const { clock, random, room } = this.#options;
    const here = room();
    if (here === undefined || this.#relayed.size >= MOST_FOLLOWED || this.#relayed.has(told.trace)) return;
    const mono = clock.mono();
    this.#followedAt = mono;
    const relayed = new RelayedTrace(from, told, mono);
    this.#relayed.set(told.trace, relayed);
    for (const arrival of this.#arrivals) relayed.frameCame(arrival);
    relayed.asked.ask(here, { trace: told.trace, origin: from, seq: told.seq }, told.who, { random, mono });
  }

  /** [TRC-3] A member here answered. Answers to questions that were not asked count for nothing. */
  answered(who: ClientId, trace: TraceId, times: TraceTimes): void {
    const mono = this.#options.clock.mono();
    const followed = this.#followed.get(trace);
    const asked = followed?.asked.take(who);
    if (followed && asked !== undefined) followed.batch.answered(who, times, asked, mono);
    else this.#relayed.get(trace)?.answered(who, times, mono);
  }

  /** Another instance tells what it saw of a batch that is followed here. */
  partCame(from: InstanceId, part: TracePart): void {
    const followed = this.#followed.get(part.trace);
    if (followed === undefined || followed.parts === 0) return;
    followed.parts--;
    followed.batch.elsewhere(from, part, this.#options.clock.mono());
  }

  /** Regularly, while the room is watched. */
  tick(): void {
    const { clock, emit, tell, instanceId } = this.#options;
    const mono = clock.mono();
    const since1970 = clock.now() - mono;
    for (const [trace, { batch, asked, parts, isStored }] of this.#followed) {
      const isWhole = asked.areDone && parts === 0 && isStored;
      if (!isWhole && mono - batch.leftAt < WHOLE_MS) continue;
      this.#followed.delete(trace);
      const record = batch.record(since1970);
      if (record) emit(record);
    }
    for (const [trace, relayed] of this.#relayed) {
      if (!relayed.isDone && mono - relayed.heard < RELAY_MS) continue;
      this.#relayed.delete(trace);
      tell({ what: 'part', part: relayed.part(mono) }, relayed.from);
    }
    if (this.#unlisted > 0 && this.#listing.take(1, mono)) {
      emit({ kind: 'unlisted', at: Math.round(clock.now()), instance: instanceId, messages: this.#unlisted });
      this.#unlisted = 0;
    }
  }

  #list(message: Omit<TracedMessage, 'kind' | 'at' | 'instance'>): void {
    const { clock, emit, instanceId } = this.#options;
    if (this.#listing.take(1, clock.mono()))
      emit({ kind: 'message', at: Math.round(clock.now()), instance: instanceId, ...message });
    else this.#unlisted++;
  }
}

function authorOf({ author }: LeavingBatch): ClientId {
  return typeof author === 'string' ? author : author.entry.clientId;
}
