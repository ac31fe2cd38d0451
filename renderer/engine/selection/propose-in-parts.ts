import type { ElementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { BoardAccess, Gesture } from '../../../core/room/board-access.ts';

/** Bytes of points in one batch: half of what a hub message may have, so that the rest of the batch fits beside them. */
const BATCH_POINT_BYTES = LIMITS.messageBytes / 2;
/** Ids in one `alive` op: with ids of up to 20 characters a message stays far below its limit. */
const IDS_PER_OP = 1_000;

/** Proposes many ops as few batches, each within the hub's limits, all one step of undo. */
export function proposeInParts(access: BoardAccess, ops: Iterable<Op>, gesture: Gesture): void {
  let part: Op[] = [];
  let bytes = 0;
  for (const op of ops) {
    const size = op.kind === 'append' ? op.chunk.length : 0;
    if (part.length > 0 && (part.length >= LIMITS.opsPerBatch || bytes + size > BATCH_POINT_BYTES)) {
      access.propose(part, gesture);
      part = [];
      bytes = 0;
    }
    part.push(op);
    bytes += size;
  }
  if (part.length > 0) access.propose(part, gesture);
}

/** Removes elements as one step of undo. */
export function proposeRemoval(access: BoardAccess, ids: Iterable<ElementId>, gesture: Gesture): void {
  const all = [...ids];
  for (let i = 0; i < all.length; i += IDS_PER_OP) {
    const some = all.slice(i, i + IDS_PER_OP);
    access.propose([{ kind: 'alive', ids: some, lamport: access.nextLamport(), alive: false }], gesture);
  }
}
