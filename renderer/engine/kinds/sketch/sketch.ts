import type { Element } from '../../../../core/board/element.ts';
import type { Canvas2D } from '../kind.ts';
import { boxOfPolygon } from '../shapes/polygon.ts';
import { seededBy } from './seeded.ts';

/** Looks by the value of `sketch`. A look of a later version is shown as the roughest of these. */
export const Sketch = { clean: 0, sketchy: 1, rough: 2 } as const;

/** A cubic curve: its beginning, two control points, its end. */
export type Piece = readonly [x1: number, y1: number, ax: number, ay: number, bx: number, by: number, x2: number, y2: number];

/** A part of an outline that is drawn in one go: each piece begins where the one before it ends. */
export type Run = readonly Piece[];

/** World pixels by which the hand misses a place, by the look; and the share of the outline's size that it never exceeds. */
const MISS = [0, 1.7, 3.2] as const;
const MISS_SHARE = 0.08;
/** How far a straight piece bows, as a share of the miss; and the length at which it bows fully, world pixels. */
const BOW = 1.7;
const BOW_LENGTH = 120;
/** The hand goes over each line twice. A dashed line would be filled by that. */
const TIMES = 2;

/** World pixels by which a sketched outline may exceed the clean one. */
export function sketchReach(element: Element): number {
  return missOf(element) * (1 + BOW);
}

function missOf(element: Element): number {
  return MISS[Math.min(element.get('sketch'), Sketch.rough)] ?? 0;
}

export function isSketched(element: Element): boolean {
  return element.get('sketch') !== Sketch.clean;
}

/** A straight piece. */
export function straight(x1: number, y1: number, x2: number, y2: number): Piece {
  const [dx, dy] = [(x2 - x1) / 3, (y2 - y1) / 3];
  return [x1, y1, x1 + dx, y1 + dy, x2 - dx, y2 - dy, x2, y2];
}

/** A piece from a quadratic curve. */
export function bent(x1: number, y1: number, x: number, y: number, x2: number, y2: number): Piece {
  const lean = (from: number, to: number): number => from + ((to - from) * 2) / 3;
  return [x1, y1, lean(x1, x), lean(y1, y), lean(x2, x), lean(y2, y), x2, y2];
}

/** What is drawn by hand. */
export interface SketchPlan {
  /** Tells drawings of one element apart. Equal keys have equal runs. */
  readonly key: string;
  readonly runs: () => readonly Run[];
  /** How often the hand goes over each line. Left out: twice, or once where the line is dashed. */
  readonly times?: number;
}

interface Known {
  readonly key: string;
  readonly curves: readonly Piece[];
}

/** The last drawings of an element, by their place in the drawing of the element. */
const KNOWN = new WeakMap<Element, Map<string, Known>>();

/**
 * Adds runs to the current path as a hand draws them. The seed is the element's id, so the drawing is the same for everybody, in every
 * picture and at every zoom. `part` names one of several drawings of an element.
 */
export function traceSketch(target: Canvas2D, element: Element, part: string, plan: SketchPlan): void {
  const times = plan.times ?? (element.get('dash') === 0 ? TIMES : 1);
  const miss = missOf(element);
  const key = `${miss} ${times} ${plan.key}`;
  const drawings = KNOWN.get(element) ?? new Map<string, Known>();
  KNOWN.set(element, drawings);
  let known = drawings.get(part);
  if (known?.key !== key) {
    known = { key, curves: sketched(plan.runs(), miss, times, seededBy(`${element.id} ${part}`)) };
    drawings.set(part, known);
  }
  let [x, y] = [Number.NaN, Number.NaN];
  for (const [x1, y1, ax, ay, bx, by, x2, y2] of known.curves) {
    if (x1 !== x || y1 !== y) target.moveTo(x1, y1);
    target.bezierCurveTo(ax, ay, bx, by, x2, y2);
    [x, y] = [x2, y2];
  }
}

function sketched(runs: readonly Run[], most: number, times: number, next: () => number): readonly Piece[] {
  const miss = Math.min(most, MISS_SHARE * sizeOf(runs));
  const off = (): number => (2 * next() - 1) * miss;
  const curves: Piece[] = [];
  for (let time = 0; time < times; time++) for (const run of runs) sketchRun(run, off, curves);
  return curves;
}

/** `off`: how far the hand misses a place in one direction, new at each call. */
function sketchRun(run: Run, off: () => number, curves: Piece[]): void {
  let [fromX, fromY] = [off(), off()];
  for (const [x1, y1, ax, ay, bx, by, x2, y2] of run) {
    const [toX, toY] = [off(), off()];
    const [dx, dy] = [x2 - x1, y2 - y1];
    const length = Math.hypot(dx, dy);
    const bow = length === 0 ? 0 : (off() * BOW * Math.min(1, length / BOW_LENGTH)) / length;
    // The middle moves sideways; the ends move with the hand.
    const [sideX, sideY] = [-dy * bow, dx * bow];
    const [beginX, beginY] = [x1 + fromX, y1 + fromY];
    const [endX, endY] = [x2 + toX, y2 + toY];
    curves.push([beginX, beginY, ax + fromX + sideX, ay + fromY + sideY, bx + toX + sideX, by + toY + sideY, endX, endY]);
    [fromX, fromY] = [toX, toY];
  }
}

/** The longer side of the box of all ends. */
function sizeOf(runs: readonly Run[]): number {
  const ends = runs.flat().flatMap(([x1, y1, , , , , x2, y2]) => [x1, y1, x2, y2]);
  const { minX, minY, maxX, maxY } = boxOfPolygon(ends);
  return ends.length === 0 ? 0 : Math.max(maxX - minX, maxY - minY);
}
