import { authorOf, type ClientId, type ElementId } from '../../../core/board/ids.ts';
import type { BoardAccess, Gesture } from '../../../core/room/board-access.ts';

/** Removes elements as one undo step. */
export function proposeRemoval(access: BoardAccess, ids: Iterable<ElementId>, gesture: Gesture): void {
  const all = [...ids];
  if (all.length > 0) access.propose([{ kind: 'alive', ids: all, lamport: access.nextLamport(), alive: false }], gesture);
}

/** Removes those of the elements that one client added, as one undo step. Returns their number. */
export function proposeRemovalOf(access: BoardAccess, ids: Iterable<ElementId>, author: ClientId): number {
  const drawn = [...ids].filter((id) => authorOf(id) === author);
  proposeRemoval(access, drawn, access.newGesture());
  return drawn.length;
}
