import { BEND_MOST } from '../../../../core/board/kinds.ts';
/** A quadratic curve: its beginning, its control point, its end; world pixels. */
export type Curve = readonly [x1: number, y1: number, xLean: number, yLean: number, x2: number, y2: number];

/** A curve is approximated by straight steps: one for this many pixels, within these bounds. */
const STEP = 6;
const STEPS_LEAST = 12;
const STEPS_MOST = 96;

/** The curve between two places. Its middle lies `bend` thousandths of their distance to the right of the straight way. */
export function curveBetween(x1: number, y1: number, x2: number, y2: number, bend: number): Curve {
  // The middle of a quadratic curve is half as far off as its control point.
  const share = (2 * bend) / 1000;
  return [x1, y1, (x1 + x2) / 2 - (y2 - y1) * share, (y1 + y2) / 2 + (x2 - x1) * share, x2, y2];
}

/** The bend that puts the middle of a curve between two places level with a point. Undefined if the two places are equal. */
export function bendTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): number | undefined {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  if (length === 0) return undefined;
  const off = (x2 - x1) * (y - (y1 + y2) / 2) - (y2 - y1) * (x - (x1 + x2) / 2);
  return Math.min(BEND_MOST, Math.max(-BEND_MOST, Math.round((1000 * off) / length))) + 0;
}

export function curveAt([x1, y1, xLean, yLean, x2, y2]: Curve, t: number): readonly [number, number] {
  const u = 1 - t;
  return [u * u * x1 + 2 * u * t * xLean + t * t * x2, u * u * y1 + 2 * u * t * yLean + t * t * y2];
}

/** The part of a curve between two shares of its parameter. */
export function curvePart(curve: Curve, from: number, to: number): Curve {
  const [x1, y1, xLean, yLean, x2, y2] = curve;
  // The blossom of a quadratic curve gives the control point of its part.
  const lean = (a: number, b: number, c: number): number =>
    (1 - from) * (1 - to) * a + ((1 - from) * to + (1 - to) * from) * b + from * to * c;
  return [...curveAt(curve, from), lean(x1, xLean, x2), lean(y1, yLean, y2), ...curveAt(curve, to)];
}

export function stepsOf(curve: Curve): readonly number[] {
  const [x1, y1, xLean, yLean, x2, y2] = curve;
  const around = Math.hypot(xLean - x1, yLean - y1) + Math.hypot(x2 - xLean, y2 - yLean);
  const count = Math.min(STEPS_MOST, Math.max(STEPS_LEAST, Math.ceil(around / STEP)));
  const points: number[] = [];
  for (let i = 0; i <= count; i++) points.push(...curveAt(curve, i / count));
  return points;
}

/** Straight steps of a smooth way through points `[x, y, …]`: a Catmull-Rom spline, whose sides lean on the points before and after them. */
export function smoothed(points: readonly number[]): readonly number[] {
  const last = points.length / 2 - 1;
  const steps: number[] = [points[0] as number, points[1] as number];
  for (let side = 0; side < last; side++) {
    const length = Math.hypot(...spot(points, side + 1, last).map((at, i) => at - (points[2 * side + i] as number)));
    const count = Math.min(STEPS_MOST, Math.max(STEPS_LEAST, Math.ceil(length / STEP)));
    for (let i = 1; i <= count; i++) steps.push(...smoothAt(points, side, i / count));
  }
  return steps;
}

/** The place on one side of that way, at a share of it. */
export function smoothAt(points: readonly number[], side: number, t: number): readonly [number, number] {
  const last = points.length / 2 - 1;
  const [before, from, to, after] = [-1, 0, 1, 2].map((k) => spot(points, side + k, last)) as [Spot, Spot, Spot, Spot];
  const along = (i: 0 | 1): number => {
    const [a, b, c, d] = [before[i], from[i], to[i], after[i]];
    return b + (t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d)))) / 2;
  };
  return [along(0), along(1)];
}

/** A curve that is nearly half of one side of that way, from a share of it on. */
export function smoothPart(points: readonly number[], side: number, from: number): Curve {
  const [x1, y1] = smoothAt(points, side, from);
  const [x, y] = smoothAt(points, side, from + 0.25);
  const [x2, y2] = smoothAt(points, side, from + 0.5);
  return [x1, y1, 2 * x - (x1 + x2) / 2, 2 * y - (y1 + y2) / 2, x2, y2];
}

type Spot = readonly [number, number];
const spot = (points: readonly number[], index: number, last: number): Spot => {
  const at = 2 * Math.min(last, Math.max(0, index));
  return [points[at] as number, points[at + 1] as number];
};

/** The share of a curve at a distance along its steps. */
export function shareAt(steps: readonly number[], far: number): number {
  const count = steps.length / 2 - 1;
  let left = far;
  for (let i = 0; i < count; i++) {
    const step = Math.hypot(
      (steps[2 * i + 2] as number) - (steps[2 * i] as number),
      (steps[2 * i + 3] as number) - (steps[2 * i + 1] as number),
    );
    if (left <= step) return (i + (step === 0 ? 0 : Math.max(0, left) / step)) / count;
    left -= step;
  }
  return 1;
}
