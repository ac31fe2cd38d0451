import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BuildBudget,
  contains,
  fromTheMiddle,
  mayStandIn,
  tileBox,
  tileKey,
  tilePlace,
  tilesInView,
  tilesUnder,
} from '../../../../../../renderer/engine/layers/tiles/tile-plan.ts';
import { type Camera, viewOf } from '../../../../../../renderer/engine/view/camera.ts';

const DEVICE = { width: 1280, height: 800 };
const cameras: fc.Arbitrary<Camera> = fc.record({
  x: fc.double({ min: -400_000, max: 400_000, noNaN: true }),
  y: fc.double({ min: -400_000, max: 400_000, noNaN: true }),
  zoom: fc.double({ min: 0.1, max: 30, noNaN: true }),
});

test('the tiles of a view cover every pixel of it and none lies outside, at its own scale and at others', () => {
  fc.assert(
    fc.property(cameras, fc.double({ min: 0.5, max: 2, noNaN: true }), (camera, ratio) => {
      const view = viewOf(camera, DEVICE, 1);
      const scale = view.scale * ratio;
      const range = tilesInView(view, scale);
      const slack = 1e-6 * view.scale + 1e-3;
      const first = tileBox(range.minX, range.minY, scale);
      const last = tileBox(range.maxX, range.maxY, scale);
      expect(first.minX * view.scale).toBeLessThanOrEqual(view.originX + slack);
      expect(first.maxX * view.scale).toBeGreaterThan(view.originX - slack);
      expect(last.maxX * view.scale).toBeGreaterThanOrEqual(view.originX + view.width - slack);
      expect(last.minX * view.scale).toBeLessThan(view.originX + view.width + slack);
    }),
  );
});

test('a change is told to every tile that its box meets', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5_000, max: 5_000 }),
      fc.integer({ min: -5_000, max: 5_000 }),
      fc.integer({ min: 0, max: 3_000 }),
      fc.double({ min: 0.1, max: 4, noNaN: true }),
      (x, y, side, scale) => {
        const range = tilesUnder({ minX: x, minY: y, maxX: x + side, maxY: y + side }, scale);
        for (const [px, py] of [
          [x, y],
          [x + side, y],
          [x + side / 2, y + side / 2],
          [x + side, y + side],
        ] as const) {
          const at = tilesUnder({ minX: px, minY: py, maxX: px, maxY: py }, scale);
          expect(contains(range, at.minX, at.minY)).toBe(true);
        }
      },
    ),
  );
});

test('no two tiles share a key, as far as the board reaches', () => {
  const reach = 90_000;
  const seen = new Set<number>();
  for (const ix of [-reach, -1, 0, 1, reach]) for (const iy of [-reach, -1, 0, 1, reach]) seen.add(tileKey(ix, iy));
  expect(seen.size).toBe(25);
});

test('tiles are visited from the middle, each once', () => {
  const visited = fromTheMiddle({ minX: -2, minY: 0, maxX: 2, maxY: 4 });
  expect(visited[0]).toMatchObject({ ix: 0, iy: 2 });
  expect(new Set(visited.map(({ ix, iy }) => `${ix},${iy}`)).size).toBe(25);
});

test('bitmaps stand in for half to eight times their scale', () => {
  expect([0.49, 0.5, 1, 8, 8.1].map((ratio) => mayStandIn(2, 2 * ratio))).toEqual([false, true, true, true, false]);
});

test('late frames shrink the budget, punctual ones that use it up let it grow, within bounds; a pause says nothing', () => {
  const budget = new BuildBudget();
  let now = 0;
  const after = (ms: number) => {
    now += ms;
    return budget.next(now);
  };
  const first = after(0);
  budget.spent(first);
  const afterLate = after(60);
  expect(afterLate).toBeLessThan(first);
  budget.spent(afterLate);
  const afterPunctual = after(16);
  expect(afterPunctual).toBeGreaterThan(afterLate);
  budget.spent(10);
  expect(after(16)).toBe(afterPunctual);
  budget.spent(afterPunctual);
  expect(after(5_000)).toBe(afterPunctual);
  for (let i = 0; i < 100; i++) budget.spent(after(60));
  expect(after(60)).toBeGreaterThan(1_000);
});

test('stretched tiles meet without a gap', () => {
  const view = viewOf({ x: 3.7, y: -2.1, zoom: 0.37 }, { width: 800, height: 600 }, 1);
  for (let ix = -3; ix < 3; ix++) {
    const [one, next] = [tilePlace(ix, 0, 0.29, view), tilePlace(ix + 1, 0, 0.29, view)];
    expect(one.x + one.width).toBe(next.x);
    expect(Number.isInteger(one.x)).toBe(true);
  }
});
