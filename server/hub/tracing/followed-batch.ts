import type { ClientId, InstanceId, Seq } from '../../../core/board/ids.ts';
import type { TraceTimes } from '../../../core/contract/tracing/trace-answer.ts';
import type { TraceContext, TraceId } from '../../../core/contract/tracing/trace-context.ts';
import {
  MAX_SPANS,
  TRACE_STEPS,
  type TracedBatch,
  type TraceSpan,
  type TraceStep,
} from '../../../core/contract/tracing/trace-records.ts';
import type { TracePart } from '../../../core/room/trace-talk.ts';

export interface BatchStart {
  readonly trace: TraceId;
  /** The caller outside that caused it. */
  readonly cause: TraceContext | undefined;
  readonly who: ClientId;
  /** Undefined: the author's next batch, whatever its number. */
  readonly n: number | undefined;
  readonly bytes: number;
  /** `clock.mono()` when its message came, and when it was checked and numbered. */
  readonly cameAt: number;
  readonly acceptedAt: number;
}

/** A span while its times are those of this instance's `clock.mono()`. */
interface Step {
  readonly step: TraceStep;
  readonly where: ClientId | InstanceId;
  readonly from: number;
  readonly to: number;
  readonly exact: boolean;
  readonly counts?: Pick<TraceSpan, 'bytes' | 'receivers' | 'units'>;
}

/** [TRC-5] The difference of two clocks, from a question and its answer: the way there and the way back count as equally long. */
export function aheadBy(
  asked: number,
  { heard, said }: { readonly heard: number; readonly said: number },
  answered: number,
): number {
  return (heard - asked + (said - answered)) / 2;
}

/** One batch on its way, at the instance that accepted it. All times are of this instance's `clock.mono()`. */
export class FollowedBatch {
  readonly start: BatchStart;
  readonly #origin: InstanceId;
  readonly #steps: Step[] = [];
  /** Its number, once it leaves. */
  #left: { readonly n: number; readonly seq: Seq; readonly at: number } | undefined;
  #sentAt: number | undefined;
  #isStored = false;

  constructor(start: BatchStart, origin: InstanceId) {
    this.start = start;
    this.#origin = origin;
    this.#add({ step: 'instance', where: origin, from: start.cameAt, to: start.acceptedAt, exact: true });
  }

  get seq(): Seq | undefined {
    return this.#left?.seq;
  }
  /** `clock.mono()` when it was told to others. */
  get leftAt(): number {
    return this.#left?.at ?? Number.POSITIVE_INFINITY;
  }

  leaves(n: number, seq: Seq, mono: number): void {
    this.#left = { n, seq, at: mono };
  }

  /** The first frame after `leaves` carries it. */
  sent(mono: number, counts: Pick<TraceSpan, 'bytes' | 'receivers' | 'units'>): void {
    if (this.#left === undefined || this.#sentAt !== undefined) return;
    this.#sentAt = mono;
    this.#add({ step: 'frame', where: this.#origin, from: this.start.acceptedAt, to: mono, exact: true, counts });
  }

  durable(seq: Seq, mono: number): void {
    if (this.#isStored || this.#left === undefined || seq < this.#left.seq) return;
    this.#isStored = true;
    this.#add({ step: 'store', where: this.#origin, from: this.start.acceptedAt, to: mono, exact: true });
  }

  /** What a client that joined this instance answered. */
  answered(who: ClientId, times: TraceTimes, asked: number, answered: number): void {
    const { made, sent, came, painted } = times;
    const { cameAt } = this.start;
    const guess = aheadBy(asked, times, answered);
    // Nothing comes before it was sent: two ways that took unequally long must not say so.
    const atLeast = sent === undefined ? guess : Math.max(guess, sent - cameAt);
    const ahead = came === undefined ? atLeast : Math.min(atLeast, came - this.#wentAt);
    const here = (time: number): number => time - ahead;
    if (made !== undefined && sent !== undefined)
      this.#add({ step: 'outbox', where: who, from: here(made), to: here(sent), exact: true });
    if (sent !== undefined)
      this.#add({
        step: 'socket',
        where: this.#origin,
        from: here(sent),
        to: cameAt,
        exact: false,
        counts: { bytes: this.start.bytes },
      });
    if (came === undefined) return;
    if (who === this.start.who) this.#add({ step: 'echo', where: who, from: this.#wentAt, to: here(came), exact: false });
    else this.#peer(who, here(came), painted === undefined ? undefined : here(painted));
  }

  /** What another instance and its clients saw. */
  elsewhere(from: InstanceId, { heard, said, came, bytes, peers }: TracePart, answered: number): void {
    const guess = aheadBy(this.leftAt, { heard, said }, answered);
    const ahead = came === undefined ? guess : Math.min(guess, came - this.#wentAt);
    if (came !== undefined)
      this.#add({ step: 'backplane', where: from, from: this.#wentAt, to: came - ahead, exact: false, counts: { bytes } });
    for (const peer of peers)
      this.#peer(peer.who, peer.came - ahead, peer.painted === undefined ? undefined : peer.painted - ahead);
  }

  #peer(who: ClientId, came: number, painted: number | undefined): void {
    this.#add({ step: 'peer', where: who, from: this.#wentAt, to: came, exact: false });
    if (painted !== undefined) this.#add({ step: 'pixels', where: who, from: came, to: painted, exact: true });
  }

  get #wentAt(): number {
    return this.#sentAt ?? this.leftAt;
  }

  #add(step: Step): void {
    if (this.#steps.length < MAX_SPANS) this.#steps.push(step);
  }

  /** Undefined: it never left. `since1970`: what to add to `clock.mono()`. */
  record(since1970: number): TracedBatch | undefined {
    if (this.#left === undefined) return undefined;
    const { trace, who, bytes, cause } = this.start;
    const begin = Math.min(...this.#steps.map(({ from }) => from));
    const spans = [...this.#steps]
      .sort((a, b) => a.from - b.from || TRACE_STEPS.indexOf(a.step) - TRACE_STEPS.indexOf(b.step))
      .map(
        ({ step, where, from, to, exact, counts }): TraceSpan => ({
          step,
          where,
          at: rounded(from - begin),
          // Estimated clocks may say that something came before it went.
          ms: rounded(Math.max(0, to - from)),
          exact,
          ...counts,
        }),
      );
    const { n, seq } = this.#left;
    const at = Math.round(begin + since1970);
    return {
      kind: 'batch',
      trace,
      ...(cause === undefined ? {} : { parent: cause.span }),
      who,
      n,
      origin: this.#origin,
      seq,
      at,
      bytes,
      spans,
    };
  }
}

/** Hundredths of a millisecond: more digits say nothing. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
