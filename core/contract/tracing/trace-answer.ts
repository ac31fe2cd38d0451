import { type InstanceId, isInstanceId, type Seq } from '../../board/ids.ts';
import { readCount } from '../../wire/wire-value.ts';
import { isTraceId, type TraceId } from './trace-context.ts';

/** [TRC-3] The notice `traced`: the hub asks what became of one batch. */
export interface TraceQuestion {
  readonly trace: TraceId;
  readonly origin: InstanceId;
  readonly seq: Seq;
  /** Only for its author. */
  readonly n?: number;
}

/**
 * [TRC-3] When things happened, in milliseconds of the client's own clock, whose zero may be anywhere. `heard` and `said` are the
 * arrival of the question and the sending of the answer: with both the hub estimates the difference of the two clocks.
 */
export interface TraceTimes {
  readonly heard: number;
  /** The pen handed the batch over, and it was sent. Undefined for all but its author. */
  readonly made: number | undefined;
  readonly sent: number | undefined;
  /** The frame that carries it came. Undefined: it did not come in time. */
  readonly came: number | undefined;
  /** It was painted. Undefined: the window was hidden, or the client paints nothing. */
  readonly painted: number | undefined;
  readonly said: number;
}

/** A client answers at the latest after this time, milliseconds. */
export const TRACE_ANSWER_MS = 1_500;
/** A batch may wait in an outbox for long, but then no trace follows it. Milliseconds. */
const MOST_APART_MS = 3_600_000;

export function parseTraceQuestion(raw: Readonly<Record<string, unknown>>): TraceQuestion | undefined {
  const { trace, origin } = raw;
  const [seq, n] = [readCount(raw.seq), readCount(raw.n)];
  if (!isTraceId(trace) || !isInstanceId(origin) || seq === undefined) return undefined;
  return { trace, origin, seq, ...(n === undefined ? {} : { n }) };
}

type WireTimes = readonly (number | null)[];

export function packTraceTimes({ heard, made, sent, came, painted, said }: TraceTimes): WireTimes {
  return [heard, made ?? null, sent ?? null, came ?? null, painted ?? null, said];
}

/** Times that are in no order are none: the steps between them would last less than nothing. */
export function readTraceTimes(raw: unknown): TraceTimes | undefined {
  if (!Array.isArray(raw) || raw.length !== 6 || !raw.every(isTime)) return undefined;
  const [heard, made, sent, came, painted, said] = raw.map((time) => time ?? undefined);
  if (heard === undefined || said === undefined || said < heard) return undefined;
  const known = [heard, made, sent, came, painted, said].filter((time) => time !== undefined);
  if (Math.max(...known) - Math.min(...known) > MOST_APART_MS) return undefined;
  if (made !== undefined && sent !== undefined && sent < made) return undefined;
  if (came !== undefined && painted !== undefined && painted < came) return undefined;
  return { heard, made, sent, came, painted, said };
}

function isTime(raw: unknown): raw is number | null {
  return raw === null || (typeof raw === 'number' && Number.isFinite(raw) && Math.abs(raw) < 1e15);
}
