import { expect, test } from 'vitest';
import { cutSpans } from '../../../../../core/board/bodies/cuts.ts';
import type { Values } from '../../../../../core/board/kinds.ts';
import { inkFrame } from '../../../../../renderer/engine/ink/ink-frame.ts';
import { traceElement, traceHighlighter } from '../../../../../renderer/engine/ink/ink-path.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { proposeCopies } from '../../../../../renderer/engine/selection/arranging/copies.ts';
import { elementsIn, topmostAt } from '../../../../../renderer/engine/selection/hit-test.ts';
import { addCut } from '../../../../support/ink.ts';
import { LocalBoard } from '../local-board.ts';

/** A corner: 100 px to the right, then 50 px down. Its ink is 4 px wide. */
const CORNER = [
  [0, 0],
  [100, 0],
  [100, 50],
] as const;

function reshaped(values: Omit<Values, 'alive'>) {
  const local = new LocalBoard();
  const stroke = local.stroke(CORNER);
  local.propose([{ kind: 'set', id: stroke, lamport: local.nextLamport(), values }], 1);
  const scene = new Scene(() => local.board());
  scene.reset();
  return { local, stroke, scene, isHit: (x: number, y: number) => topmostAt(scene, local.board(), x, y, 2) === stroke };
}

test('a stroke as it was drawn has no frame: it costs nothing to have none', () => {
  const { local, stroke } = reshaped({ color: 1 });
  expect(inkFrame(local.element(stroke))).toBeUndefined();
});

test('[OPS-14] ink is drawn, hit and met where w and h stretch it from its place, and its line keeps its width', () => {
  const { local, stroke, scene, isHit } = reshaped({ w: 200 * 16, h: 150 * 16 });
  expect(scene.get(stroke)).toMatchObject({ minX: -3, minY: -3, maxX: 203, maxY: 153 });
  expect(isHit(150, 0)).toBe(true);
  expect(isHit(200, 100)).toBe(true);
  expect(isHit(100, 25)).toBe(false);
  const within = (x: number, y: number) => elementsIn(scene, local.board(), { minX: x, minY: y, maxX: x + 5, maxY: y + 5 });
  expect(within(197, 120)).toEqual([stroke]);
  expect(within(97, 40)).toEqual([]);
  const ends: number[][] = [];
  const sink = { moveTo: () => {}, quadraticCurveTo: () => {}, lineTo: (x: number, y: number) => ends.push([x, y]) };
  traceElement(sink as never, local.element(stroke), [], traceHighlighter);
  expect(ends.at(-1)).toEqual([200, 150]);
});

test('[OPS-14] ink turns about the middle of its box, and is mirrored before it turns', () => {
  const turned = reshaped({ angle: 9_000 });
  // The corner's box is 100 by 50 about (50, 25); standing up it reaches from 25 to 75 and from -25 to 75.
  expect(turned.scene.get(turned.stroke)).toMatchObject({ minX: 22, maxX: 78 });
  expect(turned.isHit(75, 25)).toBe(true);
  expect(turned.isHit(50, 75)).toBe(true);
  expect(turned.isHit(25, 0)).toBe(false);
  const mirrored = reshaped({ mirrored: true });
  expect(mirrored.isHit(0, 40)).toBe(true);
  expect(mirrored.isHit(100, 40)).toBe(false);
  const both = reshaped({ mirrored: true, angle: 18_000 });
  expect(both.isHit(50, 50)).toBe(true);
  expect(both.isHit(100, 25)).toBe(true);
  expect(both.isHit(0, 25)).toBe(false);
});

test('a straight line has no height to stretch, and a length that is stretched all the same', () => {
  const local = new LocalBoard();
  const line = local.stroke([
    [0, 10],
    [100, 10],
  ]);
  local.propose([{ kind: 'set', id: line, lamport: local.nextLamport(), values: { w: 50 * 16, h: 70 * 16 } }], 1);
  const scene = new Scene(() => local.board());
  scene.reset();
  expect(scene.get(line)).toMatchObject({ minY: 7, maxY: 13, maxX: 53 });
});

test('what is cut out of it goes along, and undoing to no size gives back what was drawn', () => {
  const { local, stroke, scene, isHit } = reshaped({ w: 200 * 16, h: 50 * 16 });
  local.propose(addCut(local.newElementId(), stroke, local.nextLamport(), [0, 8]), 2);
  scene.update(stroke);
  expect(isHit(80, 0)).toBe(false);
  expect(isHit(120, 0)).toBe(true);
  expect(cutSpans(local.board(), stroke)).toEqual([0, 8]);
  const [copy] = proposeCopies(local, [stroke], { dx: 0, dy: 1600 }, 3);
  expect(local.element(copy as never).get('w')).toBe(3200);
  local.propose([{ kind: 'set', id: stroke, lamport: local.nextLamport(), values: { w: 0, h: 0 } }], 4);
  scene.update(stroke);
  expect(isHit(30, 0)).toBe(false);
  expect(isHit(60, 0)).toBe(true);
  expect(scene.get(stroke)).toMatchObject({ maxX: 103, maxY: 53 });
});
