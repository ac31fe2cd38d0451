import type { ElementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { BoardAccess, Gesture } from '../../../core/room/board-access.ts';

/** Removes elements as one undo step. */
export function proposeRemoval(access: BoardAccess, ids: Iterable<ElementId>, gesture: Gesture): void {
  const all = [...ids];
  const lamport = access.nextLamport();
  const ops: Op[] = [];
  for (let i = 0; i < all.length; i += LIMITS.refsPerOp) {
    ops.push({ kind: 'alive', ids: all.slice(i, i + LIMITS.refsPerOp), lamport, alive: false });
  }
  access.propose(ops, gesture);
}
