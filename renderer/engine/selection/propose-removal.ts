import type { ElementId } from '../../../core/board/ids.ts';
import type { BoardAccess, Gesture } from '../../../core/room/board-access.ts';

/** Removes elements as one undo step. */
export function proposeRemoval(access: BoardAccess, ids: Iterable<ElementId>, gesture: Gesture): void {
  const all = [...ids];
  if (all.length > 0) access.propose([{ kind: 'alive', ids: all, lamport: access.nextLamport(), alive: false }], gesture);
}
