import { expect, test } from 'vitest';
import { Board } from '../../../core/board/board.ts';
import { caretNow, rangesNow } from '../../../core/board/bodies/text-caret.ts';
import { type RunPiece, textPieces } from '../../../core/board/bodies/text-order.ts';
import type { ClientId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { Writer } from '../../support/texts.ts';

const ana = new Writer('anaanaanaan' as ClientId);
const ben = new Writer('benbenbenbe' as ClientId);

function note(text: string) {
  const board = new Board();
  const { id, ops } = ana.holder(board, ElementKind.note);
  board.apply(ana.id, ops);
  board.apply(ana.id, ana.types(board, id, 0, text));
  const pieces = (): readonly RunPiece[] => textPieces(board, id);
  return {
    pieces,
    types: (at: number, typed: string) => board.apply(ben.id, ben.types(board, id, at, typed)),
    erases: (from: number, to: number) => board.apply(ben.id, ben.erases(board, id, from, to)),
  };
}

test('a caret stays after the same character when others type before it, at it and behind it', () => {
  const { pieces, types } = note('hello');
  const before = pieces();
  types(0, '>> ');
  expect(caretNow(before, pieces(), 3)).toBe(6);
  types(6, 'XX');
  expect(caretNow(before, pieces(), 3)).toBe(6);
  types(10, '!');
  expect(caretNow(before, pieces(), 5)).toBe(10);
  expect(caretNow(before, pieces(), 0)).toBe(0);
});

test('a caret whose character was erased stands where it was', () => {
  const { pieces, erases } = note('hello');
  const before = pieces();
  erases(1, 4);
  expect([0, 1, 2, 3, 4, 5].map((at) => caretNow(before, pieces(), at))).toEqual([0, 1, 1, 1, 1, 2]);
});

test('a range is found in parts where others have typed into it, without what they erased', () => {
  const { pieces, types, erases } = note('abcdef');
  const before = pieces();
  types(3, 'XX');
  expect(rangesNow(before, pieces(), 1, 5)).toEqual([
    [5, 7],
    [1, 3],
  ]);
  erases(5, 6);
  expect(rangesNow(before, pieces(), 1, 5)).toEqual([
    [5, 6],
    [1, 3],
  ]);
  expect(rangesNow(before, pieces(), 2, 2)).toEqual([]);
});
