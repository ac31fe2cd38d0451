import { expect, test } from 'vitest';
import { LIMITS } from '../../../core/contract/limits.ts';
import { readSeenView, roundView } from '../../../core/room/seen-view.ts';

const MAX = LIMITS.coordinate;

test('[PRS-5] a view is four whole numbers within the board, with an extent', () => {
  expect(readSeenView([-5, 6, 700, 800])).toEqual({ x: -5, y: 6, width: 700, height: 800 });
  for (const raw of [
    [],
    [1, 2, 3],
    [1, 2, 0, 4],
    [1, 2, 3, -4],
    [1.5, 2, 3, 4],
    ['1', 2, 3, 4],
    [Number.NaN, 2, 3, 4],
    [MAX + 1, 2, 3, 4],
    [1, 2, MAX + 1, 4],
    [null, null, null, null],
    [1, 2, 3, 4, 5],
  ]) {
    expect(readSeenView(raw)).toBeUndefined();
  }
});

test('what a window shows is rounded to what the wire can carry', () => {
  expect(roundView({ x: 0.4, y: -1e12, width: 0.2, height: 1e12 })).toEqual({ x: 0, y: -MAX, width: 1, height: MAX });
  expect(roundView({ x: Number.NaN, y: 0, width: 1, height: 1 })).toBeUndefined();
});
