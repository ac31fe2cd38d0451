import type { Board } from '../../../core/board/board.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { edgeOf } from '../kinds/kind-of.ts';
import { isInside } from '../kinds/shapes/polygon.ts';
import type { Scene } from '../scene.ts';

/** The elements that lie completely in a frame and move with it, including smaller frames. Empty for other kinds. */
export function membersOf(frame: ElementId, board: Board, scene: Scene): ElementId[] {
  const element = board.get(frame);
  const entry = scene.get(frame);
  if (element?.kind !== ElementKind.frame || !entry) return [];
  const outline = edgeOf(board, element);
  if (!outline) return [];
  return scene
    .search(entry)
    .filter(({ id, minX, minY, maxX, maxY }) => {
      const corners = [minX, minY, maxX, minY, maxX, maxY, minX, maxY];
      return id !== frame && [0, 2, 4, 6].every((i) => isInside(outline, corners[i] as number, corners[i + 1] as number));
    })
    .map(({ id }) => id);
}
