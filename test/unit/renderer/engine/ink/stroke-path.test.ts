import { expect, test } from 'vitest';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { LiveInk } from '../../../../../renderer/engine/ink/live-ink.ts';
import { outlineOf, StrokePath } from '../../../../../renderer/engine/ink/stroke-path.ts';
import { INK_REACH } from '../../../../../renderer/engine/kinds/ink/ink.ts';

const wave = (count: number): [number, number][] => Array.from({ length: count }, (_, i) => [i * 6, Math.sin(i / 5) * 40]);

function walked(size: number, points: readonly [number, number][], pressure?: (i: number) => number): StrokePath {
  const path = new StrokePath(size, pressure !== undefined);
  for (const [i, [x, y]] of points.entries()) path.add(x, y, pressure?.(i) ?? 0.5);
  return path;
}

test('the ink begins where the pen touched and ends where it is', () => {
  const points = wave(50);
  const way = walked(6, points).slice(0);
  expect(way[0]?.point).toEqual(points[0]);
  expect(way.at(-1)?.point).toEqual(points.at(-1));
});

test('a way drawn point by point is the same as one drawn in one go', () => {
  const points = wave(80);
  const whole = walked(6, points);
  const grown = new StrokePath(6, false);
  for (const [x, y] of points) {
    grown.add(x, y, 0.5);
    grown.slice(0);
  }
  expect(grown.slice(0)).toEqual(whole.slice(0));
});

test('ink never reaches beyond what the scene counts with, at any pressure', () => {
  const size = 12;
  for (const pressure of [undefined, () => 1, () => 0, (i: number) => (i % 10) / 9]) {
    const points = wave(60).map(([x, y], i) => (i % 9 === 8 ? ([x - 60, y] as [number, number]) : ([x, y] as [number, number])));
    const path = walked(size, points, pressure);
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    const reach = size * INK_REACH + 1e-6;
    for (const [x, y] of outlineOf(path.slice(0), size)) {
      expect(x).toBeGreaterThanOrEqual(Math.min(...xs) - reach);
      expect(x).toBeLessThanOrEqual(Math.max(...xs) + reach);
      expect(y).toBeGreaterThanOrEqual(Math.min(...ys) - reach);
      expect(y).toBeLessThanOrEqual(Math.max(...ys) + reach);
    }
  }
});

test('more pressure makes more ink', () => {
  const points = wave(40).map(([x]) => [x, 0] as [number, number]);
  const height = (pressure: number) => {
    const ys = outlineOf(walked(10, points, () => pressure).slice(5, 30), 10).map(([, y]) => y);
    return Math.max(...ys) - Math.min(...ys);
  };
  expect(height(1)).toBeGreaterThan(height(0.5) * 1.3);
  expect(height(0.1)).toBeLessThan(height(0.5) * 0.8);
});

test('made-up pressure: a quick line is thinner than a slow one', () => {
  const line = (step: number) =>
    walked(
      8,
      Array.from({ length: 60 }, (_, i) => [i * step, 0]),
    ).slice(0);
  expect(line(25).at(-2)?.pressure).toBeLessThan(line(3).at(-2)?.pressure as number);
});

test('a touch without a way is a dot as strong as it was pressed', () => {
  const dot = new StrokePath(10, true);
  dot.add(5, 5, 0.1);
  dot.add(5, 5, 0.9);
  expect(dot.slice(0)).toHaveLength(1);
  expect(dot.dotRadius).toBeCloseTo(10 * 0.7, 6);
});

test('live ink knows where it is before it is ever painted', () => {
  const ink = new LiveInk({ id: 'x' as ElementId, kind: ElementKind.pen, x: 1600, y: 0, color: 0, width: 64, pressured: false });
  expect(ink.box).toBeUndefined();
  ink.add(0, 0, 128);
  ink.add(160, 320, 128);
  expect(ink.box).toMatchObject({ minX: 100 - 4, minY: -4, maxX: 110 + 4, maxY: 20 + 4 });
});
