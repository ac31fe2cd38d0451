import { expect, test } from 'vitest';
import { SelectTool } from '../../../../../renderer/engine/tools/select.ts';
import { ToolDesk } from './tool-desk.ts';

const across = (y: number) =>
  [
    [0, y],
    [100, y],
  ] as const;

function open() {
  const desk = new ToolDesk();
  const a = desk.access.stroke(across(50));
  const b = desk.access.stroke(across(150));
  const tool = desk.use(new SelectTool(desk));
  return { desk, tool, a, b, selected: () => [...desk.selection.ids] };
}

test('a click selects what lies within eight pixels, a click beside it nothing', () => {
  const { desk, tool, a, selected } = open();
  desk.drag(tool, [[50, 57]]);
  expect(selected()).toEqual([a]);
  desk.drag(tool, [[50, 100]]);
  expect(selected()).toEqual([]);
});

test('shift-click adds and takes away', () => {
  const { desk, tool, a, b, selected } = open();
  desk.drag(tool, [[50, 50]]);
  desk.drag(tool, [[50, 150]], { shift: true });
  expect(selected()).toEqual([a, b]);
  desk.drag(tool, [[50, 50]], { shift: true });
  expect(selected()).toEqual([b]);
});

test('a marquee selects what it touches while it is drawn; Escape gives back what was selected', () => {
  const { desk, tool, a, b, selected } = open();
  tool.press(desk.at(-20, 20));
  tool.drag(desk.at(40, 90));
  expect(selected()).toEqual([a]);
  expect(desk.sketched).toMatchObject({ kind: 'marquee' });
  tool.drag(desk.at(40, 160));
  expect(selected().sort()).toEqual([a, b].sort());
  tool.cancel('escape');
  expect(selected()).toEqual([]);
  expect(desk.sketched.kind).toBe('none');
});

test('three pixels are a click, five are a drag; a finger may tremble up to six', () => {
  const { desk, tool } = open();
  desk.drag(tool, [
    [50, 50],
    [53, 50],
  ]);
  desk.drag(
    tool,
    [
      [50, 50],
      [55, 50],
    ],
    { pointer: 'touch' },
  );
  expect(desk.access.proposed).toEqual([]);
  desk.drag(tool, [
    [50, 50],
    [55, 50],
  ]);
  expect(desk.access.kinds()).toEqual(['set']);
});

test('a drag shows the element moved at once and tells the others once per tick, all one gesture', () => {
  const { desk, tool, a } = open();
  const { x, y } = desk.access.element(a);
  tool.press(desk.at(50, 50));
  for (let i = 1; i <= 12; i++) {
    tool.drag(desk.at(50 + i * 10, 50 + i));
    expect(desk.lifted).toMatchObject({ dx: i * 160, dy: i * 16 });
    desk.clock.advance(11);
  }
  tool.release(desk.at(170, 62));
  expect(desk.lifted).toBeUndefined();
  expect(desk.access.element(a)).toMatchObject({ x: x + 120 * 16, y: y + 12 * 16 });
  expect(desk.access.proposed.length).toBeGreaterThan(2);
  expect(desk.access.proposed.length).toBeLessThanOrEqual(5);
  expect(new Set(desk.access.proposed.map(({ gesture }) => gesture)).size).toBe(1);
});

test('Escape in a drag puts everything back, for the others too', () => {
  const { desk, tool, a } = open();
  const { x, y } = desk.access.element(a);
  tool.press(desk.at(50, 50));
  tool.drag(desk.at(150, 50));
  desk.clock.advance(40);
  expect(desk.access.element(a).x).not.toBe(x);
  tool.cancel('escape');
  expect(desk.access.element(a)).toMatchObject({ x, y });
  // So it is shown there until it is drawn there.
  expect(desk.lastLifted).toMatchObject({ dx: 0, dy: 0 });
});

test('dragging inside the box of a selection moves all of it', () => {
  const { desk, tool, a, b } = open();
  desk.selection.set([a, b]);
  const before = [a, b].map((id) => desk.access.element(id).y);
  desk.drag(tool, [
    [50, 100],
    [50, 130],
  ]);
  expect([a, b].map((id) => desk.access.element(id).y)).toEqual(before.map((y) => y + 30 * 16));
});

test('with Shift a drag keeps to one axis', () => {
  const { desk, tool, a } = open();
  const { y } = desk.access.element(a);
  desk.drag(
    tool,
    [
      [50, 50],
      [90, 60],
    ],
    { shift: true },
  );
  expect(desk.access.element(a)).toMatchObject({ x: 40 * 16, y });
});

test('alt-drag leaves the original and moves a copy, one step of undo', () => {
  const { desk, tool, a, selected } = open();
  const original = desk.access.points(a);
  desk.drag(
    tool,
    [
      [50, 50],
      [50, 300],
    ],
    { alt: true },
  );
  expect(desk.access.points(a)).toEqual(original);
  expect(desk.access.alive()).toHaveLength(3);
  const [copy] = selected();
  expect(desk.access.points(copy as never)).toEqual(original.map(([x, y]) => [x, y + 250 * 16]));
  expect(new Set(desk.access.proposed.map(({ gesture }) => gesture)).size).toBe(1);
});

test('what somebody removes leaves the selection, also in the middle of a drag', () => {
  const { desk, tool, a, b, selected } = open();
  desk.selection.set([a, b]);
  tool.press(desk.at(50, 100));
  tool.drag(desk.at(50, 130));
  desk.access.receive([{ kind: 'alive', ids: [a], lamport: desk.access.nextLamport(), alive: false }]);
  expect(selected()).toEqual([b]);
  expect([...(desk.lifted?.places.keys() ?? [])]).toEqual([b]);
  tool.release(desk.at(50, 130));
  expect(desk.access.proposed.at(-1)?.ops.map((op) => 'id' in op && op.id)).toEqual([b]);
});

test('what somebody else moves during a drag is in their hands', () => {
  const { desk, tool, a, selected } = open();
  tool.press(desk.at(50, 50));
  tool.drag(desk.at(50, 80));
  desk.access.receive([{ kind: 'set', id: a, lamport: desk.access.nextLamport(), values: { x: 4_000, y: 4_000 } }]);
  tool.drag(desk.at(50, 90));
  tool.release(desk.at(50, 90));
  expect(desk.access.element(a)).toMatchObject({ x: 4_000, y: 4_000 });
  expect(selected()).toEqual([]);
});

test('a hundred and more move on the others’ screens when the drag is finished', () => {
  const { desk, tool } = open();
  const ids = Array.from({ length: 120 }, (_, i) => desk.access.stroke(across(i)));
  desk.selection.set(ids);
  tool.press(desk.at(50, 60));
  for (let i = 1; i < 10; i++) {
    tool.drag(desk.at(50, 60 + i * 5));
    desk.clock.advance(40);
  }
  expect(desk.access.proposed).toEqual([]);
  tool.release(desk.at(50, 105));
  expect(desk.access.proposed).toHaveLength(1);
  expect(desk.access.proposed[0]?.ops).toHaveLength(120);
});

test('with Alt a free line selects what it goes through and what has its middle inside', () => {
  const { desk, tool, a, b, selected } = open();
  desk.drag(
    tool,
    [
      [-20, 20],
      [120, 20],
      [120, 120],
      [-20, 120],
    ],
    { alt: true },
  );
  expect(selected()).toEqual([a]);
  desk.drag(
    tool,
    [
      [90, 200],
      [90, 130],
      [95, 130],
    ],
    { alt: true },
  );
  expect(selected()).toEqual([b]);
  expect(desk.sketched.kind).toBe('none');
});
