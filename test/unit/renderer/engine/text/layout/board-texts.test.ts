import { expect, test } from 'vitest';
import { Board } from '../../../../../../core/board/board.ts';
import { textOps } from '../../../../../../core/board/bodies/text-edits.ts';
import type { Element } from '../../../../../../core/board/element.ts';
import type { ClientId } from '../../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../../core/board/kinds.ts';
import { BoardTexts } from '../../../../../../renderer/engine/text/layout/board-texts.ts';
import { roughMeasurer } from '../../../../../../renderer/engine/text/layout/measure.ts';
import { Writer } from '../../../../../support/texts.ts';

test('of a huge text so much is laid out as people read; the text itself is whole', () => {
  const ana = new Writer('anaanaanaan' as ClientId);
  const board = new Board();
  const { id, ops } = ana.holder(board, ElementKind.note);
  board.apply(ana.id, ops);
  board.apply(ana.id, textOps({ newElementId: () => ana.newElementId(), lamport: 2 }, id, 'word '.repeat(100_000)));
  const element = board.get(id) as Element;
  const texts = new BoardTexts(roughMeasurer);
  const { lines } = texts.set(board, element, { font: 0, size: 20, wrap: 500 }).layout;
  const shown = lines.map(({ text }) => text).join('');
  expect([shown.length, shown.endsWith('word …')]).toEqual([200_001, true]);
  expect(texts.text(board, element)).toHaveLength(500_000);
});
