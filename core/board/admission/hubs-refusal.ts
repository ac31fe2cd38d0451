import type { RefusalCode } from '../../contract/refusal-codes.ts';
import type { Board } from '../board.ts';
import type { ClientId } from '../ids.ts';
import type { Op } from '../op.ts';
import { checkBatch } from './validate-op.ts';

/** The reason why a hub with this board would refuse the ops. A full hub makes room by dropping removed elements [OPS-13]. */
export function hubsRefusal(board: Board, author: ClientId, ops: readonly Op[]): RefusalCode | undefined {
  const code = checkBatch(board, author, ops)?.code;
  const isFull = code === 'board.too_many_elements' || code === 'board.too_many_bytes';
  return isFull && board.removed.elements > 0 ? undefined : code;
}
