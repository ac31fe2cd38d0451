import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Camera,
  cameraToFit,
  clampCamera,
  nextZoomStep,
  panned,
  screenAt,
  viewOf,
  worldAt,
  ZOOM_MAX,
  ZOOM_MIN,
  zoomedAround,
} from '../../../../../renderer/engine/view/camera.ts';

const cameras = fc.record({
  x: fc.double({ min: -10_000, max: 10_000, noNaN: true }),
  y: fc.double({ min: -10_000, max: 10_000, noNaN: true }),
  zoom: fc.double({ min: ZOOM_MIN, max: ZOOM_MAX, noNaN: true }),
});
const screens = fc.record({ x: fc.integer({ min: 0, max: 4_000 }), y: fc.integer({ min: 0, max: 3_000 }) });

test('a screen point goes to the world and back to itself', () => {
  fc.assert(
    fc.property(cameras, screens, (camera, screen) => {
      const back = screenAt(camera, worldAt(camera, screen));
      expect(back.x).toBeCloseTo(screen.x, 5);
      expect(back.y).toBeCloseTo(screen.y, 5);
    }),
  );
});

test('zooming keeps the world point under the pointer, however often and however far', () => {
  const zooms = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(cameras, screens, zooms, (camera, screen, steps) => {
      const before = worldAt(camera, screen);
      const end = steps.reduce<Camera>((at, zoom) => zoomedAround(at, zoom, screen), camera);
      const after = worldAt(end, screen);
      expect(after.x).toBeCloseTo(before.x, 4);
      expect(after.y).toBeCloseTo(before.y, 4);
    }),
  );
});

test('the zoom stays between 1 % and 6,400 %, and what is no number is no camera', () => {
  expect(zoomedAround({ x: 0, y: 0, zoom: 1 }, 0.001, { x: 0, y: 0 }).zoom).toBe(0.01);
  expect(zoomedAround({ x: 0, y: 0, zoom: 1 }, 1e9, { x: 0, y: 0 }).zoom).toBe(64);
  expect(clampCamera({ x: Number.NaN, y: Number.POSITIVE_INFINITY, zoom: Number.NaN })).toEqual({ x: 0, y: 0, zoom: 1 });
});

test('panning moves the view by screen pixels at every zoom', () => {
  const camera = panned({ x: 10, y: 20, zoom: 4 }, 40, -8);
  expect(camera).toEqual({ x: 20, y: 18, zoom: 4 });
});

test('fitting shows the whole box in the middle, never larger than life', () => {
  const view = { width: 1000, height: 600 };
  const box = { minX: -500, minY: 100, maxX: 3500, maxY: 1100 };
  const camera = cameraToFit(box, view, 50);
  const topLeft = screenAt(camera, { x: box.minX, y: box.minY });
  const bottomRight = screenAt(camera, { x: box.maxX, y: box.maxY });
  expect(topLeft.x).toBeCloseTo(50, 6);
  expect(bottomRight.x).toBeCloseTo(950, 6);
  expect(topLeft.y + bottomRight.y).toBeCloseTo(600, 6);
  expect(cameraToFit({ minX: 0, minY: 0, maxX: 2, maxY: 2 }, view, 50).zoom).toBe(1);
});

test('zoom steps go up and down the same stairs and end at the limits', () => {
  let zoom = 1;
  for (let i = 0; i < 40; i++) zoom = nextZoomStep(zoom, 'in');
  expect(zoom).toBe(ZOOM_MAX);
  for (let i = 0; i < 40; i++) zoom = nextZoomStep(zoom, 'out');
  expect(zoom).toBe(ZOOM_MIN);
  expect(nextZoomStep(1.2, 'out')).toBe(1);
  expect(nextZoomStep(0.9999, 'in')).toBe(1.5);
});

test('the origin of a view is whole device pixels, so bitmaps are copied without resampling', () => {
  fc.assert(
    fc.property(cameras, fc.constantFrom(1, 1.25, 2, 3), (camera, dpr) => {
      const view = viewOf(camera, { width: 100, height: 100 }, dpr);
      expect(Number.isInteger(view.originX) && Number.isInteger(view.originY)).toBe(true);
      expect(Math.abs(view.originX / view.scale - camera.x) * view.scale).toBeLessThanOrEqual(0.5 + 1e-6);
    }),
  );
});
