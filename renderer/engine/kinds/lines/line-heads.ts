import type { Element } from '../../../../core/board/element.ts';
import { UNITS } from '../../geometry.ts';
import { lengthOf, type Point, placeAlong, pointAt, shortened, type Way } from './way.ts';

/** Heads by the value of `headFrom` and `headTo`. A head of a later version is shown as an open one. */
export const Head = { none: 0, open: 1, filled: 2, dot: 3, bar: 4 } as const;

/** The length of a head, world pixels: a constant, and a share of the line's width. */
const HEAD_LENGTH = 8;
const HEAD_SHARE = 2.5;
/** On a line so short that its heads would meet, each head gets this share of the length. */
const HEAD_MOST = 0.45;
/** Half of the angle at the tip. */
const OPEN_TURN = 0.5;
const FILLED_TURN = 0.42;

/** One head, world pixels. `way` is stroked, and also filled if it is closed. */
export type HeadForm =
  | { readonly form: 'way'; readonly points: readonly Point[]; readonly isClosed: boolean }
  | { readonly form: 'dot'; readonly x: number; readonly y: number; readonly radius: number };

export interface LineForm {
  /** The line itself, up to the back of filled heads. */
  readonly line: Way;
  readonly heads: readonly HeadForm[];
}

/** The length of the larger head, world pixels; 0 without heads. */
export function headLength(element: Element): number {
  const hasHead = element.get('headFrom') !== Head.none || element.get('headTo') !== Head.none;
  return hasHead ? HEAD_LENGTH + (HEAD_SHARE * element.width) / UNITS : 0;
}

export function lineForm(element: Element, way: Way): LineForm {
  const { points } = way;
  const length = lengthOf(points);
  const size = Math.min(HEAD_LENGTH + (HEAD_SHARE * element.width) / UNITS, length * HEAD_MOST);
  const [first, last] = [pointAt(points, 0), pointAt(points, points.length / 2 - 1)];
  const start = headAt(first, towards(placeAlong(points, size), first, [-1, 0]), element.get('headFrom'), size);
  const end = headAt(last, towards(placeAlong(points, length - size), last, [1, 0]), element.get('headTo'), size);
  return { line: shortened(way, start.back, end.back), heads: [...start.forms, ...end.forms] };
}

/** The unit vector from one place to another. */
function towards([x1, y1]: Point, [x2, y2]: Point, otherwise: Point): Point {
  const length = Math.hypot(x2 - x1, y2 - y1);
  return length === 0 ? otherwise : [(x2 - x1) / length, (y2 - y1) / length];
}

/** A head at `tip` in a direction, and the distance behind the tip at which the line ends. */
function headAt(tip: Point, direction: Point, head: number, size: number): { forms: readonly HeadForm[]; back: number } {
  switch (head) {
    case Head.none:
      return { forms: [], back: 0 };
    case Head.filled: {
      const points = [behind(tip, direction, size, FILLED_TURN), tip, behind(tip, direction, size, -FILLED_TURN)];
      return { forms: [{ form: 'way', points, isClosed: true }], back: size * Math.cos(FILLED_TURN) };
    }
    case Head.dot: {
      const radius = size * 0.4;
      const [x, y] = behind(tip, direction, radius, 0);
      return { forms: [{ form: 'dot', x, y, radius }], back: radius };
    }
    case Head.bar: {
      const points = [behind(tip, direction, size / 2, Math.PI / 2), behind(tip, direction, size / 2, -Math.PI / 2)];
      return { forms: [{ form: 'way', points, isClosed: false }], back: 0 };
    }
    default: {
      const points = [behind(tip, direction, size, OPEN_TURN), tip, behind(tip, direction, size, -OPEN_TURN)];
      return { forms: [{ form: 'way', points, isClosed: false }], back: 0 };
    }
  }
}

/** The place at distance `far` behind a tip, turned about it. */
function behind([x, y]: Point, [dx, dy]: Point, far: number, turn: number): Point {
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  return [x - far * (dx * cos - dy * sin), y - far * (dx * sin + dy * cos)];
}
