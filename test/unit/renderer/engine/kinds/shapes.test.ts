import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Box } from '../../../../../core/board/element.ts';
import { CUSTOM_COLOR, ElementKind, type Values } from '../../../../../core/board/kinds.ts';
import type { Kind } from '../../../../../renderer/engine/kinds/kind.ts';
import { kindOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { fillColor, INKS, inkColor } from '../../../../../renderer/engine/palette.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { LocalBoard } from '../local-board.ts';

const { rectangle, ellipse, diamond } = ElementKind;
const SHAPES = [rectangle, ellipse, diamond] as const;

/** A shape whose box is 200 by 100 world pixels with the top left at (100, 100), its line 2 pixels wide. */
function shape(kind: (typeof SHAPES)[number], values: Omit<Values, 'alive'> = {}) {
  const local = new LocalBoard();
  const id = local.put(kind, { x: 1600, y: 1600, w: 3200, h: 1600, ...values });
  const drawn = kindOf(kind) as Kind;
  const element = local.element(id);
  return {
    local,
    id,
    box: () => drawn.box(local.board(), element) as Box,
    look: () => drawn.look(local.board(), element),
    edge: () => drawn.edge?.(local.board(), element) ?? [],
    hit: (x: number, y: number, margin = 8) => drawn.hit(local.board(), element, { x1: x, y1: y, x2: x, y2: y }, margin),
    sweep: (x1: number, y1: number, x2: number, y2: number) => drawn.hit(local.board(), element, { x1, y1, x2, y2 }, 0),
    meets: (minX: number, minY: number, maxX: number, maxY: number) =>
      drawn.meets(local.board(), element, { minX, minY, maxX, maxY }),
  };
}

test.each(SHAPES)('the box of kind %i is its own with half of the line around it', (kind) => {
  const { box } = shape(kind);
  expect(box()).toEqual({ minX: 99, minY: 99, maxX: 301, maxY: 201 });
});

test.each(SHAPES)('turned by a quarter, the box of kind %i stands on its short side', (kind) => {
  const { minX, minY, maxX, maxY } = shape(kind, { angle: 9_000 }).box();
  expect(minX).toBeCloseTo(149);
  expect(maxX).toBeCloseTo(251);
  expect(minY).toBeCloseTo(49);
  expect(maxY).toBeCloseTo(251);
});

test('the box of any turned shape holds its outline, and no more than the line around it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SHAPES),
      fc.integer({ min: 0, max: 35_999 }),
      fc.integer({ min: 16, max: 6_400 }),
      fc.integer({ min: 16, max: 6_400 }),
      (kind, angle, w, h) => {
        const { box, edge } = shape(kind, { angle, w, h });
        const xs = edge().filter((_, i) => i % 2 === 0);
        const ys = edge().filter((_, i) => i % 2 === 1);
        const outer = box();
        // The outline is made of straight steps, which lie a little inside of a curve.
        const slack = kind === diamond ? 0.001 : (0.003 * Math.max(w, h)) / 16 + 0.001;
        for (const [have, want] of [
          [Math.min(...xs), outer.minX + 1],
          [Math.min(...ys), outer.minY + 1],
          [-Math.max(...xs), 1 - outer.maxX],
          [-Math.max(...ys), 1 - outer.maxY],
        ] as const) {
          expect(have).toBeGreaterThanOrEqual(want - 0.001);
          expect(have).toBeLessThanOrEqual(want + slack);
        }
      },
    ),
  );
});

test.each(SHAPES)('kind %i without a fill is hit at its edge and not inside', (kind) => {
  const { hit } = shape(kind);
  expect(hit(200, 100)).toBe(true);
  expect(hit(200, 92)).toBe(true);
  expect(hit(200, 90)).toBe(false);
  expect(hit(300, 150)).toBe(true);
  expect(hit(200, 150)).toBe(false);
});

test.each(SHAPES)('kind %i with a fill is hit inside, also when an eraser begins there', (kind) => {
  const { hit, sweep } = shape(kind, { fill: 2 });
  expect(hit(200, 150)).toBe(true);
  expect(sweep(200, 150, 205, 150)).toBe(true);
  expect(hit(200, 230)).toBe(false);
});

test.each(SHAPES)('a quick sweep across kind %i hits it though both ends are outside', (kind) => {
  expect(shape(kind).sweep(200, 0, 200, 400)).toBe(true);
  expect(shape(kind).sweep(400, 0, 400, 400)).toBe(false);
});

test('the corners of the box belong to no ellipse and no diamond', () => {
  expect(shape(rectangle).hit(104, 104)).toBe(true);
  expect(shape(ellipse, { fill: 1 }).hit(104, 104)).toBe(false);
  expect(shape(diamond, { fill: 1 }).hit(120, 110)).toBe(false);
});

test('a turned shape is hit where it is drawn', () => {
  const { hit } = shape(rectangle, { angle: 9_000, fill: 1 });
  expect(hit(200, 60)).toBe(true);
  expect(hit(110, 150)).toBe(false);
});

test('a marquee meets the edge, and the inside only of what is filled', () => {
  expect(shape(rectangle).meets(150, 130, 160, 140)).toBe(false);
  expect(shape(rectangle, { fill: 0 }).meets(150, 130, 160, 140)).toBe(true);
  expect(shape(rectangle).meets(90, 120, 110, 140)).toBe(true);
  expect(shape(ellipse, { fill: 0 }).meets(100, 100, 106, 104)).toBe(false);
});

test('every property that is seen makes another look or another place, so that it is painted anew', () => {
  const { local, id } = shape(rectangle);
  const scene = new Scene(() => local.board());
  scene.reset();
  for (const values of [
    { x: 1700 },
    { w: 3300 },
    { angle: 18_000 },
    { color: 2 },
    { fill: 3 },
    { width: 64 },
    { dash: 1 },
    { opacity: 50 },
  ] satisfies Values[]) {
    local.board().apply(local.clientId, [{ kind: 'set', id, lamport: local.nextLamport(), values }]);
    const { before, after } = scene.update(id);
    expect(after, JSON.stringify(values)).not.toBe(before);
  }
});

test('shapes lie among the pens by their order', () => {
  const { local, id } = shape(rectangle);
  const stroke = local.stroke([
    [0, 0],
    [10, 10],
  ]);
  const scene = new Scene(() => local.board());
  scene.reset();
  expect(scene.get(id)?.band).toBe(scene.get(stroke)?.band);
});

test('a fill is a shade of its palette number in each theme, and a custom colour in both', () => {
  for (const [code] of INKS.entries()) {
    for (const theme of ['light', 'dark'] as const) {
      if (!(code === 7 && theme === 'light')) expect(fillColor(code, theme)).not.toBe(inkColor(code, rectangle, theme));
    }
    if (code !== 7) expect(fillColor(code, 'light')).not.toBe(fillColor(code, 'dark'));
  }
  expect(fillColor(CUSTOM_COLOR + 0x123456, 'dark')).toBe('#123456');
});
