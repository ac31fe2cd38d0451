import type { Point } from './gathering.ts';

/** Turns a point about another one, radians clockwise. */
export function turned(point: Point, about: Point, radians: number): Point {
  if (radians === 0) return point;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  const [dx, dy] = [point.x - about.x, point.y - about.y];
  return { x: about.x + dx * cos - dy * sin, y: about.y + dx * sin + dy * cos };
}
