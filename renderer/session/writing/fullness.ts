import type { Board } from '../../../core/board/board.ts';
import { LIMITS } from '../../../core/contract/limits.ts';

/**
 * The used share of a board's capacity, 0 to 1: of elements or of bytes, whichever is greater. Removed elements make room
 * [OPS-13].
 */
export function fullnessOf({
  elementCount,
  pointBytes,
  removed,
}: Pick<Board, 'elementCount' | 'pointBytes' | 'removed'>): number {
  const elements = (elementCount - removed.elements) / LIMITS.elementsPerBoard;
  return Math.max(elements, (pointBytes - removed.bytes) / LIMITS.pointBytesPerBoard);
}
