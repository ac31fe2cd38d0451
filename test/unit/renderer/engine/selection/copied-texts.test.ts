import { expect, test } from 'vitest';
import { checkBatch } from '../../../../../core/board/admission/validate-op.ts';
import { textOf } from '../../../../../core/board/bodies/text-order.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { proposeCopies } from '../../../../../renderer/engine/selection/arranging/copies.ts';
import { Writer } from '../../../../support/texts.ts';
import { LocalBoard, ME, OTHER } from '../local-board.ts';

test('a copy of a note looks like it, reads like it, and is another text', () => {
  const local = new LocalBoard();
  const ben = new Writer(OTHER);
  const { id, ops } = ben.holder(local.board(), ElementKind.note, { x: 160, color: 3, size: 448, align: 2 });
  local.receive(ops);
  local.receive(ben.types(local.board(), id, 0, 'hello world'));
  local.receive(ben.erases(local.board(), id, 5, 11));
  local.receive(ben.types(local.board(), id, 5, ', you'));
  const before = local.board().maxOrder;
  const [copy] = proposeCopies(local, [id], { dx: 32, dy: 0 }, 1);
  if (copy === undefined) throw new Error('no copy');
  expect(local.element(copy)).toMatchObject({ kind: ElementKind.note, x: 192, color: 3 });
  expect(local.element(copy).get('size')).toBe(448);
  expect(local.element(copy).order > before).toBe(true);
  expect(textOf(local.board(), copy)).toBe('hello, you');
  local.receive(ben.types(local.board(), copy, 0, '> '));
  expect(textOf(local.board(), id)).toBe('hello, you');
  // A hub takes it.
  const hub = new LocalBoard();
  hub.receive(ops);
  for (const batch of local.proposed) expect(checkBatch(hub.board(), ME, batch.ops)).toBeUndefined();
});
