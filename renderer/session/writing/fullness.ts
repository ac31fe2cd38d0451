import type { Board } from '../../../core/board/board.ts';
import { LIMITS } from '../../../core/contract/limits.ts';

/** How much of what a board may hold is taken, 0 to 1: by elements or by bytes, whichever limit is nearer. What was removed makes way [OPS-13]. */
export function fullnessOf({
  elementCount,
  pointBytes,
  removed,
}: Pick<Board, 'elementCount' | 'pointBytes' | 'removed'>): number {
  const elements = (elementCount - removed.elements) / LIMITS.elementsPerBoard;
  return Math.max(elements, (pointBytes - removed.bytes) / LIMITS.pointBytesPerBoard);
}
