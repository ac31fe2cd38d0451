import { expect, test } from 'vitest';
import { checkBatch } from '../../../../../core/board/admission/validate-op.ts';
import { Board } from '../../../../../core/board/board.ts';
import { textOf } from '../../../../../core/board/bodies/text-order.ts';
import { type ClientId, type ElementId, elementId } from '../../../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../../../core/board/kinds.ts';
import type { Op } from '../../../../../core/board/op.ts';
import { importOps } from '../../../../../renderer/session/writing/import-ops.ts';

const ANA = 'ana________' as ClientId;
const BO = 'bo_________' as ClientId;

/** A note with two runs, of which the one in the middle was removed. */
function noteOps(): readonly Op[] {
  const note = elementId(ANA, 1);
  const run = (k: number, text: string, place: readonly [] | readonly [ElementId, number, 0 | 1]): Op[] => [
    {
      kind: 'add',
      id: elementId(ANA, k),
      lamport: k,
      birth: { kind: ElementKind.run, body: Body.text, facts: { target: note, place } },
      values: {},
    },
    { kind: 'append', id: elementId(ANA, k), offset: 0, chunk: text },
  ];
  const values = { order: 'a0', x: 0, y: 0, w: 160, h: 160, color: 4 };
  return [
    { kind: 'add', id: note, lamport: 1, birth: { kind: ElementKind.note, body: Body.none, facts: {} }, values },
    ...run(9, 'first ', []),
    ...run(3, 'gone ', [elementId(ANA, 9), 5, 1]),
    ...run(2, 'last', [elementId(ANA, 3), 4, 1]),
    { kind: 'alive', ids: [elementId(ANA, 3)], lamport: 20, alive: false },
  ];
}

function fileOf(board: Board) {
  return [...board.keptStates()];
}

test('a file keeps the order of a text, though what stood between was removed', () => {
  const board = new Board();
  board.apply(ANA, noteOps());
  expect(textOf(board, elementId(ANA, 1))).toBe('first last');
  const opened = new Board();
  const ops = importOps(opened, fileOf(board), { nextLamport: () => 30, newElementId: () => elementId(BO, 1) });
  expect(checkBatch(opened, BO, ops)).toBeUndefined();
  opened.apply(BO, ops);
  expect(textOf(opened, elementId(ANA, 1))).toBe('first last');
  expect(importOps(opened, fileOf(board), { nextLamport: () => 31, newElementId: () => elementId(BO, 2) })).toEqual([]);
});

test('what the board has let go of comes back from a file under other ids, with its parts', () => {
  const board = new Board();
  board.apply(ANA, noteOps());
  const file = fileOf(board);
  board.apply('the_board__' as ClientId, [{ kind: 'forget', ranges: [{ author: ANA, from: 1, to: 10 }] }]);
  expect(board.elementCount).toBe(0);
  let made = 0;
  const ops = importOps(board, file, { nextLamport: () => 30, newElementId: () => elementId(BO, ++made) });
  expect(checkBatch(board, BO, ops)).toBeUndefined();
  board.apply(BO, ops);
  const [note] = [...board.elements()].filter(({ kind }) => kind === ElementKind.note);
  expect(note?.id).toBe(elementId(BO, 1));
  expect(textOf(board, note?.id as ElementId)).toBe('first last');
});
