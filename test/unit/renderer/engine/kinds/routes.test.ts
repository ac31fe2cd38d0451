import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairsOf } from '../../../../../core/base/pairs.ts';
import { Board } from '../../../../../core/board/board.ts';
import type { Box } from '../../../../../core/board/element.ts';
import { type ClientId, elementId } from '../../../../../core/board/ids.ts';
import { type ArrowEnd, Body, ElementKind, type Values } from '../../../../../core/board/kinds.ts';
import type { Op } from '../../../../../core/board/op.ts';
import { RecordingCanvas } from '../../../../../renderer/engine/export/recording-canvas.ts';
import { markupOf } from '../../../../../renderer/engine/export/svg/svg-markup.ts';
import { InkCache } from '../../../../../renderer/engine/ink/ink-cache.ts';
import { edgeOf, kindOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { bendTo, curveAt, curveBetween, smoothed, smoothPart } from '../../../../../renderer/engine/kinds/lines/curve.ts';
import { type ElbowEnd, elbowWay } from '../../../../../renderer/engine/kinds/lines/elbow.ts';
import { Route, wayOf } from '../../../../../renderer/engine/kinds/lines/line-ends.ts';
import { lengthOf, middleOfWay } from '../../../../../renderer/engine/kinds/lines/way.ts';
import { isInside } from '../../../../../renderer/engine/kinds/shapes/polygon.ts';
import { LocalBoard } from '../local-board.ts';

const { arrow, rectangle } = ElementKind;

/** Two squares of 100 world pixels, at 0 and where it is said, joined by an arrow from middle to middle. */
function joined(x: number, y: number, more: Omit<Values, 'alive'> = {}) {
  const local = new LocalBoard();
  const square = (left: number, top: number) => local.put(rectangle, { x: left * 16, y: top * 16, w: 1600, h: 1600 });
  const [from, to] = [square(0, 0), square(x, y)];
  const id = local.put(arrow, { x: 0, y: 0, from: [from, 500, 500], to: [to, 500, 500], headTo: 1, ...more });
  const set = (what: typeof id, values: Omit<Values, 'alive'>) =>
    local.receive([{ kind: 'set', id: what, lamport: local.nextLamport(), values }]);
  return { local, from, to, id, set, way: () => wayOf(local.board(), local.element(id), { edgeOf }) };
}

test('[OPS-15] a line is straight unless it says its way', () => {
  const { way, set, id } = joined(300, 0);
  expect(way().points).toHaveLength(4);
  set(id, { bend: 900 });
  expect(way().points).toHaveLength(4);
  set(id, { route: 15 });
  expect(way().points).toHaveLength(4);
});

test('[OPS-15] a curved line has its middle to the right of the way, by thousandths of the way between its ends', () => {
  const { way, set, id, to } = joined(300, 0, { route: Route.curved });
  const [x, y] = middleOfWay(way());
  expect([x, y]).toEqual([expect.closeTo(200, 0), expect.closeTo(50 + 75, 0)]);
  set(id, { bend: -500 });
  expect(middleOfWay(way())[1]).toBeCloseTo(50 - 150, 0);
  // Farther away the same curve is larger, and nothing is written to it.
  set(to, { x: 600 * 16 });
  expect(middleOfWay(way())[1]).toBeCloseTo(50 - 300, 0);
});

test('[OPS-15] a line goes through its corners and stops before the outlines, straight or smooth, and not with right angles', () => {
  const { way, set, id, local, from, to } = joined(600, 0, { corners: [16 * 50, 16 * 300, 16 * 400, 16 * 300] });
  const goesThrough = (x: number, y: number): boolean => {
    const { points } = way();
    return points.some((at, i) => i % 2 === 0 && Math.abs(at - x) < 1e-6 && Math.abs((points[i + 1] as number) - y) < 1e-6);
  };
  const staysOutside = (): void => {
    const { points } = way();
    for (const target of [from, to]) {
      const outline = edgeOf(local.board(), local.element(target)) ?? [];
      for (let i = 0; i < points.length; i += 2)
        expect(isInside(outline, points[i] as number, points[i + 1] as number)).toBe(false);
    }
  };
  expect(way().points).toHaveLength(8);
  expect([goesThrough(50, 300), goesThrough(400, 300)]).toEqual([true, true]);
  staysOutside();
  set(id, { route: Route.curved });
  expect(way().points.length).toBeGreaterThan(60);
  expect([goesThrough(50, 300), goesThrough(400, 300)]).toEqual([true, true]);
  staysOutside();
  set(id, { route: Route.elbow });
  expect(goesThrough(400, 300)).toBe(false);
});

test('a smooth way is a straight one where its corners lie on a straight line', () => {
  for (const [x, y] of pairsOf(smoothed([0, 0, 100, 50, 200, 100]))) expect(y).toBeCloseTo(x / 2, 6);
  const [, , xLean, yLean] = smoothPart([0, 0, 100, 50, 200, 100], 1, 0.5);
  expect(yLean).toBeCloseTo(xLean / 2, 6);
});

test('a curve stops before the outlines of its targets, where it crosses them', () => {
  const { way, local, from, to } = joined(300, 0, { route: Route.curved, bend: 400 });
  const { points, curve } = way();
  expect(curve).toBeDefined();
  for (const id of [from, to]) {
    const outline = edgeOf(local.board(), local.element(id)) ?? [];
    for (let i = 0; i < points.length; i += 2) {
      expect(isInside(outline, points[i] as number, points[i + 1] as number)).toBe(false);
    }
  }
  // It leaves the first one through its lower side, as it is bent.
  expect(points[1]).toBeGreaterThan(100);
  expect(points[1]).toBeLessThan(112);
});

test('a curve is hit along itself and not along the straight way, and its box holds it', () => {
  const { local, id } = joined(300, 0, { route: Route.curved, bend: 500 });
  const kind = kindOf(arrow);
  const at = (x: number, y: number) => ({ x1: x, y1: y, x2: x, y2: y });
  const [board, element] = [local.board(), local.element(id)];
  expect(kind?.hit(board, element, at(200, 200), 6)).toBe(true);
  expect(kind?.hit(board, element, at(200, 50), 6)).toBe(false);
  expect(kind?.box(board, element)?.maxY).toBeGreaterThanOrEqual(200);
  expect(kind?.meets(board, element, { minX: 195, minY: 190, maxX: 205, maxY: 210 })).toBe(true);
});

test('[OPS-15] a line with right angles goes from side to side, half-way between its targets', () => {
  expect(joined(300, 0, { route: Route.elbow }).way().points).toHaveLength(4);
  const { points } = joined(300, 60, { route: Route.elbow }).way();
  expect(points).toEqual([expect.closeTo(105), 50, 200, 50, 200, 110, expect.closeTo(295), 110]);
});

test('a line with right angles follows its target around: moved, turned, removed and brought back, and nothing is written to it', () => {
  const { local, way, set, id, to } = joined(300, 60, { route: Route.elbow });
  const { revision } = local.element(id);
  set(to, { x: 0, y: 300 * 16 });
  expect(way().points).toEqual([50, expect.closeTo(105), 50, expect.closeTo(295)]);
  set(to, { angle: 4_500 });
  expect(way().points.at(-1)).toBeLessThan(295 - 12);
  const before = way().points;
  local.receive([{ kind: 'alive', ids: [to], lamport: local.nextLamport(), alive: false }]);
  expect(way().points).toEqual(before);
  expect(local.element(id).revision).toBe(revision);
});

test('a line with right angles to what it starts in still joins both places', () => {
  const { points } = joined(40, 30, { route: Route.elbow }).way();
  expect(points.slice(0, 2)).toEqual([50, 50]);
  expect(points.slice(-2)).toEqual([90, 80]);
});

test('a label stands on the middle of the way', () => {
  const { local, id } = joined(300, 60, { route: Route.elbow });
  const place = kindOf(arrow)?.labelAt?.(local.board(), local.element(id));
  expect(place).toMatchObject({ minX: 200, maxX: 200, minY: expect.closeTo(80), maxY: expect.closeTo(80) });
});

const place = fc.integer({ min: -600, max: 600 });
const side = fc.integer({ min: 1, max: 300 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const end: fc.Arbitrary<ElbowEnd> = fc
  .record({ x: place, y: place, w: side, h: side, across: share, down: share, isFree: fc.boolean() })
  .map(({ x, y, w, h, across, down, isFree }) => ({
    x: x + w * across,
    y: y + h * down,
    box: isFree ? undefined : { minX: x, minY: y, maxX: x + w, maxY: y + h },
  }));

test('right angles: every way joins both places, has few corners, and goes through no target', () => {
  fc.assert(
    fc.property(end, end, (from, to) => {
      const points = elbowWay(from, to, 24);
      expect(points.slice(0, 2)).toEqual([from.x, from.y]);
      expect(points.slice(-2)).toEqual([to.x, to.y]);
      expect(points.length / 2).toBeLessThanOrEqual(9);
      const [a, b] = [from, to].map(({ x, y, box }) => box ?? { minX: x, minY: y, maxX: x, maxY: y }) as [Box, Box];
      const isApart = Math.max(b.minX - a.maxX, a.minX - b.maxX, b.minY - a.maxY, a.minY - b.maxY) > 0;
      const last = points.length / 2 - 2;
      for (let i = 0; i <= last; i++) {
        const [x1, y1, x2, y2] = points.slice(2 * i, 2 * i + 4) as [number, number, number, number];
        expect(x1 === x2 || y1 === y2).toBe(true);
        if (!isApart) continue;
        const [left, right, top, bottom] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)];
        const isThrough = ({ minX, minY, maxX, maxY }: Box): boolean =>
          right > minX && left < maxX && bottom > minY && top < maxY;
        // Only its first and last part are in a target, each in its own one.
        if (i > 0 && from.box) expect(isThrough(from.box)).toBe(false);
        if (i < last && to.box) expect(isThrough(to.box)).toBe(false);
      }
    }),
  );
});

test('the bend that a pointer pulls is the bend of the curve through it', () => {
  const number = fc.integer({ min: -5_000, max: 5_000 });
  fc.assert(
    fc.property(number, number, number, number, fc.integer({ min: -4_000, max: 4_000 }), (x1, y1, x2, y2, bend) => {
      fc.pre(Math.hypot(x2 - x1, y2 - y1) > 10);
      const [x, y] = curveAt(curveBetween(x1, y1, x2, y2, bend), 0.5);
      expect(bendTo(x1, y1, x2, y2, x, y)).toBe(bend + 0);
    }),
  );
});

const ANNA = 'annaANNAann' as ClientId;
const BEN = 'benBENbenBE' as ClientId;
const change = fc.oneof(
  fc.record({ route: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ bend: fc.integer({ min: -4_000, max: 4_000 }) }),
  fc.record({ headTo: fc.integer({ min: 0, max: 4 }) }),
);

test('two people choose the way, pull at the bend and move a target at once: everybody sees one arrow', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), fc.array(change, { maxLength: 5 }), place, (annas, bens, x) => {
      const [box, id] = [elementId(ANNA, 1), elementId(ANNA, 2)];
      const ends: { from: ArrowEnd; to: ArrowEnd } = { from: [0, 0], to: [box, 500, 500] };
      const births: Op[] = [
        {
          kind: 'add',
          id: box,
          lamport: 1,
          birth: { kind: rectangle, body: Body.none, facts: {} },
          values: { order: 'a1', x: 8_000, y: 0, w: 1600, h: 1600, color: 0, width: 32 },
        },
        {
          kind: 'add',
          id,
          lamport: 1,
          birth: { kind: arrow, body: Body.none, facts: {} },
          values: { order: 'a2', x: 0, y: 0, color: 0, width: 32, ...ends },
        },
      ];
      const set = (values: Values, i: number): Op => ({ kind: 'set', id, lamport: 2 + i, values });
      const [anna, ben] = [annas.map(set), bens.map(set)];
      ben.push({ kind: 'set', id: box, lamport: 9, values: { x: x * 16 } });
      const [here, there] = [new Board(), new Board()];
      for (const board of [here, there]) board.apply(ANNA, births);
      here.apply(ANNA, anna);
      here.apply(BEN, ben);
      for (const op of ben.reverse()) there.apply(BEN, [op]);
      for (const op of anna.reverse()) there.apply(ANNA, [op]);
      const ways = [here, there].map((board) => wayOf(board, board.get(id) as never, { edgeOf }));
      expect(ways[0]).toEqual(ways[1]);
      expect(lengthOf(ways[0]?.points ?? [])).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('an SVG picture has a curve as one curve, and right angles with round corners', () => {
  const drawn = (values: Omit<Values, 'alive'>): string => {
    const { local, id } = joined(300, 60, values);
    const canvas = new RecordingCanvas(() => ({ width: 0 }) as TextMetrics);
    const look = { board: local.board(), theme: 'light', ink: new InkCache() } as const;
    kindOf(arrow)?.draw(canvas, local.element(id), { scale: 1, originX: 0, originY: 0 }, look);
    return markupOf(canvas.marks, () => '');
  };
  const curves = (markup: string): number => markup.split('Q').length - 1;
  expect(curves(drawn({ route: Route.straight }))).toBe(0);
  expect(curves(drawn({ route: Route.curved }))).toBe(1);
  expect(curves(drawn({ route: Route.elbow }))).toBe(2);
});
