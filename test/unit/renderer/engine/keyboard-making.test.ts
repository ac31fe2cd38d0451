import { expect, test } from 'vitest';
import type { ElementId } from '../../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../../core/board/kinds.ts';
import { keyboardMaking } from '../../../../renderer/engine/keyboard-making.ts';
import { Scene } from '../../../../renderer/engine/scene.ts';
import { LocalBoard } from './local-board.ts';

function open() {
  const access = new LocalBoard();
  const scene = new Scene(() => access.board());
  access.onChange(({ ids }) => {
    if (ids === 'all') scene.reset();
    else for (const id of ids) scene.update(id);
  });
  let selected: readonly ElementId[] = [];
  const making = keyboardMaking({
    access,
    scene,
    selected: () => new Set(selected),
    select: (ids) => {
      selected = ids;
    },
    middle: () => ({ x: 400, y: 300 }),
    style: () => ({ color: 1, width: 32 }),
  });
  const add = (kind: Parameters<typeof making.addInMiddle>[0]): ElementId => {
    making.addInMiddle(kind);
    const [id] = selected;
    if (id === undefined) throw new Error('nothing is selected');
    return id;
  };
  return { access, scene, making, add, select: (...ids: readonly ElementId[]) => (selected = ids) };
}

test('a shape is added in the middle of the view with the chosen style, and is selected', () => {
  const { access, add } = open();
  const element = access.element(add('ellipse'));
  expect(element.kind).toBe(ElementKind.ellipse);
  expect([element.x / 16 + 80, element.y / 16 + 50]).toEqual([400, 300]);
  expect([element.get('color'), element.get('width')]).toEqual([1, 32]);
});

test('the next ones lie next to those before and on none of them, the first to the right', () => {
  const { access, add } = open();
  const boxes = [add('rectangle'), add('rectangle'), add('diamond'), add('note'), add('ellipse'), add('ellipse')].map((id) => {
    const element = access.element(id);
    return { x: element.x / 16, y: element.y / 16, w: element.get('w') / 16, h: element.get('h') / 16 };
  });
  expect(boxes.slice(0, 2).map(({ x, y }) => [x, y])).toEqual([
    [320, 250],
    [520, 250],
  ]);
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const isApart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      expect(isApart, JSON.stringify([a, b])).toBe(true);
    }
  }
});

test('two selected elements are connected from the first to the second, and the arrow follows them', () => {
  const { access, scene, making, add, select } = open();
  const [a, b] = [add('rectangle'), add('note')];
  select(a, b);
  expect(making.connectSelected()).toBe(true);
  const arrow = [...scene.ids()].map((id) => access.element(id)).find(({ kind }) => kind === ElementKind.arrow);
  expect([arrow?.get('from'), arrow?.get('to')]).toEqual([
    [a, 500, 500],
    [b, 500, 500],
  ]);
  select(a);
  expect(making.connectSelected()).toBe(false);
  const stroke = access.put(ElementKind.line, { x: 0, y: 0, from: [0, 0], to: [1_600, 0], width: 32 });
  select(a, stroke);
  expect(making.connectSelected()).toBe(false);
});

test('the board is a list in reading order, with the text of each element, and no longer than asked', () => {
  const { access, making } = open();
  const box = (x: number, y: number): ElementId =>
    access.put(ElementKind.rectangle, { x: x * 16, y: y * 16, w: 1_600, h: 1_600, width: 32 });
  const [right, left, below] = [box(400, 0), box(0, 10), box(0, 500)];
  const frame = access.put(ElementKind.frame, { x: 0, y: 16_000, w: 1_600, h: 1_600, title: 'Plan' });
  expect(making.listed(10).map(({ id }) => id)).toEqual([left, right, below, frame]);
  expect(making.listed(10).map(({ text }) => text)).toEqual(['', '', '', 'Plan']);
  expect(making.listed(2)).toHaveLength(2);
});

test('within a frame or a large shape they lie next to each other too', () => {
  for (const kind of ['frame', 'rectangle'] as const) {
    const { access, add } = open();
    const values = {
      order: 'a1',
      x: -16_000,
      y: -16_000,
      w: 48_000,
      h: 48_000,
      ...(kind === 'frame' ? {} : { color: 1, width: 32 }),
    };
    const birth = { kind: ElementKind[kind], body: Body.none, facts: {} };
    access.propose(
      [{ kind: 'add', id: access.newElementId(), lamport: access.nextLamport(), birth, values }],
      access.newGesture(),
    );
    const places = [add('note'), add('note'), add('rectangle')].map((id) => `${access.element(id).x} ${access.element(id).y}`);
    expect(new Set(places).size).toBe(3);
  }
});
