import { expect, test } from 'vitest';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { holdOf, reshaped } from '../../../../../renderer/engine/selection/arranging/reshape.ts';
import { frameOf } from '../../../../../renderer/engine/selection/frames.ts';
import { placedGrips } from '../../../../../renderer/engine/selection/handles/end-handles.ts';
import { handleAt } from '../../../../../renderer/engine/selection/handles/handles.ts';
import { SelectTool } from '../../../../../renderer/engine/tools/select.ts';
import type { PointerSample } from '../../../../../renderer/engine/tools/tool.ts';
import { Writer } from '../../../../support/texts.ts';
import { OTHER } from '../local-board.ts';
import { ToolDesk } from './tool-desk.ts';

/** A stroke around a box of 100 by 50 px at (0, 0), selected. Its frame is 4 px larger on each side. */
function open(more: readonly (readonly (readonly [number, number])[])[] = []) {
  const desk = new ToolDesk();
  const ring = [
    [0, 0],
    [100, 0],
    [100, 50],
    [0, 50],
    [0, 0],
  ] as const;
  const ids = [desk.access.stroke(ring), ...more.map((points) => desk.access.stroke(points))];
  const tool = desk.use(new SelectTool(desk));
  desk.selection.set(ids);
  return { desk, tool, ids, id: ids[0] as ElementId };
}

const boxOf = (desk: ToolDesk, id: ElementId) => {
  const frame = frameOf(desk.access.board(), desk.access.element(id));
  const { minX = 0, minY = 0, maxX = 0, maxY = 0 } = frame?.box ?? {};
  return {
    x: minX / 16,
    y: minY / 16,
    w: (maxX - minX) / 16,
    h: (maxY - minY) / 16,
    angle: Math.round(((frame?.angle ?? 0) * 180) / Math.PI),
  };
};

const pull = (
  { desk, tool }: ReturnType<typeof open>,
  from: readonly [number, number],
  to: readonly [number, number],
  part: Partial<PointerSample> = {},
): void => desk.drag(tool, [from, to], part);

test('a corner stretches both ways from the other corner, a side one way', () => {
  const at = open();
  pull(at, [104, 54], [204, 79]);
  expect(boxOf(at.desk, at.id)).toEqual({ x: 0, y: 0, w: 200, h: 75, angle: 0 });
  pull(at, [-4, 37], [46, 90]);
  expect(boxOf(at.desk, at.id)).toEqual({ x: 50, y: 0, w: 150, h: 75, angle: 0 });
});

test('Shift keeps the proportion, Alt stretches from the middle', () => {
  const shifted = open();
  pull(shifted, [104, 54], [204, 60], { shift: true });
  expect(boxOf(shifted.desk, shifted.id)).toEqual({ x: 0, y: 0, w: 200, h: 100, angle: 0 });
  const alted = open();
  pull(alted, [104, 25], [124, 25], { alt: true });
  expect(boxOf(alted.desk, alted.id)).toEqual({ x: -20, y: 0, w: 140, h: 50, angle: 0 });
});

test('pulled over the other side it is mirrored, and pulled back it is as it was', () => {
  const at = open();
  pull(at, [104, 25], [-96, 25]);
  expect(boxOf(at.desk, at.id)).toEqual({ x: -100, y: 0, w: 100, h: 50, angle: 0 });
  expect(at.desk.access.element(at.id).get('mirrored')).toBe(true);
});

test('the round handle turns, with Shift by steps of fifteen degrees', () => {
  const at = open();
  pull(at, [50, -26], [101, 25]);
  expect(boxOf(at.desk, at.id)).toEqual({ x: 0, y: 0, w: 100, h: 50, angle: 90 });
  const stepped = open();
  pull(stepped, [50, -26], [80, -15], { shift: true });
  expect(boxOf(stepped.desk, stepped.id).angle).toBe(30);
});

test('a turned element has turned handles, and what it does not pull at stays where it is', () => {
  const at = open();
  pull(at, [50, -26], [101, 25]);
  // Upright now: its right side is below, where its box ends at 75.
  pull(at, [50, 79], [50, 129]);
  const { x, y, w, h, angle } = boxOf(at.desk, at.id);
  expect({ w, h, angle }).toEqual({ w: 150, h: 50, angle: 90 });
  expect([x + w / 2, y + h / 2]).toEqual([50, 50]);
});

test('many kinds stretch and turn together, each from where it lies', () => {
  const at = open([
    [
      [200, 100],
      [300, 150],
    ],
  ]);
  const [a, b] = at.ids as [ElementId, ElementId];
  pull(at, [304, 154], [604, 304]);
  expect(boxOf(at.desk, a)).toEqual({ x: 0, y: 0, w: 200, h: 100, angle: 0 });
  expect(boxOf(at.desk, b)).toEqual({ x: 400, y: 200, w: 200, h: 100, angle: 0 });
  expect(at.desk.access.element(b).width).toBe(64);
  expect(new Set(at.desk.access.proposed.map(({ gesture }) => gesture)).size).toBe(1);
});

test('the drag is shown at each move and sent once in a tick; Escape puts everything back for all', () => {
  const { desk, tool, id } = open();
  tool.press(desk.at(104, 54));
  tool.drag(desk.at(154, 104));
  const shown = desk.lifted?.reshaped?.shown(desk.access.element(id));
  expect(shown?.get('w')).toBe(150 * 16);
  expect(desk.access.proposed).toEqual([]);
  desk.clock.advance(40);
  expect(boxOf(desk, id).w).toBe(150);
  tool.cancel('escape');
  expect(desk.lifted).toBeUndefined();
  expect(boxOf(desk, id)).toEqual({ x: 0, y: 0, w: 100, h: 50, angle: 0 });
  expect(desk.access.element(id).get('w')).toBe(0);
});

test('what somebody else stretches meanwhile keeps their size where the pull does not write it', () => {
  const { desk, tool, id } = open();
  tool.press(desk.at(104, 25));
  tool.drag(desk.at(154, 25));
  desk.clock.advance(40);
  desk.access.receive([{ kind: 'set', id, lamport: desk.access.nextLamport(), values: { color: 3 } }]);
  tool.drag(desk.at(204, 25));
  tool.release(desk.at(204, 25));
  expect(boxOf(desk, id)).toMatchObject({ w: 200, h: 50 });
  expect(desk.access.element(id).color).toBe(3);
});

test('fingers reach handles from farther away, and small frames keep only their corners', () => {
  const frame = { box: { minX: 0, minY: 0, maxX: 480, maxY: 480 }, angle: 0 };
  expect(handleAt(frame, 1, { x: 50, y: 46 }, true)).toBe('se');
  expect(handleAt(frame, 1, { x: 50, y: 46 }, false)).toBeUndefined();
  expect(handleAt(frame, 1, { x: 15, y: 34 }, false)).toBeUndefined();
  expect(handleAt({ ...frame, box: { ...frame.box, maxX: 960 } }, 1, { x: 30, y: 34 }, false)).toBe('s');
});

test('a locked selection has no handles', () => {
  const at = open();
  const { desk, id } = at;
  desk.access.propose([{ kind: 'set', id, lamport: desk.access.nextLamport(), values: { locked: true } }], 90);
  pull(at, [104, 54], [204, 79]);
  expect(boxOf(desk, id)).toMatchObject({ w: 100, h: 50 });
  expect(desk.access.element(id).kind).toBe(ElementKind.pen);
});

test('an arrow has its two ends for handles: they are bound to what they come near, and Ctrl keeps them free', () => {
  const desk = new ToolDesk();
  const box = desk.access.put(ElementKind.rectangle, { x: 4_800, y: 0, w: 1_600, h: 1_600, color: 0, width: 32 });
  const arrow = desk.access.put(ElementKind.arrow, { x: 0, y: 800, color: 0, width: 32, from: [0, 0], to: [1_600, 0] });
  const tool = desk.use(new SelectTool(desk));
  desk.selection.set([arrow]);
  const end = (name: 'from' | 'to') => desk.access.element(arrow).get(name);
  desk.drag(tool, [
    [100, 50],
    [350, 50],
  ]);
  expect(end('to')[0]).toBe(box);
  expect(end('from')).toEqual([0, 0]);
  desk.drag(tool, [
    [0, 50],
    [-80, 90],
  ]);
  expect(end('from')).toEqual([-80 * 16, 40 * 16]);
  tool.press(desk.at(-80, 90));
  tool.drag(desk.at(0, 0));
  desk.clock.advance(40);
  tool.cancel('escape');
  expect(end('from')).toEqual([-80 * 16, 40 * 16]);
  expect(new Set(desk.access.proposed.map(({ gesture }) => gesture)).size).toBe(3);
});

test.each(['release', 'cancel'] as const)('an end that another person takes meanwhile stays theirs at the %s', (how) => {
  const desk = new ToolDesk();
  const arrow = desk.access.put(ElementKind.arrow, { x: 0, y: 800, color: 0, width: 32, from: [0, 0], to: [1_600, 0] });
  const tool = desk.use(new SelectTool(desk));
  desk.selection.set([arrow]);
  tool.press(desk.at(100, 50));
  tool.drag(desk.at(150, 50));
  desk.clock.advance(40);
  const to = [320, 320] as const;
  desk.access.receive([{ kind: 'set', id: arrow, lamport: desk.access.nextLamport(), values: { to } }]);
  tool.drag(desk.at(200, 50));
  desk.clock.advance(40);
  if (how === 'release') tool.release(desk.at(200, 50));
  else tool.cancel('escape');
  expect(desk.access.element(arrow).get('to')).toEqual(to);
});

test('a click selects the outermost group, a double click goes in, and a click elsewhere comes out', () => {
  const desk = new ToolDesk();
  const at = (y: number) =>
    desk.access.stroke([
      [0, y],
      [100, y],
    ]);
  const [a, b, c, alone] = [at(0), at(100), at(200), at(400)] as const;
  const groups: readonly (readonly [ElementId, readonly string[]])[] = [
    [a, ['out', 'in']],
    [b, ['out', 'in']],
    [c, ['out']],
  ];
  for (const [id, group] of groups)
    desk.access.receive([{ kind: 'set', id, lamport: desk.access.nextLamport(), values: { group } }]);
  const tool = desk.use(new SelectTool(desk));
  const click = (y: number, wait = 1_000) => {
    desk.clock.advance(wait);
    desk.drag(tool, [[50, y]]);
    return [...desk.selection.ids];
  };
  expect(click(0)).toEqual([a, b, c]);
  expect(click(0, 100)).toEqual([a, b]);
  expect(click(200)).toEqual([c]);
  click(0);
  expect(click(0, 100)).toEqual([a]);
  expect(click(400)).toEqual([alone]);
  expect(click(0)).toEqual([a, b, c]);
});

test('an arrow is bent at its middle and pulled straight again, each as one step; with right angles it has no such grip', () => {
  const desk = new ToolDesk();
  const arrow = desk.access.put(ElementKind.arrow, { x: 0, y: 800, color: 0, width: 32, from: [0, 0], to: [3_200, 0] });
  const tool = desk.use(new SelectTool(desk));
  desk.selection.set([arrow]);
  const way = () => {
    const element = desk.access.element(arrow);
    return { route: element.get('route'), bend: element.get('bend') };
  };
  const pull = (from: readonly [number, number], to: readonly [number, number]) => desk.drag(tool, [from, to]);
  pull([100, 50], [110, 90]);
  expect(way()).toEqual({ route: 1, bend: 200 });
  tool.press(desk.at(100, 90));
  tool.drag(desk.at(100, 150));
  desk.clock.advance(40);
  expect(way()).toEqual({ route: 1, bend: 500 });
  tool.cancel('escape');
  expect(way()).toEqual({ route: 1, bend: 200 });
  pull([100, 90], [100, 52]);
  expect(way()).toEqual({ route: 0, bend: 200 });
  desk.access.receive([{ kind: 'set', id: arrow, lamport: desk.access.nextLamport(), values: { route: 2 } }]);
  pull([100, 50], [100, 90]);
  expect(desk.access.element(arrow).y).toBe(800 + 40 * 16);
});

test('corners of a line are pulled, made from its sides, and go when they are pulled straight', () => {
  const desk = new ToolDesk();
  const values = { x: 0, y: 800, color: 0, width: 32, from: [0, 0], to: [6_400, 0] } as const;
  const line = desk.access.put(ElementKind.line, values);
  const tool = desk.use(new SelectTool(desk));
  desk.selection.set([line]);
  const corners = () => desk.access.element(line).get('corners');
  // With Alt the middle becomes a corner.
  desk.drag(
    tool,
    [
      [200, 50],
      [200, 150],
    ],
    { alt: true },
  );
  expect(corners()).toEqual([3_200, 1_600]);
  desk.drag(tool, [
    [300, 100],
    [400, 150],
  ]);
  expect(corners()).toEqual([3_200, 1_600, 6_400, 1_600]);
  desk.drag(tool, [
    [200, 150],
    [150, 250],
  ]);
  expect(corners()).toEqual([2_400, 3_200, 6_400, 1_600]);
  tool.press(desk.at(150, 250));
  tool.drag(desk.at(20, 20));
  desk.clock.advance(40);
  expect(corners()).toEqual([320, -480, 6_400, 1_600]);
  tool.cancel('escape');
  expect(corners()).toEqual([2_400, 3_200, 6_400, 1_600]);
  desk.drag(tool, [
    [150, 250],
    [200, 102],
  ]);
  expect(corners()).toEqual([6_400, 1_600]);
  const held = holdOf(desk.access.board(), desk.access.element(line));
  const turn = { kind: 'turn', about: { x: 0, y: 800 }, by: Math.PI / 2 } as const;
  expect(held && reshaped(held, turn)).toMatchObject({ to: [0, 6_400], corners: [-1_600, 6_400] });
});

test('a curved arrow that is flipped is bent to the other side', () => {
  const desk = new ToolDesk();
  const values = { x: 0, y: 0, color: 0, width: 32, from: [0, 0], to: [1_600, 0], route: 1, bend: 300 } as const;
  const arrow = desk.access.put(ElementKind.arrow, values);
  const hold = holdOf(desk.access.board(), desk.access.element(arrow));
  if (!hold) throw new Error('an arrow can be held');
  const flip = { kind: 'stretch', anchor: { x: 800, y: 0 }, scaleX: -1, scaleY: 1, axes: 0 } as const;
  expect(reshaped(hold, flip)).toMatchObject({ from: [0, 0], to: [-1_600, 0], bend: -300 });
  expect(reshaped(hold, { ...flip, scaleY: -1 })).not.toHaveProperty('bend');
});

test('a shape that is pulled smaller than its label is as small as that, in one step', () => {
  const desk = new ToolDesk();
  const id = desk.access.put(ElementKind.rectangle, { x: 0, y: 0, w: 3_200, h: 1_600 });
  desk.access.receive(new Writer(OTHER).types(desk.access.board(), id, 0, 'Authentication'));
  const tool = desk.use(new SelectTool(desk));
  desk.selection.set([id]);
  desk.drag(tool, [
    [204, 104],
    [30, 10],
  ]);
  const word = 14 * 0.55 * 20;
  expect(desk.access.element(id).get('w') / 16).toBeCloseTo(word + 16, 0);
  expect(desk.access.element(id).get('h') / 16).toBeCloseTo(26 + 16, 0);
  expect(new Set(desk.access.proposed.map(({ gesture }) => gesture)).size).toBe(1);
});

test('the grip that bends an arrow lies next to its label, and an arrow is bent from there without a jump', () => {
  const desk = new ToolDesk();
  const arrow = desk.access.put(ElementKind.arrow, { x: 0, y: 800, from: [0, 0], to: [4_800, 0] });
  const grip = () => placedGrips(desk.access.board(), desk.access.element(arrow), 1).find((one) => one.part === 'bend');
  expect(grip()).toMatchObject({ x: 150, y: 50 });
  desk.access.receive(new Writer(OTHER).types(desk.access.board(), arrow, 0, 'sends'));
  // Half of a line of letters, the paper around it, and ten pixels.
  const { x = 0, y = 0 } = grip() ?? {};
  expect([x, y]).toEqual([150, 50 - 13 - 4 - 10]);
  const tool = desk.use(new SelectTool(desk));
  desk.selection.set([arrow]);
  desk.drag(tool, [
    [x, y],
    [x, y - 30],
  ]);
  expect(desk.access.element(arrow).get('bend')).toBe(-100);
  expect(grip()?.y).toBe(20 - 13 - 4 - 10);
});

test('the grip on a side of a line stands where it covers no letter of the label', () => {
  const desk = new ToolDesk();
  const line = desk.access.put(ElementKind.line, { x: 0, y: 800, from: [0, 0], to: [4_800, 320], corners: [4_800, 0] });
  const sides = () =>
    placedGrips(desk.access.board(), desk.access.element(line), 1).flatMap(({ part, x, y }) => (part === 'side' ? [[x, y]] : []));
  expect(sides()).toEqual([[150, 50]]);
  desk.access.receive(new Writer(OTHER).types(desk.access.board(), line, 0, 'sends'));
  expect(sides()).toEqual([[75, 50]]);
});

test('the letters of several labels grow with their elements, those of one element stay', () => {
  const desk = new ToolDesk();
  const [one, other] = [0, 200].map((x) => desk.access.put(ElementKind.rectangle, { x: x * 16, y: 0, w: 1_600, h: 1_600 }));
  if (!one || !other) throw new Error('two shapes');
  const note = desk.access.put(ElementKind.note, { x: 400 * 16, y: 0, w: 1_600, h: 1_600 });
  const writer = new Writer(OTHER);
  for (const id of [one, note]) desk.access.receive(writer.types(desk.access.board(), id, 0, 'hi'));
  const sizes = () => [one, other, note].map((id) => desk.access.element(id).get('size'));
  const tool = desk.use(new SelectTool(desk));
  desk.selection.set([one, other, note]);
  desk.drag(tool, [
    [504, 104],
    [1004, 204],
  ]);
  expect(sizes()).toEqual([640, 320, 640]);
  // A side alone gives labels more room.
  desk.drag(tool, [
    [1004, 100],
    [504, 100],
  ]);
  expect(sizes()).toEqual([640, 320, 640]);
  desk.selection.set([one]);
  desk.drag(tool, [
    [104, 204],
    [204, 404],
  ]);
  expect(sizes()).toEqual([640, 320, 640]);
});
