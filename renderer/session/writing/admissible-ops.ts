import { hubsRefusal } from '../../../core/board/admission/hubs-refusal.ts';
import type { Board } from '../../../core/board/board.ts';
import type { ClientId, ElementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { fitsOneMessage, splitOps } from './split-ops.ts';

export interface Admissible {
  readonly ops: readonly Op[];
  /** The reason for the first omitted op. Undefined if no op was omitted. */
  readonly refused: RefusalCode | undefined;
}

/**
 * The ops of a file or a lost copy that a hub with this board would accept. Other ops must not change the board: an op with a wild
 * lamport would make all later changes unreadable to the hub.
 */
export function admissibleOps(board: Board, author: ClientId, ops: readonly Op[]): Admissible {
  const restored = new Set<ElementId>();
  let refused: RefusalCode | undefined;
  const admissible = splitOps(ops)
    .flat()
    .filter((op) => {
      const code = refusalOf(op);
      refused ??= code;
      if (code === undefined && op.kind === 'restore') restored.add(op.state.id);
      return code === undefined;
    });
  return { ops: admissible, refused };

  function refusalOf(op: Op): RefusalCode | undefined {
    // A copy holds each element once.
    if (op.kind === 'restore' && restored.has(op.state.id)) return 'op.element_exists';
    return fitsOneMessage(op) ? hubsRefusal(board, author, [op]) : 'batch.too_large';
  }
}
