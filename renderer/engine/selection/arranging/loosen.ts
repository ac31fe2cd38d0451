import type { Board } from '../../../../core/board/board.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { ArrowEnd } from '../../../../core/board/kinds.ts';
import { toUnits } from '../../geometry.ts';
import { edgeOf } from '../../kinds/kind-of.ts';
import { boundTo, endsOf } from '../../kinds/lines/line-ends.ts';

/** The ends of a line. */
export interface LineEnds {
  readonly from: ArrowEnd;
  readonly to: ArrowEnd;
}

/**
 * The ends, freed where they are seen, of each line that is bound at both and moved without either element. Bound, it would stay where
 * it is.
 */
export function loosened(board: Board, moved: ReadonlySet<ElementId>): ReadonlyMap<ElementId, LineEnds> {
  const freed = new Map<ElementId, LineEnds>();
  for (const id of moved) {
    const element = board.get(id);
    const [from, to] = [element && boundTo(element.get('from')), element && boundTo(element.get('to'))];
    if (!element || from === undefined || to === undefined || moved.has(from) || moved.has(to)) continue;
    const { x1, y1, x2, y2 } = endsOf(board, element, { edgeOf });
    const { x, y } = element;
    freed.set(id, { from: [toUnits(x1) - x, toUnits(y1) - y], to: [toUnits(x2) - x, toUnits(y2) - y] });
  }
  return freed;
}
