import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Board } from '../../../../../core/board/board.ts';
import type { Box } from '../../../../../core/board/element.ts';
import { type ClientId, type ElementId, elementId } from '../../../../../core/board/ids.ts';
import { type ArrowEnd, Body, ElementKind, type Values } from '../../../../../core/board/kinds.ts';
import type { Op } from '../../../../../core/board/op.ts';
import type { Kind } from '../../../../../renderer/engine/kinds/kind.ts';
import { edgeOf, kindOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { endsOf } from '../../../../../renderer/engine/kinds/lines/line-ends.ts';
import { Head } from '../../../../../renderer/engine/kinds/lines/line-heads.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { LocalBoard } from '../local-board.ts';

const { arrow, line, rectangle, ellipse, diamond } = ElementKind;
const MIDDLE = [500, 500] as const;

/** A board with a square of 100 world pixels around (50, 50) and one around (350, 50), their lines 2 pixels wide. */
function twoSquares(kind: ElementKind = rectangle) {
  const local = new LocalBoard();
  const square = (x: number) => local.put(kind, { x: x * 16, y: 0, w: 1600, h: 1600 });
  const [left, right] = [square(0), square(300)];
  const scene = new Scene(() => local.board());
  scene.reset();
  local.onChange(({ ids }) => {
    if (ids !== 'all') for (const id of scene.withHolders(ids)) scene.update(id);
  });
  const join = (from: ArrowEnd, to: ArrowEnd, more: Omit<Values, 'alive'> = {}) =>
    local.put(arrow, { x: 0, y: 0, from, to, ...more });
  const ends = (id: ElementId) => endsOf(local.board(), local.element(id), { edgeOf });
  const set = (id: ElementId, values: Omit<Values, 'alive'>) =>
    local.receive([{ kind: 'set', id, lamport: local.nextLamport(), values }]);
  return { local, scene, left, right, join, ends, set };
}

/** Where an arrow between two squares stops: at the line's middle, and from there half of both lines and the gap away. */
const STOP = 1 + 1 + 3;

test('free ends lie relative to the line, and move with it', () => {
  const { join, ends, set } = twoSquares();
  const id = join([160, 0], [1600, 800], { x: 320, y: 32 });
  expect(ends(id)).toEqual({ x1: 30, y1: 2, x2: 120, y2: 52 });
  set(id, { x: 640 });
  expect(ends(id)).toEqual({ x1: 50, y1: 2, x2: 140, y2: 52 });
});

test('bound ends stop a little before the outlines of their targets', () => {
  const { join, ends, left, right } = twoSquares();
  const { x1, y1, x2, y2 } = ends(join([left, ...MIDDLE], [right, ...MIDDLE]));
  expect([x1, x2]).toEqual([expect.closeTo(100 + STOP), expect.closeTo(300 - STOP)]);
  expect([y1, y2]).toEqual([50, 50]);
});

test.each([ellipse, diamond])('an arrow meets the slope of kind %i, not its box', (kind) => {
  const { join, ends, right } = twoSquares(kind);
  // From straight above-left of the right one towards its middle, along the diagonal.
  const { x2, y2 } = ends(join([200 * 16, -100 * 16], [right, ...MIDDLE]));
  const reach = kind === ellipse ? 50 : 50 / Math.SQRT2;
  expect(Math.hypot(350 - x2, 50 - y2)).toBeCloseTo(reach + STOP, 0);
});

test('an arrow whose end is bound to a place on the edge ends there', () => {
  const { join, ends, right } = twoSquares();
  const { x2, y2 } = ends(join([0, 800], [right, 0, 500]));
  expect([x2, y2]).toEqual([expect.closeTo(300 - STOP), expect.closeTo(50)]);
});

test('an arrow follows its target when that is moved, made larger and turned, and nothing is written to it', () => {
  const { local, scene, join, ends, set, left, right } = twoSquares();
  const id = join([left, ...MIDDLE], [right, ...MIDDLE]);
  const revision = local.element(id).revision;
  let entry = scene.get(id);
  const follows = (): void => {
    expect(scene.get(id)).not.toBe(entry);
    entry = scene.get(id);
  };
  set(right, { x: 500 * 16 });
  expect(ends(id).x2).toBeCloseTo(500 - STOP);
  follows();
  set(right, { w: 200 * 16, h: 200 * 16, y: -50 * 16 });
  expect(ends(id)).toMatchObject({ x2: expect.closeTo(500 - STOP), y2: expect.closeTo(50) });
  set(right, { w: 300 * 16 });
  follows();
  set(right, { w: 200 * 16, angle: 4_500 });
  expect(ends(id).x2).toBeLessThan(500 - STOP - 20);
  follows();
  expect(local.element(id).revision).toBe(revision);
});

test('when its target is removed, an arrow stays where that was; brought back, it follows again', () => {
  const { local, join, ends, set, left, right } = twoSquares();
  const id = join([left, ...MIDDLE], [right, ...MIDDLE]);
  const before = ends(id);
  local.receive([{ kind: 'alive', ids: [right], lamport: local.nextLamport(), alive: false }]);
  expect(ends(id)).toEqual(before);
  expect(kindOf(arrow)?.box(local.board(), local.element(id))).toBeDefined();
  local.receive([{ kind: 'alive', ids: [right], lamport: local.nextLamport(), alive: true }]);
  set(right, { x: 400 * 16 });
  expect(ends(id).x2).toBeCloseTo(400 - STOP);
});

test('an arrow to an element that the board does not know ends at its own place', () => {
  const { join, ends } = twoSquares();
  const lost = elementId('nobodyNOBOD' as ClientId, 9);
  expect(ends(join([-1600, 0], [lost, ...MIDDLE], { x: 3200, y: 160 }))).toEqual({ x1: 100, y1: 10, x2: 200, y2: 10 });
});

test('an arrow that came before its target is drawn to it when it comes', () => {
  const { local, scene, join } = twoSquares();
  const late = elementId('lateLATElat' as ClientId, 1);
  const id = join([0, 0], [late, ...MIDDLE]);
  const before = scene.get(id);
  const birth = { kind: rectangle, body: Body.none, facts: {} } as const;
  const values = { order: 'a9', x: 8000, y: 0, w: 1600, h: 1600, color: 0, width: 32 };
  local.receive([{ kind: 'add', id: late, lamport: local.nextLamport(), birth, values }], 'server', 'lateLATElat' as ClientId);
  expect(scene.get(id)?.maxX).toBeGreaterThan((before?.maxX ?? 0) + 300);
});

test('between targets that lie upon each other the places themselves are joined', () => {
  const { join, ends, set, left, right } = twoSquares();
  set(right, { x: 320 });
  expect(ends(join([left, ...MIDDLE], [right, ...MIDDLE]))).toEqual({ x1: 50, y1: 50, x2: 70, y2: 50 });
  expect(ends(join([left, 250, 500], [left, 750, 500]))).toEqual({ x1: 25, y1: 50, x2: 75, y2: 50 });
});

const headless = { from: [0, 0], to: [1600, 0], width: 32 } as const;

test.each(Object.entries(Head))('an arrow with head %s is held by its box and is hit along its line', (_name, head) => {
  const local = new LocalBoard();
  const drawn = kindOf(arrow) as Kind;
  const element = local.element(local.put(arrow, { x: 0, y: 0, ...headless, headTo: head }));
  const box = drawn.box(local.board(), element) as Box;
  expect(box.minX).toBe(-1);
  expect(box.maxX).toBeGreaterThanOrEqual(99.9);
  // Heads reach to both sides of the line.
  expect(box.maxY > 2).toBe(head !== Head.none);
  const at = (x: number, y: number) => ({ x1: x, y1: y, x2: x, y2: y });
  expect(drawn.hit(local.board(), element, at(50, 8), 8)).toBe(true);
  expect(drawn.hit(local.board(), element, at(50, 10), 8)).toBe(false);
  expect(drawn.meets(local.board(), element, { minX: 40, minY: -5, maxX: 45, maxY: 5 })).toBe(true);
  expect(drawn.meets(local.board(), element, { minX: 40, minY: 5, maxX: 45, maxY: 9 })).toBe(false);
});

test('every property of a line that is seen makes another look or another place', () => {
  const { local, scene, left } = twoSquares();
  const id = local.put(line, { x: 0, y: 0, ...headless });
  for (const values of [
    { headTo: 1 },
    { headFrom: 2 },
    { dash: 1 },
    { opacity: 50 },
    { color: 3 },
    { to: [1600, 160] },
    { to: [left, 0, 0] },
  ] satisfies Omit<Values, 'alive'>[]) {
    const before = scene.get(id);
    local.receive([{ kind: 'set', id, lamport: local.nextLamport(), values }]);
    expect(scene.get(id), JSON.stringify(values)).not.toBe(before);
  }
});

const ANNA = 'annaANNAann' as ClientId;
const BEN = 'benBENbenBE' as ClientId;
const move = fc.record({
  x: fc.integer({ min: -8_000, max: 8_000 }),
  y: fc.integer({ min: -8_000, max: 8_000 }),
  w: fc.integer({ min: 0, max: 4_000 }),
  angle: fc.integer({ min: 0, max: 35_999 }),
});

test('two people move the targets of both ends at once: everybody sees the same arrow, and none of it was written to it', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 6 }), fc.array(move, { maxLength: 6 }), fc.integer(), (annas, bens, seed) => {
      const [from, to, id] = [elementId(ANNA, 1), elementId(ANNA, 2), elementId(ANNA, 3)];
      const births: Op[] = [from, to].map((box) => ({
        kind: 'add',
        id: box,
        lamport: 1,
        birth: { kind: rectangle, body: Body.none, facts: {} },
        values: { order: 'a1', x: 0, y: 0, w: 1600, h: 1600, color: 0, width: 32 },
      }));
      births.push({
        kind: 'add',
        id,
        lamport: 1,
        birth: { kind: arrow, body: Body.none, facts: {} },
        values: { order: 'a2', x: 0, y: 0, color: 0, width: 32, from: [from, 500, 500], to: [to, 100, 900], headTo: 1 },
      });
      const moves = (target: ElementId, all: typeof annas): Op[] =>
        all.map((values, i) => ({ kind: 'set', id: target, lamport: 2 + i, values }));
      // Both have both targets in their hands in turns: Anna drags the first and nudges the second, Ben the other way round.
      const anna = [...moves(from, annas), ...moves(to, bens.slice(0, 2))];
      const ben = [...moves(to, bens), ...moves(from, annas.slice(1, 3))];
      const here = new Board();
      const there = new Board();
      for (const board of [here, there]) board.apply(ANNA, births);
      const revision = here.get(id)?.revision;
      here.apply(ANNA, anna);
      here.apply(BEN, ben);
      // There Ben's changes and Anna's come one by one, mixed.
      const [left, right] = [[...anna], [...ben]];
      let dice = seed >>> 0;
      while (left.length + right.length > 0) {
        dice = (dice * 1_664_525 + 1_013_904_223) >>> 0;
        const isAnnas = right.length === 0 || (left.length > 0 && dice > 2 ** 31);
        there.apply(isAnnas ? ANNA : BEN, [(isAnnas ? left : right).shift() as Op]);
      }
      const ends = [here, there].map((board) => endsOf(board, board.get(id) as never, { edgeOf }));
      expect(ends[0]).toEqual(ends[1]);
      expect(here.get(id)?.revision).toBe(revision);
    }),
  );
});
