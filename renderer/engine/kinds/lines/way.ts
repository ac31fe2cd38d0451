import { pairsOf } from '../../../../core/base/pairs.ts';
import type { Box } from '../../../../core/board/element.ts';
import { CORNERS_MOST, type Corners } from '../../../../core/board/kinds.ts';
import { distanceSquared, type Segment, stepMeetsBox, UNITS } from '../../geometry.ts';
import { coordinate } from '../../selection/arranging/coordinate.ts';
import { type Curve, curvePart, shareAt, stepsOf } from './curve.ts';

/** The way of a line, world pixels. */
export interface Way {
  /** `[x, y, …]` from its beginning to its end. For a curve: the straight steps that approximate it. */
  readonly points: readonly number[];
  /** The exact curve, if the way is a curve. */
  readonly curve?: Curve | undefined;
  /** The ends and corners of a smooth way, whose steps are `points`. */
  readonly knots?: readonly number[] | undefined;
}

export type Point = readonly [number, number];

export function pointAt(points: readonly number[], index: number): Point {
  return [points[2 * index] ?? 0, points[2 * index + 1] ?? 0];
}

/** A place, world units. */
interface At {
  readonly x: number;
  readonly y: number;
}

/** The corners of a line at its place, world pixels. */
export function cornersAt({ x, y }: At, corners: Corners): readonly Point[] {
  return pairsOf(corners).map(([left, top]) => [(x + left) / UNITS, (y + top) / UNITS]);
}

/** The register of a line at its place, from world pixels. */
export function cornersFrom({ x, y }: At, points: readonly Point[]): Corners {
  return points.slice(0, CORNERS_MOST).flatMap(([px, py]) => [coordinate(px * UNITS - x), coordinate(py * UNITS - y)]);
}

/** Calls `test` with each straight step. Stops and returns true at the first true. */
export function someStep(points: readonly number[], test: (x1: number, y1: number, x2: number, y2: number) => boolean): boolean {
  for (let i = 2; i < points.length; i += 2) {
    if (test(points[i - 2] as number, points[i - 1] as number, points[i] as number, points[i + 1] as number)) return true;
  }
  return false;
}

export function lengthOf(points: readonly number[]): number {
  let length = 0;
  someStep(points, (x1, y1, x2, y2) => {
    length += Math.hypot(x2 - x1, y2 - y1);
    return false;
  });
  return length;
}

/** The place at a distance along a way. Beyond the end it is the end. */
export function placeAlong(points: readonly number[], far: number): Point {
  let left = far;
  let place = pointAt(points, 0);
  someStep(points, (x1, y1, x2, y2) => {
    const step = Math.hypot(x2 - x1, y2 - y1);
    const share = step === 0 ? 0 : Math.min(1, left / step);
    place = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
    left -= step;
    return left <= 0;
  });
  return place;
}

export function middleOfWay({ points }: Way): Point {
  return placeAlong(points, lengthOf(points) / 2);
}

/** A way without `start` pixels at its beginning and `end` pixels at its end. */
export function shortened(way: Way, start: number, end: number): Way {
  if (start === 0 && end === 0) return way;
  const length = lengthOf(way.points);
  if (way.curve) {
    const [from, to] = [shareAt(way.points, start), shareAt(way.points, length - end)];
    const curve = curvePart(way.curve, from, to);
    return { points: stepsOf(curve), curve };
  }
  const points = [...placeAlong(way.points, start)];
  let gone = 0;
  someStep(way.points, (x1, y1, x2, y2) => {
    gone += Math.hypot(x2 - x1, y2 - y1);
    if (gone > start && gone < length - end) points.push(x2, y2);
    return false;
  });
  points.push(...placeAlong(way.points, length - end));
  return { points, knots: way.knots && [...points.slice(0, 2), ...way.knots.slice(2, -2), ...points.slice(-2)] };
}

export function wayIsNear({ points }: Way, by: Segment, reach: number): boolean {
  return someStep(points, (x1, y1, x2, y2) => distanceSquared(by, x1, y1, x2, y2) <= reach * reach);
}

export function wayMeetsBox({ points }: Way, box: Box): boolean {
  return someStep(points, (x1, y1, x2, y2) => stepMeetsBox(x1, y1, x2, y2, box));
}
