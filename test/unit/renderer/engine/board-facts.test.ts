import { expect, test } from 'vitest';
import { checkBatch } from '../../../../core/board/admission/validate-op.ts';
import { BOARD_ELEMENT } from '../../../../core/board/kinds.ts';
import { boardFacts, proposeFacts } from '../../../../renderer/engine/board-facts.ts';
import { LocalBoard, ME } from './local-board.ts';

test('a board without a name is nameless and plain; what is written is read, and a hub takes it', () => {
  const access = new LocalBoard();
  expect(boardFacts(access.board())).toEqual({ title: '', paper: 0 });
  const ops = [{ kind: 'set' as const, id: BOARD_ELEMENT, lamport: 1, values: { title: 'Retro', background: 1 } }];
  expect(checkBatch(access.board(), ME, ops, 0)).toBeUndefined();
  proposeFacts(access, { title: 'Retro' });
  proposeFacts(access, { paper: 3 });
  expect(boardFacts(access.board())).toEqual({ title: 'Retro', paper: 3 });
});

test('only what is different is written', () => {
  const access = new LocalBoard();
  proposeFacts(access, { title: 'Retro', paper: 2 });
  const before = access.board().fingerprint();
  proposeFacts(access, { title: 'Retro', paper: 2 });
  expect(access.board().fingerprint()).toBe(before);
});
