import { expect, test } from 'vitest';
import { Backoff, pauseMs, spreadMs } from '../../../core/base/backoff.ts';
import { seededRandom } from '../../support/seeded.ts';

const PAUSES = { firstMs: 250, longestMs: 10_000 };

test('a pause doubles with each attempt and never exceeds the longest, however many attempts there were', () => {
  expect([0, 1, 2, 5, 6, 1e9].map((attempt) => pauseMs(PAUSES, attempt))).toEqual([250, 500, 1_000, 8_000, 10_000, 10_000]);
  expect(pauseMs({ firstMs: 0, longestMs: 10_000 }, 1e9)).toBe(0);
});

test('a spread pause lies between its half and its whole', () => {
  const random = seededRandom(1);
  const waits = Array.from({ length: 200 }, () => spreadMs(1_000, random.next()));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(500);
  expect(Math.max(...waits)).toBeLessThan(1_000);
  expect(new Set(waits).size).toBeGreaterThan(150);
});

test('a backoff counts its attempts, and begins anew after a success', () => {
  const backoff = new Backoff({ firstMs: 100, longestMs: 300 });
  expect([backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([100, 200, 300, 300]);
  backoff.reset();
  expect(backoff.next()).toBe(100);
});
