import { expect, test } from 'vitest';
import { formatMetrics } from '../../../../server/http/metrics.ts';
import { counter, gauge } from '../../../../server/ports/metric.ts';

test('figures of one name that differ in labels stand below one description, and labels are quoted', () => {
  const lines = gauge('lines', 'Open lines.', 0);
  const text = formatMetrics([
    { ...lines, value: 5, labels: { endpoint: 'east', role: 'primary' } },
    { ...lines, value: 0, labels: { endpoint: 'a "b" \\ c\nd', role: 'secondary' } },
    counter('sent', 'Sent.', 7),
  ]);
  expect(text.split('\n')).toEqual([
    '# HELP inkroom_lines Open lines.',
    '# TYPE inkroom_lines gauge',
    'inkroom_lines{endpoint="east",role="primary"} 5',
    'inkroom_lines{endpoint="a \\"b\\" \\\\ c\\nd",role="secondary"} 0',
    '# HELP inkroom_sent_total Sent.',
    '# TYPE inkroom_sent_total counter',
    'inkroom_sent_total 7',
    '',
  ]);
});
