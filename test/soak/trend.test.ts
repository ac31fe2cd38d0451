import { expect, test } from 'vitest';
import { seededRandom } from '../support/seeded.ts';
import { trendOf } from './trend.ts';

const MIB = 2 ** 20;
const random = seededRandom(3);
const noise = (): number => (random.next() - 0.5) * 3 * MIB;

test('memory that swings around one size is flat', () => {
  const readings = Array.from({ length: 60 }, () => 90 * MIB + noise());
  expect(trendOf(readings, 4 * MIB).verdict).toBe('flat');
});

test('memory that fills up at the start and then stays is flat', () => {
  const readings = Array.from({ length: 60 }, (_, i) => 60 * MIB + Math.min(i, 15) * 2 * MIB + noise());
  expect(trendOf(readings, 4 * MIB).verdict).toBe('flat');
});

test('a leak of a few hundred kilobytes a minute is seen within the hour', () => {
  const readings = Array.from({ length: 60 }, (_, i) => 80 * MIB + i * 0.3 * MIB + noise());
  const { verdict, grownBytes } = trendOf(readings, 4 * MIB);
  expect(verdict).toBe('grows');
  expect(grownBytes / MIB).toBeGreaterThan(9);
});

test('a single large reading is no growth', () => {
  const readings = Array.from({ length: 30 }, (_, i) => (i === 20 ? 200 : 90) * MIB + noise());
  expect(trendOf(readings, 4 * MIB).verdict).toBe('flat');
});

test('a few readings say nothing', () => {
  expect(trendOf([1, 2, 3, 4, 5, 6], 0).verdict).toBe('too short');
});
