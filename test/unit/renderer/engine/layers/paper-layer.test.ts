import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paperStep } from '../../../../../renderer/engine/layers/paper-layer.ts';
import { ZOOM_MAX, ZOOM_MIN } from '../../../../../renderer/engine/view/camera.ts';

test('lines are never so close that they are grey, nor so far apart that there are none', () => {
  fc.assert(
    fc.property(fc.double({ min: ZOOM_MIN, max: ZOOM_MAX * 3, noNaN: true }), (scale) => {
      const step = paperStep(scale);
      expect(step).toBeGreaterThanOrEqual(12);
      expect(step).toBeLessThanOrEqual(300);
    }),
  );
});

test('zooming out keeps every fifth line where it was', () => {
  expect(paperStep(1)).toBe(20);
  expect(paperStep(0.5)).toBe(50);
  expect(50 / 0.5 / (20 / 1)).toBe(5);
});
