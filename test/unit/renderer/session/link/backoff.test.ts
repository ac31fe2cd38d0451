import { expect, test } from 'vitest';
import { redialMs, returnWaitMs } from '../../../../../renderer/session/link/backoff.ts';
import { seededRandom } from '../../../../support/seeded.ts';

test('waits grow, are spread, and never exceed ten seconds, however many attempts there were', () => {
  const random = seededRandom(1);
  for (const [attempt, least, most] of [
    [0, 125, 250],
    [1, 250, 500],
    [3, 1_000, 2_000],
    [6, 5_000, 10_000],
    [40, 5_000, 10_000],
    [1e9, 5_000, 10_000],
  ] as const) {
    const waits = Array.from({ length: 200 }, () => redialMs(attempt, random));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...waits)).toBeLessThanOrEqual(most);
    expect(new Set(waits).size).toBeGreaterThan(150);
  }
});

test('clients that return are back within 50 ms each at a moment of its own, and never wait longer than a second', () => {
  const random = seededRandom(1);
  for (const [attempt, least, most] of [
    [0, 0, 50],
    [1, 75, 150],
    [3, 300, 600],
    [5, 500, 1_000],
    [1e9, 500, 1_000],
  ] as const) {
    const waits = Array.from({ length: 200 }, () => returnWaitMs(attempt, random));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...waits)).toBeLessThanOrEqual(most);
    expect(new Set(waits).size).toBeGreaterThan(150);
  }
});
