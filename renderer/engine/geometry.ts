import type { Box } from '../../core/board/element.ts';
import { LIMITS } from '../../core/contract/limits.ts';

/** World units in one world pixel. */
export const UNITS = 16;
/** World units. Drawings stay within half of the board, so that the offset between two points is a valid coordinate too. */
const REACH = LIMITS.coordinate / 2;

/** World pixels to world units, limited to the drawable range. */
export function toUnits(worldPixels: number): number {
  return Math.min(REACH, Math.max(-REACH, Math.round(worldPixels * UNITS)));
}

/** A straight movement in world pixels. Both ends may be the same point. */
export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export function intersects(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY;
}

export function union(a: Box | undefined, b: Box | undefined): Box | undefined {
  if (!a || !b) return a ?? b;
  return {
    minX: Math.min(a.minX, b.minX),
    minY: Math.min(a.minY, b.minY),
    maxX: Math.max(a.maxX, b.maxX),
    maxY: Math.max(a.maxY, b.maxY),
  };
}

/** Squared distance between two straight steps: zero where they cross, else at one of the four ends. */
export function distanceSquared(a: Segment, x1: number, y1: number, x2: number, y2: number): number {
  if (cross(a, x1, y1, x2, y2)) return 0;
  return Math.min(
    pointToStep(a.x1, a.y1, x1, y1, x2, y2),
    pointToStep(a.x2, a.y2, x1, y1, x2, y2),
    pointToStep(x1, y1, a.x1, a.y1, a.x2, a.y2),
    pointToStep(x2, y2, a.x1, a.y1, a.x2, a.y2),
  );
}

/** Squared distance of a point from a straight step. */
export function pointToStep(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
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

/** True when a straight step touches a box. */
export function stepMeetsBox(x1: number, y1: number, x2: number, y2: number, box: Box): boolean {
  // Liang-Barsky: shortens the step to the box, side by side. When nothing is left, it misses the box.
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
