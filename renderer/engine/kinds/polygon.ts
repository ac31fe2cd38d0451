import type { Box } from '../../../core/board/element.ts';
import { distanceSquared, type Segment, stepMeetsBox } from '../geometry.ts';

/** A closed polygon: `[x, y, x, y, …]`. */
export type Polygon = readonly number[];

/** Whether any side says yes. */
function someSide(polygon: Polygon, test: (x1: number, y1: number, x2: number, y2: number) => boolean): boolean {
  let x = polygon.at(-2) ?? 0;
  let y = polygon.at(-1) ?? 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const nextX = polygon[i] as number;
    const nextY = polygon[i + 1] as number;
    if (test(x, y, nextX, nextY)) return true;
    x = nextX;
    y = nextY;
  }
  return false;
}

/** Whether a movement comes within `reach` of a side. */
export function sideIsNear(polygon: Polygon, by: Segment, reach: number): boolean {
  const limit = reach * reach;
  return someSide(polygon, (x1, y1, x2, y2) => distanceSquared(by, x1, y1, x2, y2) <= limit);
}

export function sideMeetsBox(polygon: Polygon, box: Box): boolean {
  return someSide(polygon, (x1, y1, x2, y2) => stepMeetsBox(x1, y1, x2, y2, box));
}

/** Counts the sides that lie to the right of the point: odd means inside. */
export function isInside(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  someSide(polygon, (x1, y1, x2, y2) => {
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    return false;
  });
  return inside;
}
