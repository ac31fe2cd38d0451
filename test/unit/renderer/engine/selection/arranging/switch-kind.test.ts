import { expect, test } from 'vitest';
import { textOps } from '../../../../../../core/board/bodies/text-edits.ts';
import { textOf } from '../../../../../../core/board/bodies/text-order.ts';
import { ElementKind } from '../../../../../../core/board/kinds.ts';
import { Scene } from '../../../../../../renderer/engine/scene.ts';
import { nextKind, proposeSwitch } from '../../../../../../renderer/engine/selection/arranging/switch-kind.ts';
import { LocalBoard } from '../../local-board.ts';

const { rectangle, ellipse, diamond, line, arrow, text } = ElementKind;

test('kinds are switched in a ring, both ways, and others are not', () => {
  expect([rectangle, ellipse, diamond].map((kind) => nextKind(kind, 1))).toEqual([ellipse, diamond, rectangle]);
  expect([rectangle, line, arrow].map((kind) => nextKind(kind, -1))).toEqual([diamond, arrow, line]);
  expect(nextKind(text, 1)).toBeUndefined();
});

test('a switched shape keeps its looks, its text, its depth and its arrows, in one step', () => {
  const local = new LocalBoard();
  const scene = new Scene(() => local.board());
  const look = { x: 0, y: 0, w: 1_600, h: 800, fill: 3, dash: 1, angle: 900 };
  const [box, other] = [local.put(rectangle, look), local.put(text, { x: 9_000, y: 0, size: 320 })];
  const joined = local.put(arrow, { x: 0, y: 0, from: [box, 500, 500], to: [other, 0, 500], headTo: 2 });
  const label = textOps({ newElementId: () => local.newElementId(), lamport: local.nextLamport() }, box, 'inside');
  local.receive(label, 'user', local.clientId);
  scene.reset();
  const { order } = local.element(box);
  const ids = proposeSwitch({ access: local, scene }, [box, other], 1, 7);
  expect(ids[1]).toBe(other);
  const made = local.element(ids[0] ?? box);
  expect(made.id).not.toBe(box);
  expect({
    kind: made.kind,
    order: made.order,
    fill: made.get('fill'),
    dash: made.get('dash'),
    angle: made.get('angle'),
  }).toEqual({
    kind: ellipse,
    order,
    fill: 3,
    dash: 1,
    angle: 900,
  });
  expect(textOf(local.board(), made.id)).toBe('inside');
  expect(local.element(box).alive).toBe(false);
  expect(local.element(joined).get('from')).toEqual([made.id, 500, 500]);
  expect(local.element(joined).get('to')).toEqual([other, 0, 500]);
  expect(new Set(local.proposed.map(({ gesture }) => gesture))).toEqual(new Set([7]));
});

test('an arrow that becomes a line has no heads, and a line that becomes an arrow has one', () => {
  const local = new LocalBoard();
  const scene = new Scene(() => local.board());
  const pointed = local.put(arrow, { x: 0, y: 0, from: [0, 0], to: [900, 0], headFrom: 3, headTo: 2 });
  scene.reset();
  const [plain] = proposeSwitch({ access: local, scene }, [pointed], 1, 1);
  const element = local.element(plain ?? pointed);
  expect([element.kind, element.get('headFrom'), element.get('headTo')]).toEqual([line, 0, 0]);
  const [again] = proposeSwitch({ access: local, scene }, [element.id], 1, 2);
  expect(local.element(again ?? pointed).get('headTo')).toBe(1);
});

test('a diamond made of a rectangle has room for its label', () => {
  const local = new LocalBoard();
  const scene = new Scene(() => local.board());
  const box = local.put(rectangle, { x: 0, y: 0, w: 1_600, h: 800 });
  const label = textOps({ newElementId: () => local.newElementId(), lamport: local.nextLamport() }, box, 'customer');
  local.receive(label, 'user', local.clientId);
  scene.reset();
  const [made = box] = proposeSwitch({ access: local, scene }, [box], -1, 7);
  expect(local.element(made).kind).toBe(diamond);
  expect(local.element(made).get('w')).toBeGreaterThan(1_600);
  expect(new Set(local.proposed.map(({ gesture }) => gesture))).toEqual(new Set([7]));
});
