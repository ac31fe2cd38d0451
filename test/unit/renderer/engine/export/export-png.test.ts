import { expect, test } from 'vitest';
import { pictureScale, planPicture } from '../../../../../renderer/engine/export/export-png.ts';
import type { SceneEntry } from '../../../../../renderer/engine/scene.ts';

test('a picture has the wanted scale and a margin around the ink', () => {
  expect(planPicture({ minX: 0, minY: 0, maxX: 952, maxY: 452 }, 2)).toEqual({ scale: 2, width: 2_000, height: 1_000 });
});

test('a picture that no browser could make is made smaller', () => {
  const huge = planPicture({ minX: -400_000, minY: 0, maxX: 400_000, maxY: 300_000 }, 4);
  expect(Math.max(huge.width, huge.height)).toBeLessThanOrEqual(16_384);
  expect(huge.width * huge.height).toBeLessThanOrEqual(120_000_000);
  expect(huge.height).toBeGreaterThan(1);
});

test('a scale that is no scale is life size', () => {
  for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(planPicture({ minX: 0, minY: 0, maxX: 52, maxY: 52 }, wrong)).toMatchObject({ scale: 1, width: 100 });
  }
});

test('two dots that are far apart would be unreadable, and what the window shows of them is not', () => {
  const dot = (x: number) => ({ minX: x, minY: 0, maxX: x + 4, maxY: 4 }) as SceneEntry;
  const dots = [dot(0), dot(200_000)];
  expect(pictureScale(dots, undefined, 2)).toBeLessThan(0.1);
  expect(pictureScale(dots, { minX: -100, minY: -100, maxX: 900, maxY: 700 }, 2)).toBe(2);
  expect(pictureScale([], undefined, 2)).toBeUndefined();
});
