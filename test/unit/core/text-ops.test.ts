import { expect, test } from 'vitest';
import { checkBatch } from '../../../core/board/admission/validate-op.ts';
import { Board } from '../../../core/board/board.ts';
import { textOps } from '../../../core/board/bodies/text-edits.ts';
import { textOf } from '../../../core/board/bodies/text-order.ts';
import type { ClientId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { Writer } from '../../support/texts.ts';

const ana = new Writer('anaanaanaan' as ClientId);

test('a text is written as one run, and one that is too long for a run as several, whole', () => {
  const page = '👍'.repeat(LIMITS.textUnitsPerRun).slice(0, 2 * LIMITS.textUnitsPerRun);
  for (const [text, runs] of [
    ['hello\nyou', 1],
    ['', 0],
    [`x${page}`, 3],
  ] as const) {
    const board = new Board();
    const { id, ops: add } = ana.holder(board, ElementKind.note);
    board.apply(ana.id, add);
    const ops = textOps({ newElementId: () => ana.newElementId(), lamport: board.lamport + 1 }, id, text);
    expect(checkBatch(board, ana.id, ops)).toBeUndefined();
    board.apply(ana.id, ops);
    expect(textOf(board, id)).toBe(text);
    const made = [...board.elements()].filter(({ kind }) => kind === ElementKind.run);
    expect(made).toHaveLength(runs);
    expect(made.every((run) => run.ended && run.text.isWellFormed())).toBe(true);
  }
});
