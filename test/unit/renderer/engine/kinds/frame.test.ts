import { expect, test } from 'vitest';
import { ElementKind, type Values } from '../../../../../core/board/kinds.ts';
import type { Kind } from '../../../../../renderer/engine/kinds/kind.ts';
import { kindOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { compareDepth, Scene } from '../../../../../renderer/engine/scene.ts';
import { membersOf } from '../../../../../renderer/engine/selection/frame-members.ts';
import { LocalBoard } from '../local-board.ts';

const frame = kindOf(ElementKind.frame) as Kind;

/** A frame from (0, 0) to (400, 300) world pixels. */
function framed(values: Omit<Values, 'alive'> = {}) {
  const local = new LocalBoard();
  const id = local.put(ElementKind.frame, { x: 0, y: 0, w: 6400, h: 4800, title: 'Plan', ...values });
  const square = (x: number, y: number, side = 50) =>
    local.put(ElementKind.rectangle, { x: x * 16, y: y * 16, w: side * 16, h: side * 16 });
  const scene = new Scene(() => local.board());
  const members = (): string[] => {
    scene.reset();
    return membersOf(id, local.board(), scene).sort();
  };
  return { local, id, square, scene, members };
}

test('a frame has its title above it', () => {
  const { local, id } = framed();
  expect(frame.box(local.board(), local.element(id))).toMatchObject({ minX: -0.75, maxX: 400.75, maxY: 300.75 });
  expect(frame.box(local.board(), local.element(id))?.minY).toBeLessThan(-20);
  const bare = framed({ title: '' });
  expect(frame.box(bare.local.board(), bare.local.element(bare.id))?.minY).toBe(-0.75);
});

test('a frame is taken by its edge and its title, and lets the pointer through inside', () => {
  const { local, id } = framed();
  const hit = (x: number, y: number) => frame.hit(local.board(), local.element(id), { x1: x, y1: y, x2: x, y2: y }, 8);
  expect(hit(400, 150)).toBe(true);
  expect(hit(30, -20)).toBe(true);
  expect(hit(200, 150)).toBe(false);
  const meets = (minX: number, minY: number, maxX: number, maxY: number) =>
    frame.meets(local.board(), local.element(id), { minX, minY, maxX, maxY });
  expect(meets(-10, -10, 20, 20)).toBe(true);
  expect(meets(50, 50, 200, 200)).toBe(false);
  expect(meets(50, 50, 900, 200)).toBe(false);
});

test('a frame lies under pens and shapes, also one that is newer', () => {
  const { local, square, scene } = framed();
  const shape = square(10, 10);
  const newer = local.put(ElementKind.frame, { x: 0, y: 0, w: 1600, h: 1600 });
  scene.reset();
  const all = [scene.get(shape), scene.get(newer)].filter((entry) => entry !== undefined).sort(compareDepth);
  expect(all.map(({ id }) => id)).toEqual([newer, shape]);
});

test('what lies in a frame as a whole belongs to it', () => {
  const { local, square, members } = framed();
  const inside = square(10, 10);
  const gone = square(100, 100);
  square(380, 10);
  square(500, 10);
  square(-60, -60, 900);
  const stroke = local.stroke([
    [200, 200],
    [250, 250],
  ]);
  local.receive([{ kind: 'alive', ids: [gone], lamport: local.nextLamport(), alive: false }]);
  expect(members()).toEqual([inside, stroke].sort());
});

test('a smaller frame belongs to the one around it, and a shape to no shape', () => {
  const { local, members, id, scene } = framed();
  const inner = local.put(ElementKind.frame, { x: 800, y: 800, w: 1600, h: 1600, title: 'Part' });
  expect(members()).toEqual([inner]);
  expect(membersOf(inner, local.board(), scene)).toEqual([]);
  local.receive([{ kind: 'alive', ids: [id], lamport: local.nextLamport(), alive: false }]);
  expect(members()).toEqual([]);
});

test('of a turned frame the turned sheet counts', () => {
  const { square, members } = framed({ angle: 9_000 });
  // Now from (50, -50) to (350, 350).
  const below = square(100, 290);
  square(10, 100);
  expect(members()).toEqual([below]);
});

test('the veil of a frame lies over its line and its title, not over what is in it', () => {
  const { local, id } = framed();
  const painted = (veil?: { color: string; alpha: number }): string[] => {
    const calls: string[] = [];
    const note = (name: string) => () => void calls.push(name);
    const target = {
      ...{ setTransform: () => {}, beginPath: () => {}, roundRect: () => {}, measureText: () => ({ width: 10 }) },
      ...{ fill: note('fill'), stroke: note('stroke'), fillText: note('title') },
    };
    const look = { board: local.board(), theme: 'light', ink: undefined, ...(veil ? { veil } : {}) };
    frame.draw(target as never, local.element(id), { scale: 1, originX: 0, originY: 0 }, look as never);
    return calls;
  };
  expect(painted()).toEqual(['fill', 'stroke', 'title']);
  expect(painted({ color: '#fff', alpha: 0.8 })).toEqual(['stroke', 'title']);
});
