import type { TracedBatch, TracedMessage, TraceRecord, TraceSpan } from '../../../core/contract/tracing/trace-records.ts';

/** A record in words, for a terminal. */
export function linesOf(record: TraceRecord): readonly string[] {
  switch (record.kind) {
    case 'message':
      return [messageLine(record)];
    case 'batch':
      return batchLines(record);
    case 'unlisted':
      return [`${timeOf(record.at)}  … ${record.messages} more messages, which are not listed`];
  }
}

function messageLine(message: TracedMessage): string {
  const { at, type, who, instance } = message;
  const way = who === undefined ? instance : `${who} > ${instance}`;
  return [timeOf(at), type.padEnd(9), way.padEnd(25), countsOf(message)].join('  ').trimEnd();
}

function batchLines({ trace, who, n, origin, seq, at, spans }: TracedBatch): readonly string[] {
  const wholeMs = Math.max(0, ...spans.map((span) => span.at + span.ms));
  return [
    `${timeOf(at)}  batch ${n} of ${who}, ${seq} of ${origin}: ${msOf(wholeMs)} in all, trace ${trace}`,
    ...spans.map(spanLine),
  ];
}

function spanLine(span: TraceSpan): string {
  const { step, where, at, ms, exact } = span;
  const lasts = `${exact ? ' ' : '~'}${msOf(ms)}`;
  return `    ${step.padEnd(10)} at ${msOf(at).padStart(9)}  took ${lasts.padStart(10)}  ${where}  ${countsOf(span)}`.trimEnd();
}

function countsOf({
  bytes,
  batches,
  receivers,
  units,
}: Pick<TracedMessage, 'bytes' | 'batches' | 'receivers' | 'units'>): string {
  const some = (count: number | undefined, one: string, more: string): string[] =>
    count === undefined ? [] : [`${count} ${count === 1 ? one : more}`];
  return [
    ...some(bytes, 'byte', 'bytes'),
    ...some(batches, 'batch', 'batches'),
    ...some(receivers, 'receiver', 'receivers'),
    ...some(units, 'unit', 'units'),
  ].join(', ');
}

/** The time of day, UTC. */
function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}

function msOf(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}
