import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { textFrame } from '../../../../../renderer/engine/kinds/text.ts';
import { holdOf, reshaped } from '../../../../../renderer/engine/selection/arranging/reshape.ts';
import { frameOf, middleOf } from '../../../../../renderer/engine/selection/frames.ts';
import { Writer } from '../../../../support/texts.ts';
import { LocalBoard, OTHER } from '../local-board.ts';

/** A text holder of a kind with words in it. */
function written(kind: ElementKind, words: string, values: Parameters<Writer['holder']>[2]) {
  const local = new LocalBoard();
  const writer = new Writer(OTHER);
  const { id, ops } = writer.holder(local.board(), kind, values);
  local.receive(ops);
  local.receive(writer.types(local.board(), id, 0, words));
  return { local, id, element: () => local.element(id) };
}

test('a turned text has a frame that is turned with it, as long as its words', () => {
  const { local, element } = written(ElementKind.text, 'a text that is rather long', { angle: 4_500 });
  const frame = frameOf(local.board(), element());
  const { w, h } = textFrame(local.board(), element());
  expect(frame?.angle).toBeCloseTo(Math.PI / 4);
  expect((frame?.box.maxX ?? 0) - (frame?.box.minX ?? 0)).toBeCloseTo(w * 16);
  expect((frame?.box.maxY ?? 0) - (frame?.box.minY ?? 0)).toBeCloseTo(h * 16);
});

test('a turned text that is pulled at a corner grows about the opposite corner', () => {
  const { local, id, element } = written(ElementKind.text, 'a text that is rather long', { angle: 9_000 });
  const before = frameOf(local.board(), element());
  const hold = holdOf(local.board(), element());
  if (!hold || !before) throw new Error('no frame');
  const { x, y } = middleOf(before.box);
  const wide = before.box.maxX - before.box.minX;
  const high = before.box.maxY - before.box.minY;
  // Turned to the right, its own top left corner is at the top right.
  const anchor = { x: x + high / 2, y: y - wide / 2 };
  const values = reshaped(hold, { kind: 'stretch', anchor, scaleX: 2, scaleY: 2, axes: before.angle });
  local.receive([{ kind: 'set', id, lamport: local.nextLamport(), values }]);
  const after = frameOf(local.board(), element());
  if (!after) throw new Error('no frame');
  const now = middleOf(after.box);
  expect(now.x + (after.box.maxY - after.box.minY) / 2).toBeCloseTo(anchor.x, -1);
  expect(now.y - (after.box.maxX - after.box.minX) / 2).toBeCloseTo(anchor.y, -1);
});

test('a note that its text has made higher is framed as it is shown, and keeps its own height when it is pulled wider', () => {
  const words = 'many words that need far more lines than the note has room for';
  const { local, element } = written(ElementKind.note, words, { w: 1_600, h: 800 });
  const frame = frameOf(local.board(), element());
  const hold = holdOf(local.board(), element());
  if (!hold || !frame) throw new Error('no frame');
  expect(frame.box.maxY - frame.box.minY).toBeGreaterThan(800);
  const { minX: x, minY: y } = frame.box;
  const wider = reshaped(hold, { kind: 'stretch', anchor: { x, y }, scaleX: 2, scaleY: 1, axes: 0 });
  expect(wider).toMatchObject({ x, y, w: 3_200, h: 800 });
});
