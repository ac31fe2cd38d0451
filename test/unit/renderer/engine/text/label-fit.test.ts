import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { proposeStyle } from '../../../../../renderer/engine/style/selection-style.ts';
import { fittedBox, ownBoxOf } from '../../../../../renderer/engine/text/label-fit.ts';
import { boardTexts } from '../../../../../renderer/engine/text/layout/board-texts.ts';
import { roomOfLabel } from '../../../../../renderer/engine/text/layout/label.ts';
import { styleOf } from '../../../../../renderer/engine/text/layout/text-style.ts';
import { Writer } from '../../../../support/texts.ts';
import { LocalBoard, OTHER } from '../local-board.ts';

const LONG = 'a long label in a small shape that does not fit at all';

/** A shape of 120 by 60 px with a label. */
function labelled(kind: ElementKind, label: string, values = {}) {
  const local = new LocalBoard();
  const id = local.put(kind, { x: 0, y: 0, w: 1_920, h: 960, ...values });
  local.receive(new Writer(OTHER).types(local.board(), id, 0, label));
  const fitted = () => fittedBox(local.board(), local.element(id), ownBoxOf(local.element(id)));
  return { local, id, fitted };
}

test.each([ElementKind.rectangle, ElementKind.ellipse, ElementKind.diamond])(
  'a shape of kind %i has room for its label',
  (kind) => {
    const { local, id, fitted } = labelled(kind, LONG);
    const box = fitted();
    const element = local.element(id);
    const room = roomOfLabel(kind, box.w / 16);
    const { layout } = boardTexts.set(local.board(), element, styleOf(element, room));
    expect(layout.lines.every(({ text }) => LONG.split(' ').includes(text.trim().split(' ').at(-1) ?? ''))).toBe(true);
    expect(roomOfLabel(kind, box.h / 16)).toBeGreaterThanOrEqual(layout.height);
    expect(box.y).toBe(0);
  },
);

test('a label that fits leaves the shape as it is, and so does none', () => {
  expect(labelled(ElementKind.rectangle, 'ok').fitted()).toEqual({ x: 0, y: 0, w: 1_920, h: 960 });
  const local = new LocalBoard();
  const arrow = local.put(ElementKind.arrow, { x: 0, y: 0, from: [0, 0], to: [1_600, 0] });
  local.receive(new Writer(OTHER).types(local.board(), arrow, 0, LONG));
  expect(fittedBox(local.board(), local.element(arrow), ownBoxOf(local.element(arrow)))).toMatchObject({ w: 0, h: 0 });
});

test('a turned shape grows about its middle; a word without end does not widen it without end', () => {
  const { fitted } = labelled(ElementKind.rectangle, LONG, { angle: 9_000 });
  const { y, h } = fitted();
  expect(h).toBeGreaterThan(960);
  expect(Math.abs(y + h / 2 - 480)).toBeLessThanOrEqual(1);
  expect(labelled(ElementKind.rectangle, 'x'.repeat(500)).fitted().w).toBeLessThanOrEqual(340 * 16);
});

test('the longest label in the largest letters asks for no size that a board refuses', () => {
  const { y, w, h } = labelled(ElementKind.diamond, 'word '.repeat(2_000), {
    y: LIMITS.coordinate,
    size: 16_000,
    angle: 9_000,
  }).fitted();
  expect(h).toBe(2 * LIMITS.coordinate);
  expect(w).toBeLessThanOrEqual(2 * LIMITS.coordinate);
  expect(Math.abs(y)).toBeLessThanOrEqual(LIMITS.coordinate);
});

test('larger letters enlarge their shape in the same step', () => {
  const { local, id } = labelled(ElementKind.rectangle, 'a label of some words');
  proposeStyle(local, [id], { size: 640 }, { gesture: local.newGesture() });
  expect(local.element(id).get('h')).toBeGreaterThan(960);
  expect(local.proposed).toHaveLength(1);
});
