import type { Board } from '../../core/board/board.ts';
import type { ElementState } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import type { Op } from '../../core/board/op.ts';
import { bringsBody, restoreOp } from './lost-copy.ts';

/**
 * What puts a file's elements on the board: those that it lacks as they are, those that were removed there brought back. What the
 * board shows already stays as it is, so opening a file twice changes nothing.
 */
export function importOps(board: Board, states: readonly ElementState[], lamport: number): readonly Op[] {
  const ops: Op[] = [];
  const revived: ElementId[] = [];
  for (const state of states) {
    if (!state.values.alive) continue;
    const known = board.get(state.id);
    if (known?.alive) continue;
    // A removal that came with a lost copy is known without its points.
    const isBare = known !== undefined && bringsBody(board, state);
    if (!known || isBare) ops.push(restoreOp(state));
    if (known) revived.push(state.id);
  }
  if (revived.length > 0) ops.push({ kind: 'alive', ids: revived, lamport, alive: true });
  return ops;
}
