import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { WIDTHS } from '../../../../../renderer/engine/palette.ts';
import { ChosenStyles } from '../../../../../renderer/engine/style/chosen-styles.ts';
import { proposeStyle, sharedStyle } from '../../../../../renderer/engine/style/selection-style.ts';
import { NO_CHOICE } from '../../../../../renderer/engine/style/style.ts';
import { Writer } from '../../../../support/texts.ts';
import { LocalBoard, OTHER } from '../local-board.ts';

const { pen, highlighter, rectangle, ellipse, arrow, line, frame } = ElementKind;
const BOX = { x: 0, y: 0, w: 1600, h: 1600 };

test('shapes share what was chosen; pen and highlighter have their own', () => {
  const styles = new ChosenStyles();
  styles.choose(rectangle, { color: 1, fill: 4 });
  expect(styles.of(ellipse)).toMatchObject({ color: 1, fill: 4 });
  expect(styles.of(arrow)).toMatchObject({ color: 1 });
  expect(styles.of(arrow)).not.toHaveProperty('fill');
  expect(styles.of(pen)).toEqual({ color: 0, width: WIDTHS.pen[1] });
  expect(styles.of(highlighter)).toEqual({ color: 4, width: WIDTHS.highlighter[1] });
  expect(styles.of(frame)).toEqual({});
});

test('an arrow has the head that was chosen for it, a line has none', () => {
  const styles = new ChosenStyles();
  expect(styles.of(arrow)).toMatchObject({ headFrom: 0, headTo: 1 });
  styles.choose(arrow, { headTo: 3 });
  expect(styles.of(arrow)).toMatchObject({ headTo: 3 });
  expect(styles.of(line)).toMatchObject({ headFrom: 0, headTo: 0 });
});

test('of several elements there is to choose what any has, and the value is what all share', () => {
  const local = new LocalBoard();
  const red = local.put(rectangle, { ...BOX, color: 1, fill: 2, opacity: 50 });
  const round = local.put(ellipse, { ...BOX, color: 1, fill: 3 });
  const pointed = local.put(arrow, { x: 0, y: 0, color: 1, from: [0, 0], to: [9, 9], headTo: 2 });
  expect(sharedStyle(local.board(), [red])).toMatchObject({ values: { color: 1, fill: 2, opacity: 50, dash: 0 }, scale: 'pen' });
  const { names, values } = sharedStyle(local.board(), [red, round, pointed]);
  expect([...names].sort()).toEqual([
    'color',
    'dash',
    'fill',
    'hatch',
    'headFrom',
    'headTo',
    'opacity',
    'route',
    'sketch',
    'width',
  ]);
  expect(values).toEqual({ color: 1, width: 32, dash: 0, hatch: 0, headFrom: 0, headTo: 2, route: 0, sketch: 0 });
  expect(sharedStyle(local.board(), [])).toEqual(NO_CHOICE);
  expect(sharedStyle(local.board(), [local.put(frame, BOX)])).toEqual(NO_CHOICE);
});

test('widths of pens and highlighters are the same when they are the same step', () => {
  const local = new LocalBoard();
  const from = [
    [0, 0],
    [9, 9],
  ] as const;
  const ink = local.stroke(from, { width: WIDTHS.pen[2] });
  const marker = local.stroke(from, { kind: highlighter, width: WIDTHS.highlighter[2] });
  expect(sharedStyle(local.board(), [marker])).toMatchObject({ values: { width: WIDTHS.highlighter[2] }, scale: 'highlighter' });
  expect(sharedStyle(local.board(), [ink, marker])).toMatchObject({ values: { width: WIDTHS.pen[2] }, scale: 'pen' });
  proposeStyle(local, [ink, marker], { width: WIDTHS.pen[0] }, { gesture: local.newGesture() });
  expect([local.element(ink).width, local.element(marker).width]).toEqual([WIDTHS.pen[0], WIDTHS.highlighter[0]]);
});

test('a style is written where it belongs, in one step, and nowhere else', () => {
  const local = new LocalBoard();
  const box = local.put(rectangle, BOX);
  const pointed = local.put(arrow, { x: 0, y: 0, from: [0, 0], to: [9, 9] });
  const framed = local.put(frame, BOX);
  const kinds = proposeStyle(local, [box, pointed, framed], { fill: 3, dash: 2 }, { gesture: local.newGesture() });
  expect([...kinds]).toEqual([rectangle, arrow]);
  expect(local.proposed.map(({ ops }) => ops)).toEqual([
    [
      { kind: 'set', id: box, lamport: expect.any(Number), values: { fill: 3, dash: 2 } },
      { kind: 'set', id: pointed, lamport: expect.any(Number), values: { dash: 2 } },
    ],
  ]);
});

test('a shape with a label, or one in which a person begins to write, has the style of a text too', () => {
  const local = new LocalBoard();
  const writer = new Writer(OTHER);
  const box = local.put(rectangle, BOX);
  expect(sharedStyle(local.board(), [box]).names).not.toContain('size');
  const typed = sharedStyle(local.board(), [box], box);
  expect(typed.values).toMatchObject({ font: 0, size: 320, align: 1 });
  proposeStyle(local, [box], { size: 448 }, { gesture: local.newGesture() });
  expect(local.element(box).get('size')).toBe(320);
  local.receive(writer.types(local.board(), box, 0, 'hello'));
  proposeStyle(local, [box], { size: 448, align: 0 }, { gesture: local.newGesture() });
  expect(sharedStyle(local.board(), [box]).values).toMatchObject({ size: 448, align: 0 });
});

test('the next label is written like the last one; a shape writes nothing about labels that are as usual', () => {
  const styles = new ChosenStyles();
  expect(styles.of(rectangle)).not.toHaveProperty('size');
  styles.choose(rectangle, { font: 1, size: 448, align: 0 });
  expect(styles.of(arrow)).toMatchObject({ font: 1, size: 448 });
  expect(styles.of(arrow)).not.toHaveProperty('align');
});
