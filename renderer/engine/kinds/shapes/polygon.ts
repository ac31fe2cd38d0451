import type { Box } from '../../../../core/board/element.ts';
import { distanceSquared, type Segment, stepMeetsBox } from '../../geometry.ts';

/** A closed polygon: `[x, y, x, y, …]`. */
export type Polygon = readonly number[];

/** Whether `test` is true for any side. */
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

/** Calls `visit` with each side, from the one that ends at the first corner. */
export function eachSide(polygon: Polygon, visit: (x1: number, y1: number, x2: number, y2: number) => void): void {
  someSide(polygon, (x1, y1, x2, y2) => {
    visit(x1, y1, x2, y2);
    return false;
  });
}

/** Whether a segment comes within `reach` of a side. */
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
  eachSide(polygon, (x1, y1, x2, y2) => {
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  });
  return inside;
}

/** The first crossing of a segment with a side, as a share of the segment. */
export function sideCrossing(polygon: Polygon, { x1, y1, x2, y2 }: Segment): number | undefined {
  let first: number | undefined;
  eachSide(polygon, (ax, ay, bx, by) => {
    const turn = (x2 - x1) * (by - ay) - (y2 - y1) * (bx - ax);
    if (turn === 0) return;
    const share = ((ax - x1) * (by - ay) - (ay - y1) * (bx - ax)) / turn;
    const along = ((ax - x1) * (y2 - y1) - (ay - y1) * (x2 - x1)) / turn;
    if (share >= 0 && share <= 1 && along >= 0 && along <= 1 && share < (first ?? 2)) first = share;
  });
  return first;
}

/** The place on the sides that is nearest to a point. */
export function nearestOnSide(polygon: Polygon, x: number, y: number): readonly [number, number] {
  let nearest: readonly [number, number] = [x, y];
  let least = Number.POSITIVE_INFINITY;
  eachSide(polygon, (x1, y1, x2, y2) => {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
    const [xSide, ySide] = [x1 + dx * along, y1 + dy * along];
    const far = (x - xSide) ** 2 + (y - ySide) ** 2;
    if (far < least) {
      least = far;
      nearest = [xSide, ySide];
    }
  });
  return nearest;
}

/** The upright box around a polygon. */
export function boxOfPolygon(polygon: Polygon): Box {
  const box = {
    minX: Number.POSITIVE_INFINITY,
    minY: Number.POSITIVE_INFINITY,
    maxX: Number.NEGATIVE_INFINITY,
    maxY: Number.NEGATIVE_INFINITY,
  };
  for (let i = 0; i < polygon.length; i += 2) {
    box.minX = Math.min(box.minX, polygon[i] as number);
    box.maxX = Math.max(box.maxX, polygon[i] as number);
    box.minY = Math.min(box.minY, polygon[i + 1] as number);
    box.maxY = Math.max(box.maxY, polygon[i + 1] as number);
  }
  return box;
}
