import type { ReactNode } from 'react';
import type { TracedBatch, TraceSpan } from '../../../core/contract/tracing/trace-records.ts';
import { STEP_WORDS, TRACE } from '../words/trace-words.ts';
import { countsOf, msOf } from './trace-text.ts';

interface BatchChartProps {
  readonly batch: TracedBatch;
  /** Of a client or an instance. */
  readonly nameOf: (id: string) => string;
}

/** The spans of one batch as bars over time. The words say the same to those who do not see the bars. */
export function BatchChart({ batch, nameOf }: BatchChartProps): ReactNode {
  const wholeMs = Math.max(0.01, wholeOf(batch));
  return (
    <ol className="trace-chart">
      {batch.spans.map((span, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the spans of a batch do not change
        <SpanRow key={i} span={span} wholeMs={wholeMs} nameOf={nameOf} />
      ))}
    </ol>
  );
}

/** From the pen to its last span, milliseconds. */
export function wholeOf({ spans }: TracedBatch): number {
  return Math.max(0, ...spans.map(({ at, ms }) => at + ms));
}

function SpanRow({ span, wholeMs, nameOf }: Pick<BatchChartProps, 'nameOf'> & { span: TraceSpan; wholeMs: number }): ReactNode {
  const { step, where, at, ms, exact } = span;
  const left = Math.min(99, Math.max(0, (at / wholeMs) * 100));
  const width = Math.min(100 - left, Math.max(1, (ms / wholeMs) * 100));
  return (
    <li className="trace-chart__row">
      <span className="trace-chart__step">{STEP_WORDS[step]}</span>
      <span className="trace-chart__time">{exact ? msOf(ms) : TRACE.estimated(msOf(ms))}</span>
      <span className="trace-chart__way" aria-hidden="true">
        <span
          className={exact ? 'trace-chart__bar' : 'trace-chart__bar trace-chart__bar--estimated'}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      </span>
      <span className="trace-chart__about muted">{[nameOf(where), ...countsOf(span)].join(' · ')}</span>
    </li>
  );
}
