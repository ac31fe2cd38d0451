import { expect, test } from 'vitest';
import { seededRandom } from '../support/seeded.ts';
import { type Held, trendOf } from './trend.ts';

const MIB = 2 ** 20;
const random = seededRandom(3);
const noise = (): number => (random.next() - 0.5) * 3 * MIB;
const without = (bytes: readonly number[]): Held[] => bytes.map((one) => ({ bytes: one, boardBytes: 0 }));

test('memory that swings around one size is flat', () => {
  const readings = Array.from({ length: 60 }, () => 90 * MIB + noise());
  expect(trendOf(without(readings), 4 * MIB).verdict).toBe('flat');
});

test('memory that fills up at the start and then stays is flat', () => {
  const readings = Array.from({ length: 60 }, (_, i) => 60 * MIB + Math.min(i, 15) * 2 * MIB + noise());
  expect(trendOf(without(readings), 4 * MIB).verdict).toBe('flat');
});

test('a leak of a few hundred kilobytes a minute is seen within the hour', () => {
  const readings = Array.from({ length: 60 }, (_, i) => 80 * MIB + i * 0.3 * MIB + noise());
  const { verdict, grownBytes } = trendOf(without(readings), 4 * MIB);
  expect(verdict).toBe('grows');
  expect(grownBytes / MIB).toBeGreaterThan(9);
});

test('a single large reading is no growth', () => {
  const readings = Array.from({ length: 30 }, (_, i) => (i === 20 ? 200 : 90) * MIB + noise());
  expect(trendOf(without(readings), 4 * MIB).verdict).toBe('flat');
});

test('a few readings say nothing', () => {
  expect(trendOf(without([1, 2, 3, 4, 5, 6]), 0).verdict).toBe('too short');
});

test('memory that grows as the boards do is flat, however much that is', () => {
  const boards = Array.from({ length: 60 }, (_, i) => 5 * MIB + i * MIB);
  const readings = boards.map((boardBytes) => ({ bytes: 80 * MIB + boardBytes + noise(), boardBytes }));
  const { verdict, grownBytes, boardsGrownBytes } = trendOf(readings, 4 * MIB);
  expect(verdict).toBe('flat');
  expect(Math.abs(grownBytes / MIB)).toBeLessThan(3);
  expect(boardsGrownBytes / MIB).toBeCloseTo(39);
});

test('a leak is seen behind boards that come and go, and behind boards that shrink', () => {
  for (const boardsAt of [(i: number) => 10 + 8 * Math.sin(i), (i: number) => 60 - i]) {
    const readings = Array.from({ length: 60 }, (_, i) => {
      const boardBytes = boardsAt(i) * MIB;
      return { bytes: 80 * MIB + boardBytes + i * 0.3 * MIB + noise(), boardBytes };
    });
    expect(trendOf(readings, 4 * MIB).verdict).toBe('grows');
  }
});
