import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Segment } from '../geometry.ts';
import { kindOf } from '../kinds/kind-of.ts';
import { compareDepth, type Scene } from '../scene.ts';

/** The uppermost element within `margin` world pixels of a point. */
export function topmostAt(scene: Scene, board: Board, x: number, y: number, margin: number): ElementId | undefined {
  const near = scene.search({ minX: x - margin, minY: y - margin, maxX: x + margin, maxY: y + margin });
  const at = { x1: x, y1: y, x2: x, y2: y };
  near.sort((a, b) => compareDepth(b, a));
  for (const { id } of near) {
    const element = board.get(id);
    if (element && kindOf(element.kind)?.hit(board, element, at, margin)) return id;
  }
  return undefined;
}

/** Elements that a movement of an eraser touches. */
export function touchedBy(scene: Scene, board: Board, by: Segment, margin: number): ElementId[] {
  const near = scene.search({
    minX: Math.min(by.x1, by.x2) - margin,
    minY: Math.min(by.y1, by.y2) - margin,
    maxX: Math.max(by.x1, by.x2) + margin,
    maxY: Math.max(by.y1, by.y2) + margin,
  });
  const touched: ElementId[] = [];
  for (const { id } of near) {
    const element = board.get(id);
    if (element && kindOf(element.kind)?.hit(board, element, by, margin)) touched.push(id);
  }
  return touched;
}

/** Elements with ink in a box. */
export function elementsIn(scene: Scene, board: Board, box: Box): ElementId[] {
  const found: ElementId[] = [];
  for (const { id } of scene.search(box)) {
    const element = board.get(id);
    if (element && kindOf(element.kind)?.meets(board, element, box)) found.push(id);
  }
  return found;
}
