import { expect, test } from 'vitest';
import { planPicture } from '../../../../../renderer/engine/export/export-png.ts';

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
