import { boxOfPolygon, eachSide, nearestOnSide, type Polygon } from '../kinds/shapes/polygon.ts';

/** The form that a stroke resembles, in the stroke's own units. Angles are radians, clockwise about the middle of the box. */
export type Straight =
  | { readonly form: 'line' | 'arrow'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }
  | {
      readonly form: 'rectangle' | 'ellipse' | 'diamond';
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly angle: number;
    };

type Point = readonly [number, number];

/** The number of evenly spaced points at which a stroke is compared. */
const PLACES = 64;
/** The largest distance of a line from the straight way, and its greatest drawn length; shares of the straight length. */
const LINE_OFF = 0.06;
const LINE_LONGER = 1.12;
/** Lines and boxes within this angle of upright or level become upright or level. */
const LEVEL = (5 * Math.PI) / 180;
const UPRIGHT = (9 * Math.PI) / 180;
/** For a closed stroke: the largest gap between its ends, and the largest overlap of its ends; shares of its length. */
const CLOSED = 0.14;
/** The largest distance of the stroke from the form, on average and at any point; shares of the mean size of the box. */
const FORM_OFF = 0.045;
const FORM_OFF_MOST = 0.15;
/** Flatter boxes are not recognised as forms. */
const FLATTEST = 0.12;
/** A form is drawn once around. The least and the greatest length of its stroke, as shares of the outline's length. */
const ROUND_LEAST = 0.8;
const ROUND_MOST = 1.3;
/** The reach of an arrow head's barbs to the side and to the back, as shares of the shaft. */
const BARB_SIDE = { least: 0.04, most: 0.4 } as const;
const BARB_BACK = { least: 0.04, most: 0.5 } as const;
/** The tip is at least this far from the start, as a share of the farthest point's distance. */
const NEAR_TIP = 0.92;
/** The number of angles that are tried for a turned box. */
const TURNS = 18;

/**
 * The line, arrow, rectangle, ellipse or diamond that a stroke `[x, y, …]` resembles closely enough. Undefined for handwriting and
 * everything else. The size does not matter.
 */
export function straighten(stroke: readonly number[]): Straight | undefined {
  const points = evenly(stroke);
  if (!points) return undefined;
  return lineOf(points) ?? arrowOf(points) ?? formOf(points);
}

const away = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** The same stroke as evenly spaced points. Undefined for a stroke without length. */
function evenly(stroke: readonly number[]): readonly Point[] | undefined {
  let length = 0;
  for (let i = 2; i < stroke.length; i += 2) length += away(at(stroke, i - 2), at(stroke, i));
  if (length === 0) return undefined;
  const step = length / (PLACES - 1);
  const places: Point[] = [at(stroke, 0)];
  let left = step;
  for (let i = 2; i < stroke.length && places.length < PLACES - 1; i += 2) {
    let from = at(stroke, i - 2);
    const to = at(stroke, i);
    let far = away(from, to);
    while (far >= left && places.length < PLACES - 1) {
      from = [from[0] + ((to[0] - from[0]) * left) / far, from[1] + ((to[1] - from[1]) * left) / far];
      places.push(from);
      far = away(from, to);
      left = step;
    }
    left -= far;
  }
  places.push(at(stroke, stroke.length - 2));
  return places;
}

function at(stroke: readonly number[], i: number): Point {
  return [stroke[i] as number, stroke[i + 1] as number];
}

function lengthOf(points: readonly Point[]): number {
  return points.reduce((sum, point, i) => sum + (i === 0 ? 0 : away(points[i - 1] as Point, point)), 0);
}

function isStraight(points: readonly Point[]): boolean {
  const [first, last] = [points[0] as Point, points.at(-1) as Point];
  const length = away(first, last);
  if (length === 0 || lengthOf(points) > LINE_LONGER * length) return false;
  return points.every((point) => Math.abs(sideways(first, last, point)) <= LINE_OFF * length);
}

/** The distance of a point to the right of the way from one point to another. */
function sideways([x1, y1]: Point, [x2, y2]: Point, [x, y]: Point): number {
  return ((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / Math.hypot(x2 - x1, y2 - y1);
}

function lineOf(points: readonly Point[]): Straight | undefined {
  return isStraight(points) ? { form: 'line', ...levelled(points[0] as Point, points.at(-1) as Point) } : undefined;
}

/** Makes a line that is nearly level or upright exactly so, about its middle. */
function levelled([x1, y1]: Point, [x2, y2]: Point) {
  const turn = Math.atan2(Math.abs(y2 - y1), Math.abs(x2 - x1));
  if (turn < LEVEL) return { x1, y1: (y1 + y2) / 2, x2, y2: (y1 + y2) / 2 };
  if (Math.PI / 2 - turn < LEVEL) return { x1: (x1 + x2) / 2, y1, x2: (x1 + x2) / 2, y2 };
  return { x1, y1, x2, y2 };
}

/** Recognises an arrow drawn in one stroke: a straight shaft to the tip, then back on one side and on the other. */
function arrowOf(points: readonly Point[]): Straight | undefined {
  const first = points[0] as Point;
  const fars = points.map((point) => away(first, point));
  const farthest = Math.max(...fars);
  // Between the barbs the pen passes the tip again, and perhaps goes a little farther out.
  let tip = fars.findIndex((far) => far >= NEAR_TIP * farthest);
  while ((fars[tip + 1] ?? 0) > (fars[tip] as number)) tip++;
  const [shaft, head] = [points.slice(0, tip + 1), points.slice(tip)];
  if (head.length < 4 || !isStraight(shaft)) return undefined;
  const end = points[tip] as Point;
  const length = away(first, end);
  const sides = head.map((point) => sideways(first, end, point) / length);
  const backs = head.map(
    ([x, y]) => 1 - ((x - first[0]) * (end[0] - first[0]) + (y - first[1]) * (end[1] - first[1])) / length ** 2,
  );
  const reach = (side: 1 | -1): boolean => {
    const most = sides.reduce((best, value, i) => (value * side > (sides[best] as number) * side ? i : best), 0);
    const [wide, back] = [(sides[most] as number) * side, backs[most] as number];
    return wide >= BARB_SIDE.least && wide <= BARB_SIDE.most && back >= BARB_BACK.least && back <= BARB_BACK.most;
  };
  if (!reach(1) || !reach(-1) || backs.some((back) => back > BARB_BACK.most)) return undefined;
  return { form: 'arrow', ...levelled(first, end) };
}

interface Fit {
  readonly form: 'rectangle' | 'ellipse' | 'diamond';
  readonly angle: number;
  readonly middle: Point;
  readonly w: number;
  readonly h: number;
  readonly off: number;
}

function formOf(points: readonly Point[]): Straight | undefined {
  const length = lengthOf(points);
  if (away(points[0] as Point, points.at(-1) as Point) > CLOSED * length) return undefined;
  let best: Fit | undefined;
  for (let turn = 0; turn < TURNS; turn++) {
    const angle = (turn * Math.PI) / 2 / TURNS;
    for (const fit of fitsAt(points, angle, length)) if (!best || fit.off < best.off) best = fit;
  }
  if (!best) return undefined;
  // A nearly upright form was meant to be upright, and a square on its corner was meant to be a diamond.
  const upright = fitsAt(points, 0, length).find(({ form, off }) => form === best.form && off <= FORM_OFF);
  const isNearly = best.angle < UPRIGHT || Math.PI / 2 - best.angle < UPRIGHT;
  const { form, angle, middle, w, h } = upright && (isNearly || best.form !== 'rectangle') ? upright : best;
  return { form, x: middle[0] - w / 2, y: middle[1] - h / 2, w, h, angle };
}

/** The forms that the stroke resembles closely enough, each in the box around the stroke in axes turned by `angle`. */
function fitsAt(points: readonly Point[], angle: number, length: number): readonly Fit[] {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const seen = points.map(([x, y]): Point => [x * cos + y * sin, y * cos - x * sin]);
  const { minX, minY, maxX, maxY } = boxOfPolygon(seen.flat());
  const [w, h] = [maxX - minX, maxY - minY];
  if (Math.min(w, h) < FLATTEST * Math.max(w, h)) return [];
  const [x, y] = [(minX + maxX) / 2, (minY + maxY) / 2];
  const middle: Point = [x * cos - y * sin, y * cos + x * sin];
  const fits: Fit[] = [];
  for (const [form, outline] of Object.entries(OUTLINES) as [Fit['form'], Polygon][]) {
    // A turned diamond is nearly a turned rectangle.
    if (form === 'diamond' && angle !== 0) continue;
    const polygon = outline.map((value, i) => (i % 2 === 0 ? x + (value * w) / 2 : y + (value * h) / 2));
    const around = outlineLength(polygon);
    if (length < ROUND_LEAST * around || length > ROUND_MOST * around) continue;
    const offs = seen.map((point) => offOutline(polygon, point));
    const size = (w + h) / 2;
    const off = offs.reduce((sum, one) => sum + one, 0) / offs.length / size;
    if (off > FORM_OFF || Math.max(...offs) > FORM_OFF_MOST * size || !isReached(polygon, seen, size)) continue;
    fits.push({ form, angle, middle, w, h, off });
  }
  return fits;
}

const CIRCLE: Polygon = Array.from({ length: 72 }, (_, i) => {
  const turn = ((i >> 1) / 36) * Math.PI * 2;
  return i % 2 === 0 ? Math.cos(turn) : Math.sin(turn);
});
/** Outlines about the middle, from -1 to 1 on each axis. */
const OUTLINES: Readonly<Record<Fit['form'], Polygon>> = {
  rectangle: [-1, -1, 1, -1, 1, 1, -1, 1],
  ellipse: CIRCLE,
  diamond: [0, -1, 1, 0, 0, 1, -1, 0],
};

function outlineLength(polygon: Polygon): number {
  let length = 0;
  eachSide(polygon, (x1, y1, x2, y2) => {
    length += Math.hypot(x2 - x1, y2 - y1);
  });
  return length;
}

function offOutline(polygon: Polygon, point: Point): number {
  return away(point, nearestOnSide(polygon, ...point));
}

/** Checks that the stroke comes near each corner, or each step of a round outline, so that no part of the outline is missing. */
function isReached(polygon: Polygon, points: readonly Point[], size: number): boolean {
  for (let i = 0; i < polygon.length; i += 2) {
    const corner: Point = [polygon[i] as number, polygon[i + 1] as number];
    if (!points.some((point) => away(point, corner) <= FORM_OFF_MOST * size)) return false;
  }
  return true;
}
