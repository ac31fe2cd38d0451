import { type ClientId, type InstanceId, isClientId, isInstanceId, type Seq } from '../../board/ids.ts';
import { readCount } from '../../wire/wire-value.ts';
import { isTraceId, type SpanId, type TraceId } from './trace-context.ts';

/**
 * The steps of a batch, in the order of its way [TRC-5]. Append-only.
 * - `outbox`: at its author, from the pen until it was sent. `socket`: from its author to the instance.
 * - `instance`: checked and numbered. `frame`: it waited for the frame that carries it. `store`: until it was durable.
 * - `backplane`: from the instance to another one. `echo`: back to its author. `peer`: to another client.
 * - `pixels`: at that client, from the arrival until it was painted.
 */
export const TRACE_STEPS = ['outbox', 'socket', 'instance', 'frame', 'store', 'backplane', 'echo', 'peer', 'pixels'] as const;
export type TraceStep = (typeof TRACE_STEPS)[number];

export interface TraceSpan {
  readonly step: TraceStep;
  /** The client or the instance at which it ends. */
  readonly where: ClientId | InstanceId;
  /** When it began, milliseconds after the trace's `at`. */
  readonly at: number;
  readonly ms: number;
  /** One clock measured both ends. Otherwise the difference of two clocks was estimated. */
  readonly exact: boolean;
  readonly bytes?: number;
  readonly receivers?: number;
  /** Units of 2 KiB that the service bills for it. */
  readonly units?: number;
}

/** One batch, followed from the pen to the pixels. */
export interface TracedBatch {
  readonly kind: 'batch';
  readonly trace: TraceId;
  /** [TRC-7] The step of the caller outside that caused it. */
  readonly parent?: SpanId;
  /** The author. A trace never holds a name. */
  readonly who: ClientId;
  readonly n: number;
  /** The instance that accepted it, and its number there. */
  readonly origin: InstanceId;
  readonly seq: Seq;
  /** Its beginning, milliseconds since 1970 by the clock of `origin`. */
  readonly at: number;
  /** Bytes of the message that brought it. */
  readonly bytes: number;
  readonly spans: readonly TraceSpan[];
}

/** Messages of a room, as the live list names them. Append-only. */
export const MESSAGE_TYPES = [
  'push',
  'cursor',
  'frame',
  'notice',
  'join',
  'leave',
  'act',
  'catchUp',
  'peerFrame',
  'outside',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** One message, of any type. */
export interface TracedMessage {
  readonly kind: 'message';
  /** Milliseconds since 1970 by the clock of `instance`. */
  readonly at: number;
  readonly instance: InstanceId;
  readonly type: MessageType;
  /** The client that sent it. Absent: the instance sent it. */
  readonly who?: ClientId;
  readonly bytes?: number;
  readonly batches?: number;
  readonly receivers?: number;
  readonly units?: number;
}

/** [TRC-2] Messages that are not listed, because there were too many. */
export interface UnlistedMessages {
  readonly kind: 'unlisted';
  readonly at: number;
  readonly instance: InstanceId;
  readonly messages: number;
}

export type TraceRecord = TracedBatch | TracedMessage | UnlistedMessages;

/** Spans of one batch: more are no trace of ours. */
export const MAX_SPANS = 200;
/** Most milliseconds of a time: `Date` knows no later one. */
const MOST = 8e15;
/** Records of one message. */
export const MAX_RECORDS = 200;

/** Reads records that another machine sent. Unreadable ones are left out. */
export function parseTraceRecords(raw: unknown): readonly TraceRecord[] {
  if (!Array.isArray(raw)) return [];
  return raw.slice(0, MAX_RECORDS).flatMap((one) => {
    const record = typeof one === 'object' && one !== null ? parseRecord(one) : undefined;
    return record ? [record] : [];
  });
}

type Fields = Readonly<Record<string, unknown>>;

function parseRecord(raw: Fields): TraceRecord | undefined {
  const { kind, at } = raw;
  if (!isNumber(at)) return undefined;
  switch (kind) {
    case 'batch':
      return parseBatch(raw, at);
    case 'message': {
      const { instance, who } = raw;
      const type = MESSAGE_TYPES.find((one) => one === raw.type);
      if (type === undefined || !isInstanceId(instance)) return undefined;
      return { kind, at, instance, type, ...(isClientId(who) ? { who } : {}), ...countsIn(raw) };
    }
    case 'unlisted': {
      const { instance } = raw;
      const messages = readCount(raw.messages);
      return isInstanceId(instance) && messages !== undefined ? { kind, at, instance, messages } : undefined;
    }
    default:
      return undefined;
  }
}

function parseBatch(raw: Fields, at: number): TracedBatch | undefined {
  const { trace, who, origin, spans } = raw;
  const [n, seq, bytes] = [readCount(raw.n), readCount(raw.seq), readCount(raw.bytes)];
  if (!isTraceId(trace) || !isClientId(who) || !isInstanceId(origin) || !Array.isArray(spans)) return undefined;
  if (n === undefined || seq === undefined || bytes === undefined || spans.length > MAX_SPANS) return undefined;
  const read = spans.flatMap((one) => {
    const span = typeof one === 'object' && one !== null ? parseSpan(one) : undefined;
    return span ? [span] : [];
  });
  return { kind: 'batch', trace, who, n, origin, seq, at, bytes, spans: read };
}

function parseSpan(raw: Fields): TraceSpan | undefined {
  const { where, at, ms, exact } = raw;
  const step = TRACE_STEPS.find((one) => one === raw.step);
  // Client ids and instance ids look alike.
  if (step === undefined || !isClientId(where) || !isNumber(at) || !isNumber(ms)) return undefined;
  return { step, where, at, ms, exact: exact === true, ...countsIn(raw) };
}

type Counts = Pick<TracedMessage, 'bytes' | 'batches' | 'receivers' | 'units'>;

function countsIn(raw: Fields): Counts {
  const counts: { -readonly [Name in keyof Counts]: number } = {};
  for (const name of ['bytes', 'batches', 'receivers', 'units'] as const) {
    const count = readCount(raw[name]);
    if (count !== undefined) counts[name] = count;
  }
  return counts;
}

function isNumber(raw: unknown): raw is number {
  return typeof raw === 'number' && Math.abs(raw) <= MOST;
}
