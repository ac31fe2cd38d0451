import type { Board } from '../../core/board/board.ts';
import { LIMITS } from '../../core/contract/limits.ts';

/** How much of what a board may hold is taken, 0 to 1: by elements (removed ones count) or by points, whichever limit is nearer. */
export function fullnessOf({ elementCount, pointBytes }: Pick<Board, 'elementCount' | 'pointBytes'>): number {
  return Math.max(elementCount / LIMITS.elementsPerBoard, pointBytes / LIMITS.pointBytesPerBoard);
}
