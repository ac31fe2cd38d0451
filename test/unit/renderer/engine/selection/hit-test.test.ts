import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Element } from '../../../../../core/board/element.ts';
import type { Segment } from '../../../../../renderer/engine/geometry.ts';
import { kindOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { elementsIn, topmostAt, touchedBy } from '../../../../../renderer/engine/selection/hit-test.ts';
import { LocalBoard } from '../local-board.ts';

function board(...strokes: (readonly (readonly [number, number])[])[]) {
  const local = new LocalBoard();
  const ids = strokes.map((points) => local.stroke(points));
  const scene = new Scene(() => local.board());
  scene.reset();
  return { local, scene, ids };
}
const hits = (local: LocalBoard, element: Element, by: Segment, margin: number) =>
  kindOf(element.kind)?.hit(local.board(), element, by, margin);
const at = (x: number, y: number) => ({ x1: x, y1: y, x2: x, y2: y });
// 4 px wide, so its ink reaches 2 px to each side.
const LINE = [
  [0, 0],
  [100, 0],
] as const;

test('a stroke is hit up to half its width plus the margin, and not beyond', () => {
  const { local, ids } = board(LINE);
  const element = local.element(ids[0] as never);
  expect(hits(local, element, at(50, 9.9), 8)).toBe(true);
  expect(hits(local, element, at(50, 10.1), 8)).toBe(false);
  expect(hits(local, element, at(109.9, 0), 8)).toBe(true);
  expect(hits(local, element, at(110.1, 0), 8)).toBe(false);
});

test('a quick movement across a stroke hits it though neither end is near', () => {
  const { local, ids } = board(LINE);
  const element = local.element(ids[0] as never);
  expect(hits(local, element, { x1: 50, y1: -400, x2: 50, y2: 400 }, 0)).toBe(true);
  expect(hits(local, element, { x1: 150, y1: -400, x2: 150, y2: 400 }, 0)).toBe(false);
});

test('a dot can be hit', () => {
  const { local, ids } = board([[30, 30]]);
  expect(hits(local, local.element(ids[0] as never), at(33, 33), 8)).toBe(true);
  expect(hits(local, local.element(ids[0] as never), at(45, 30), 8)).toBe(false);
});

test('inside the box but away from the ink is no hit', () => {
  const { scene, local } = board([
    [0, 0],
    [200, 0],
    [200, 200],
  ]);
  expect(topmostAt(scene, local.board(), 60, 140, 8)).toBeUndefined();
  expect(elementsIn(scene, local.board(), { minX: 20, minY: 60, maxX: 120, maxY: 180 })).toEqual([]);
});

test('of two strokes the upper one is hit', () => {
  const { scene, local, ids } = board(LINE, LINE);
  expect(topmostAt(scene, local.board(), 50, 0, 1)).toBe(ids[1]);
});

test('a marquee takes what it crosses, though no point of it lies inside', () => {
  const { scene, local, ids } = board(LINE, [
    [0, 500],
    [100, 500],
  ]);
  expect(elementsIn(scene, local.board(), { minX: 40, minY: -5, maxX: 60, maxY: 5 })).toEqual([ids[0]]);
});

test('an eraser finds the same strokes with the index as by asking every stroke', () => {
  const { scene, local } = board(
    ...Array.from({ length: 60 }, (_, i) => [
      [(i % 8) * 60, Math.floor(i / 8) * 50] as const,
      [(i % 8) * 60 + 70, Math.floor(i / 8) * 50 + 30] as const,
    ]),
  );
  const coordinate = fc.integer({ min: -50, max: 550 });
  fc.assert(
    fc.property(coordinate, coordinate, coordinate, coordinate, (x1, y1, x2, y2) => {
      const by = { x1, y1, x2, y2 };
      const every = local.alive().filter((element) => hits(local, element, by, 8));
      expect(touchedBy(scene, local.board(), by, 8).sort()).toEqual(every.map(({ id }) => id).sort());
    }),
  );
});
