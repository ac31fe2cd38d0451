import type { Random } from '../../base/host.ts';
import type { Branded } from '../../board/ids.ts';

/** Names one trace over all systems that take part in it: 16 bytes in lower case hex, as W3C Trace Context says. */
export type TraceId = Branded<string, 'TraceId'>;
/** Names one step of a trace: 8 bytes in lower case hex. */
export type SpanId = Branded<string, 'SpanId'>;

/** What the header `traceparent` says: the trace of its sender, and the step that sent it. */
export interface TraceContext {
  readonly trace: TraceId;
  readonly span: SpanId;
  /** The sender records this trace. */
  readonly isSampled: boolean;
}

const TRACE = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN = /^(?!0{16})[0-9a-f]{16}$/;
/** Version 00 ends after the flags. Later ones may add fields, and 255 is forbidden. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-[\x20-\x7e]{0,200})?$/;
const SAMPLED = 1;

export function isTraceId(raw: unknown): raw is TraceId {
  return typeof raw === 'string' && TRACE.test(raw);
}

export function newTraceId(random: Random): TraceId {
  return hexOf(random, 16) as TraceId;
}

export function newSpanId(random: Random): SpanId {
  return hexOf(random, 8) as SpanId;
}

/** [TRC-7] Undefined: the header is not readable, and the receiver goes on without it. */
export function parseTraceparent(raw: unknown): TraceContext | undefined {
  const [, version, trace = '', span = '', flags = '', more] = typeof raw === 'string' ? (TRACEPARENT.exec(raw) ?? []) : [];
  if (!isTraceId(trace) || !SPAN.test(span) || (version === '00' && more !== undefined)) return undefined;
  return { trace, span: span as SpanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) !== 0 };
}

/** The header of a request that belongs to the trace. `span`: the step that sends it. */
export function formatTraceparent({ trace, span, isSampled }: TraceContext): string {
  return `00-${trace}-${span}-${isSampled ? '01' : '00'}`;
}

/** A lot of only zeros is forbidden. It is so rare that the last digit may be fixed for it. */
function hexOf(random: Random, bytes: number): string {
  const hex = Array.from(random.bytes(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return /[1-9a-f]/.test(hex) ? hex : `${hex.slice(1)}1`;
}
