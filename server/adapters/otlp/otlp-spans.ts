import type { Random } from '../../../core/base/host.ts';
import { newSpanId } from '../../../core/contract/tracing/trace-context.ts';
import type { TracedBatch, TraceSpan } from '../../../core/contract/tracing/trace-records.ts';

type Value = { readonly stringValue: string } | { readonly intValue: string } | { readonly boolValue: boolean };
interface Attribute {
  readonly key: string;
  readonly value: Value;
}

/** A span as OTLP's JSON form has it: ids in hex, 64-bit numbers as text. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: 1 | 2;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
}

/** Span kinds of OTLP: what happens inside, and what a request caused. */
const INTERNAL = 1;
const SERVER = 2;

/** A followed batch as one span over its whole way, with one span in it for each step. `room`: the tag, which opens nothing. */
export function otlpSpans(batch: TracedBatch, room: string, random: Random): readonly OtlpSpan[] {
  const { trace, parent, who, n, origin, seq, at, bytes, spans } = batch;
  const root = newSpanId(random);
  const wholeMs = Math.max(0, ...spans.map((span) => span.at + span.ms));
  return [
    {
      traceId: trace,
      spanId: root,
      ...(parent === undefined ? {} : { parentSpanId: parent }),
      name: 'inkroom batch',
      kind: SERVER,
      ...timesOf(at, 0, wholeMs),
      attributes: attributes({ room, author: who, n, origin, seq, bytes }),
    },
    ...spans.map((span) => ({
      traceId: trace,
      spanId: newSpanId(random),
      parentSpanId: root,
      name: `inkroom ${span.step}`,
      kind: INTERNAL as typeof INTERNAL,
      ...timesOf(at, span.at, span.ms),
      attributes: attributes(countsOf(span)),
    })),
  ];
}

/** The body of a request to a collector. */
export function otlpRequest(
  spans: readonly OtlpSpan[],
  service: { readonly instance: string; readonly version: string },
): object {
  const resource = [
    { key: 'service.name', value: { stringValue: 'inkroom' } },
    { key: 'service.instance.id', value: { stringValue: service.instance } },
    { key: 'service.version', value: { stringValue: service.version } },
  ] satisfies Attribute[];
  const scope = { name: 'inkroom', version: service.version };
  return { resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope, spans }] }] };
}

function countsOf({ where, exact, bytes, receivers, units }: TraceSpan) {
  return { where, exact, bytes, receivers, units };
}

function attributes(values: Readonly<Record<string, string | number | boolean | undefined>>): readonly Attribute[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [{ key: `inkroom.${name}`, value: taggedValue(value) }];
  });
}

function taggedValue(value: string | number | boolean): Value {
  if (typeof value === 'string') return { stringValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { intValue: String(value) };
}

function timesOf(since1970: number, at: number, ms: number): Pick<OtlpSpan, 'startTimeUnixNano' | 'endTimeUnixNano'> {
  return { startTimeUnixNano: nanos(since1970, at), endTimeUnixNano: nanos(since1970, at + ms) };
}

/** A number cannot hold nanoseconds since 1970 exactly. */
function nanos(since1970: number, ms: number): string {
  return String(BigInt(since1970) * 1_000_000n + BigInt(Math.round(ms * 1e6)));
}
