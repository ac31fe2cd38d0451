import { expect, test } from 'vitest';
import type { ElementId } from '../../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../../core/board/kinds.ts';
import { Scene } from '../../../../../../renderer/engine/scene.ts';
import { Arrange } from '../../../../../../renderer/engine/selection/arranging/arrange.ts';
import { elementsIn, lockedAt, topmostAt, touchedBy } from '../../../../../../renderer/engine/selection/hit-test.ts';
import { Selection } from '../../../../../../renderer/engine/selection/selection.ts';
import { styleNames } from '../../../../../../renderer/engine/style/style.ts';
import { addCut } from '../../../../../support/ink.ts';
import { LocalBoard } from '../../local-board.ts';

function open() {
  const access = new LocalBoard();
  const scene = new Scene(() => access.board());
  const selection = new Selection();
  access.onChange(({ ids }) => {
    if (ids === 'all') scene.reset();
    else for (const id of ids) scene.update(id);
  });
  const box = (x: number, y: number, w = 100, h = 100): ElementId =>
    access.put(ElementKind.rectangle, { x: x * 16, y: y * 16, w: w * 16, h: h * 16, color: 0, width: 32 });
  const at = (id: ElementId) => [access.element(id).x / 16, access.element(id).y / 16];
  const pile = (): ElementId[] => {
    const order = (id: ElementId): string => access.element(id).order;
    return [...scene.ids()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  };
  return { access, scene, selection, arrange: new Arrange({ access, scene, selection }), box, at, pile };
}

test('a group is written to each member below the groups around it, and taken away again', () => {
  const { access, selection, arrange, box } = open();
  const [a, b, c] = [box(0, 0), box(200, 0), box(400, 0)];
  selection.set([a, b]);
  arrange.group();
  const inner = access.element(a).get('group');
  expect(inner).toHaveLength(1);
  expect(access.element(b).get('group')).toEqual(inner);
  selection.set([a, b, c]);
  arrange.group();
  expect(access.element(a).get('group')).toEqual([access.element(c).get('group')[0], inner[0]]);
  arrange.ungroup();
  expect(access.element(a).get('group')).toEqual(inner);
  expect(access.element(c).get('group')).toEqual([]);
});

test('one element by itself, or one group, makes no group', () => {
  const { access, selection, arrange, box } = open();
  const [a, b] = [box(0, 0), box(200, 0)];
  selection.set([a]);
  arrange.group();
  expect(access.element(a).get('group')).toEqual([]);
  selection.set([a, b]);
  arrange.group();
  arrange.group();
  expect(access.element(a).get('group')).toHaveLength(1);
});

test('what is locked is neither touched, met, erased, moved nor removed; a menu finds it and unlocks it', () => {
  const { access, scene, selection, arrange, box, at } = open();
  const a = box(0, 0);
  selection.set([a]);
  arrange.toggleLock();
  arrange.nudge(10, 0);
  arrange.flip('across');
  arrange.remove();
  expect(at(a)).toEqual([0, 0]);
  expect(access.element(a).alive).toBe(true);
  expect(topmostAt(scene, access.board(), 0, 50, 4)).toBeUndefined();
  expect(touchedBy(scene, access.board(), { x1: -10, y1: 50, x2: 10, y2: 50 }, 4)).toEqual([]);
  expect(elementsIn(scene, access.board(), { minX: -5, minY: -5, maxX: 200, maxY: 200 })).toEqual([]);
  selection.clear();
  expect(lockedAt(scene, access.board(), { x: 0, y: 50 }, 4)).toBe(a);
  arrange.choose(a);
  arrange.toggleLock();
  expect(topmostAt(scene, access.board(), 0, 50, 4)).toBe(a);
});

test('forward and backward step over what is overlapped, front and back over everything', () => {
  const { selection, arrange, box, pile } = open();
  const [a, b, c, far] = [box(0, 0), box(50, 0), box(20, 0), box(900, 0)] as const;
  selection.set([a]);
  arrange.order('forward');
  expect(pile()).toEqual([b, a, c, far]);
  arrange.order('forward');
  expect(pile()).toEqual([b, c, a, far]);
  arrange.order('forward');
  expect(pile()).toEqual([b, c, a, far]);
  arrange.order('front');
  expect(pile()).toEqual([b, c, far, a]);
  arrange.order('backward');
  expect(pile()).toEqual([b, a, c, far]);
  selection.set([c, far]);
  arrange.order('back');
  expect(pile()).toEqual([c, far, b, a]);
});

test('groups are aligned and spaced as one, and a frame takes along what lies in it', () => {
  const { access, selection, arrange, box, at } = open();
  const [a, b, c] = [box(0, 0), box(150, 20), box(600, 50)];
  selection.set([a, b]);
  arrange.group();
  selection.set([a, b, c]);
  arrange.align('top');
  expect([at(a), at(b), at(c)]).toEqual([
    [0, 0],
    [150, 20],
    [600, 0],
  ]);
  const d = box(300, 0, 50);
  selection.set([a, b, c, d]);
  arrange.distribute('across');
  expect(at(d)[0]).toBe(400);
  const frame = access.put(ElementKind.frame, { x: 0, y: 8_000, w: 4_000, h: 4_000 });
  const inside = box(20, 520, 40, 40);
  selection.set([frame]);
  arrange.nudge(5, 7);
  expect(at(inside)).toEqual([25, 527]);
});

test('flipping mirrors places and ink, and twice leaves everything where it was', () => {
  const { access, selection, arrange, box, at } = open();
  const a = box(0, 0);
  const ink = access.stroke([
    [200, 0],
    [260, 30],
    [300, 100],
  ]);
  selection.set([a, ink]);
  const look = () => [...at(a), ...at(ink), access.element(ink).get('mirrored'), access.element(ink).get('angle')];
  const before = look();
  arrange.flip('across');
  expect(look()).toEqual([200, 0, 0, 0, true, 0]);
  arrange.flip('down');
  expect(look()).toEqual([200, 0, 0, 0, false, 18_000]);
  arrange.flip('across');
  arrange.flip('down');
  expect(look()).toEqual(before);
});

test('a copy of a group is another group, bound ends within it hold to the copies, and cuts are copied', () => {
  const { access, selection, arrange, box } = open();
  const [a, b] = [box(0, 0), box(300, 0)];
  const arrow = access.put(ElementKind.arrow, { x: 0, y: 0, color: 0, width: 32, from: [a, 500, 500], to: [b, 500, 500] });
  const loose = access.put(ElementKind.arrow, { x: 0, y: 0, color: 0, width: 32, from: [a, 500, 500], to: [900, 900] });
  const ink = access.stroke([
    [0, 300],
    [100, 300],
  ]);
  access.receive(addCut('otherOTHERo.99' as ElementId, ink, access.nextLamport(), [4, 8]));
  selection.set([a, b, arrow, ink]);
  arrange.group();
  const group = access.element(a).get('group');
  arrange.duplicate();
  const copies = [...selection.ids].map((id) => access.element(id));
  expect(copies).toHaveLength(4);
  const groups = copies.map((copy) => copy.get('group').join());
  expect(new Set(groups).size).toBe(1);
  expect(groups[0]).not.toBe(group.join());
  const copied = copies.find(({ kind }) => kind === ElementKind.arrow);
  expect([copied?.get('from')[0], copied?.get('to')[0]]).toEqual([copies[0]?.id, copies[1]?.id]);
  selection.set([loose]);
  arrange.duplicate();
  expect(access.element([...selection.ids][0] as ElementId).get('from')[0]).toBe(a);
});

test('a copied style goes to what has it: a line keeps no fill', () => {
  const { access, selection, arrange, box } = open();
  const [a, b] = [box(0, 0), box(300, 0)];
  const ink = access.stroke([
    [0, 300],
    [100, 300],
  ]);
  access.propose([{ kind: 'set', id: a, lamport: access.nextLamport(), values: { color: 3, fill: 2, dash: 1, width: 96 } }], 1);
  selection.set([a]);
  arrange.copyStyle();
  selection.set([b, ink]);
  arrange.pasteStyle();
  const look = (id: ElementId) => {
    const { color, width } = access.element(id);
    return { color, width, fill: access.element(id).get('fill'), dash: access.element(id).get('dash') };
  };
  expect(look(b)).toEqual({ color: 3, width: 96, fill: 2, dash: 1 });
  expect(look(ink)).toEqual({ color: 3, width: 96, fill: -1, dash: 0 });
});

test('a copied style has everything that a person can choose for the kind', () => {
  const { access, selection, arrange, box } = open();
  const line = (): ElementId => access.put(ElementKind.line, { x: 0, y: 0, from: [0, 0], to: [1_600, 0], color: 0, width: 32 });
  for (const [from, to, chosen] of [
    [box(0, 0), box(300, 0), { color: 3, width: 96, fill: 2, hatch: 2, dash: 1, sketch: 1, opacity: 50 }],
    [line(), line(), { color: 3, width: 96, dash: 1, sketch: 1, opacity: 50, route: 2, headFrom: 3, headTo: 2 }],
  ] as const) {
    expect(Object.keys(chosen).sort()).toEqual([...styleNames(access.element(from).kind)].sort());
    access.propose([{ kind: 'set', id: from, lamport: access.nextLamport(), values: chosen }], access.newGesture());
    selection.set([from]);
    arrange.copyStyle();
    selection.set([to]);
    arrange.pasteStyle();
    const taken = styleNames(access.element(to).kind).map((name) => [name, access.element(to).get(name)]);
    expect(Object.fromEntries(taken)).toEqual(chosen);
  }
});
