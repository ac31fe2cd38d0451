import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Segment } from '../geometry.ts';
import { kindOf } from '../kinds/kind-of.ts';
import { compareDepth, type Scene } from '../scene.ts';

/** The uppermost element within `margin` world pixels of a point. Ignores locked elements. */
export function topmostAt(scene: Scene, board: Board, x: number, y: number, margin: number): ElementId | undefined {
  return hitsAt(scene, board, { x1: x, y1: y, x2: x, y2: y }, margin).find((id) => !isLocked(board, id));
}

/** The locked element within `margin` world pixels of a point, when no other element lies there. Only menus use it. */
export function lockedAt(scene: Scene, board: Board, at: { readonly x: number; readonly y: number }, margin: number) {
  const hits = hitsAt(scene, board, { x1: at.x, y1: at.y, x2: at.x, y2: at.y }, margin);
  return hits.every((id) => isLocked(board, id)) ? hits[0] : undefined;
}

/** Elements that an eraser's movement touches. */
export function touchedBy(scene: Scene, board: Board, by: Segment, margin: number): ElementId[] {
  return hitsAt(scene, board, by, margin).filter((id) => !isLocked(board, id));
}

/** All elements that a movement touches, the uppermost first. */
function hitsAt(scene: Scene, board: Board, by: Segment, margin: number): ElementId[] {
  const near = scene.search({
    minX: Math.min(by.x1, by.x2) - margin,
    minY: Math.min(by.y1, by.y2) - margin,
    maxX: Math.max(by.x1, by.x2) + margin,
    maxY: Math.max(by.y1, by.y2) + margin,
  });
  near.sort((a, b) => compareDepth(b, a));
  const hits: ElementId[] = [];
  for (const { id } of near) {
    const element = board.get(id);
    if (element && kindOf(element.kind)?.hit(board, element, by, margin)) hits.push(id);
  }
  return hits;
}

/** Elements with ink in a box, without locked ones. */
export function elementsIn(scene: Scene, board: Board, box: Box): ElementId[] {
  const found: ElementId[] = [];
  for (const { id } of scene.search(box)) {
    const element = board.get(id);
    if (element && !element.get('locked') && kindOf(element.kind)?.meets(board, element, box)) found.push(id);
  }
  return found;
}

/** Elements that lie completely in a box, without locked ones. */
export function elementsWithin(scene: Scene, board: Board, box: Box): ElementId[] {
  const within: ElementId[] = [];
  for (const { id, minX, minY, maxX, maxY } of scene.search(box)) {
    if (minX < box.minX || minY < box.minY || maxX > box.maxX || maxY > box.maxY) continue;
    if (!isLocked(board, id)) within.push(id);
  }
  return within;
}

export function isLocked(board: Board, id: ElementId): boolean {
  return board.get(id)?.get('locked') === true;
}
