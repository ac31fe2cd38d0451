import type { Board } from '../../core/board/board.ts';
import type { Box, Element } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { newTail, readPoints } from '../../core/board/points-codec.ts';
import { compareDepth, type Scene, UNITS } from './scene.ts';

/** A straight movement in world pixels; both ends may be the same point. */
export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Whether the ink of a stroke comes within `margin` (world pixels) of a movement. */
export function isHit(element: Element, by: Segment, margin: number): boolean {
  const reach = margin + element.width / UNITS / 2;
  const limit = reach * reach;
  return someStep(element, (x1, y1, x2, y2) => distanceSquared(by, x1, y1, x2, y2) <= limit);
}

/** Whether any of a stroke's middle line lies in a box (world pixels). */
export function meetsBox(element: Element, box: Box): boolean {
  return someStep(element, (x1, y1, x2, y2) => stepMeetsBox(x1, y1, x2, y2, box));
}

/** The uppermost element within `margin` world pixels of a point. */
export function topmostAt(scene: Scene, board: Board, x: number, y: number, margin: number): ElementId | undefined {
  const near = scene.search({ minX: x - margin, minY: y - margin, maxX: x + margin, maxY: y + margin });
  near.sort((a, b) => compareDepth(b, a));
  for (const { id } of near) {
    const element = board.get(id);
    if (element && isHit(element, { x1: x, y1: y, x2: x, y2: y }, margin)) return id;
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
    if (element && isHit(element, by, margin)) touched.push(id);
  }
  return touched;
}

/** Elements with ink in a box. */
export function elementsIn(scene: Scene, board: Board, box: Box): ElementId[] {
  const found: ElementId[] = [];
  for (const { id } of scene.search(box)) {
    const element = board.get(id);
    if (element && meetsBox(element, box)) found.push(id);
  }
  return found;
}

/** Asks about every step from point to point, world pixels, until one says yes. A dot is a step of no length. */
function someStep(element: Element, test: (x1: number, y1: number, x2: number, y2: number) => boolean): boolean {
  let found = false;
  let lastX = Number.NaN;
  let lastY = 0;
  readPoints(newTail(), element.points, element.pressured, (xUnits, yUnits) => {
    if (found) return;
    const x = (element.x + xUnits) / UNITS;
    const y = (element.y + yUnits) / UNITS;
    if (Number.isNaN(lastX)) found = test(x, y, x, y);
    else found = test(lastX, lastY, x, y);
    lastX = x;
    lastY = y;
  });
  return found;
}

/** Square of the distance between two straight steps: zero where they cross, else at one of the four ends. */
function distanceSquared(a: Segment, x1: number, y1: number, x2: number, y2: number): number {
  if (cross(a, x1, y1, x2, y2)) return 0;
  return Math.min(
    pointToStep(a.x1, a.y1, x1, y1, x2, y2),
    pointToStep(a.x2, a.y2, x1, y1, x2, y2),
    pointToStep(x1, y1, a.x1, a.y1, a.x2, a.y2),
    pointToStep(x2, y2, a.x1, a.y1, a.x2, a.y2),
  );
}

function pointToStep(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
  const offX = x - (x1 + dx * along);
  const offY = y - (y1 + dy * along);
  return offX * offX + offY * offY;
}

const side = (ax: number, ay: number, bx: number, by: number, x: number, y: number): number =>
  Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));

function cross(a: Segment, x1: number, y1: number, x2: number, y2: number): boolean {
  const p = side(a.x1, a.y1, a.x2, a.y2, x1, y1) * side(a.x1, a.y1, a.x2, a.y2, x2, y2);
  const q = side(x1, y1, x2, y2, a.x1, a.y1) * side(x1, y1, x2, y2, a.x2, a.y2);
  return p < 0 && q < 0;
}

function stepMeetsBox(x1: number, y1: number, x2: number, y2: number, box: Box): boolean {
  // Liang-Barsky: shorten the step to the box side by side; nothing left means it passes by.
  let from = 0;
  let to = 1;
  for (const [delta, start, low, high] of [
    [x2 - x1, x1, box.minX, box.maxX],
    [y2 - y1, y1, box.minY, box.maxY],
  ] as const) {
    if (delta === 0) {
      if (start < low || start > high) return false;
      continue;
    }
    const enter = ((delta > 0 ? low : high) - start) / delta;
    const leave = ((delta > 0 ? high : low) - start) / delta;
    from = Math.max(from, enter);
    to = Math.min(to, leave);
    if (from > to) return false;
  }
  return true;
}
