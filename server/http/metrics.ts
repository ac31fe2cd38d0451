import type { Figure, Histogram, Metric } from '../ports/metric.ts';

/** Prometheus' text format, version 0.0.4. */
export function formatMetrics(metrics: readonly Metric[]): string {
  return metrics
    .map((metric, i) => {
      const { name, kind, help } = metric;
      const head = metrics[i - 1]?.name === name ? '' : `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`;
      return head + (kind === 'histogram' ? histogramLines(metric) : `${name}${labelsOf(metric)} ${metric.value}\n`);
    })
    .join('');
}

function labelsOf({ labels = {} }: Figure): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`))}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Each bucket counts all values up to its end. */
function histogramLines({ name, ends, counts, sum }: Histogram): string {
  let total = 0;
  const buckets = [...ends.map(String), '+Inf'].map((end, i) => {
    total += counts[i] ?? 0;
    return `${name}_bucket{le="${end}"} ${total}\n`;
  });
  return `${buckets.join('')}${name}_sum ${sum}\n${name}_count ${total}\n`;
}
