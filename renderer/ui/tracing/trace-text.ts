import type { TracedMessage } from '../../../core/contract/tracing/trace-records.ts';
import { TRACE } from '../words/trace-words.ts';

export function msOf(ms: number): string {
  return TRACE.ms(ms < 10 ? ms.toFixed(1) : String(Math.round(ms)));
}

export function timeOf(at: number): string {
  const time = new Date(at);
  const two = (count: number): string => String(count).padStart(2, '0');
  const second = `${two(time.getSeconds())}.${Math.floor(time.getMilliseconds() / 100)}`;
  return `${two(time.getHours())}:${two(time.getMinutes())}:${second}`;
}

export function countsOf({
  bytes,
  batches,
  receivers,
  units,
}: Pick<TracedMessage, 'bytes' | 'batches' | 'receivers' | 'units'>): string[] {
  return [
    ...(bytes === undefined ? [] : [TRACE.bytes(bytes)]),
    ...(batches === undefined || batches === 0 ? [] : [TRACE.batches(batches)]),
    ...(receivers === undefined ? [] : [TRACE.receivers(receivers)]),
    ...(units === undefined ? [] : [TRACE.units(units)]),
  ];
}
