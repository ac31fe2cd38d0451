import type { Element } from '../../../../core/board/element.ts';
import { UNITS } from '../../geometry.ts';
import type { Ends } from './line-ends.ts';

/** Heads by the value of `headFrom` and `headTo`. One that only a later version knows is shown as an open one. */
export const Head = { none: 0, open: 1, filled: 2, dot: 3, bar: 4 } as const;

/** World pixels from the tip of a head to its back: so much, and a share of the line's width. */
const HEAD_LENGTH = 8;
const HEAD_SHARE = 2.5;
/** Of a line so short that its heads would meet, each takes this share. */
const HEAD_MOST = 0.45;
/** Half of the angle at the tip. */
const OPEN_TURN = 0.5;
const FILLED_TURN = 0.42;

export type Point = readonly [number, number];

/** One head, world pixels. `way` is drawn as a line, and filled too if it is closed. */
export type HeadForm =
  | { readonly form: 'way'; readonly points: readonly Point[]; readonly isClosed: boolean }
  | { readonly form: 'dot'; readonly x: number; readonly y: number; readonly radius: number };

export interface LineForm {
  /** The line itself: up to the back of heads that are filled. */
  readonly line: Ends;
  readonly heads: readonly HeadForm[];
}

export function lineForm(element: Element, ends: Ends): LineForm {
  const length = Math.hypot(ends.x2 - ends.x1, ends.y2 - ends.y1);
  const size = Math.min(HEAD_LENGTH + (HEAD_SHARE * element.width) / UNITS, length * HEAD_MOST);
  const direction: Point = length === 0 ? [1, 0] : [(ends.x2 - ends.x1) / length, (ends.y2 - ends.y1) / length];
  const start = headAt([ends.x1, ends.y1], [-direction[0], -direction[1]], element.get('headFrom'), size);
  const end = headAt([ends.x2, ends.y2], direction, element.get('headTo'), size);
  const [x1, y1] = start.back;
  const [x2, y2] = end.back;
  return { line: { x1, y1, x2, y2 }, heads: [...start.forms, ...end.forms] };
}

/** A head at `tip` that looks into `direction`, and where the line meets it. */
function headAt(tip: Point, direction: Point, head: number, size: number): { forms: readonly HeadForm[]; back: Point } {
  switch (head) {
    case Head.none:
      return { forms: [], back: tip };
    case Head.filled: {
      const points = [behind(tip, direction, size, FILLED_TURN), tip, behind(tip, direction, size, -FILLED_TURN)];
      return { forms: [{ form: 'way', points, isClosed: true }], back: behind(tip, direction, size * Math.cos(FILLED_TURN), 0) };
    }
    case Head.dot: {
      const radius = size * 0.4;
      const [x, y] = behind(tip, direction, radius, 0);
      return { forms: [{ form: 'dot', x, y, radius }], back: [x, y] };
    }
    case Head.bar: {
      const points = [behind(tip, direction, size / 2, Math.PI / 2), behind(tip, direction, size / 2, -Math.PI / 2)];
      return { forms: [{ form: 'way', points, isClosed: false }], back: tip };
    }
    default: {
      const points = [behind(tip, direction, size, OPEN_TURN), tip, behind(tip, direction, size, -OPEN_TURN)];
      return { forms: [{ form: 'way', points, isClosed: false }], back: tip };
    }
  }
}

/** The place `far` behind a tip, turned about it. */
function behind([x, y]: Point, [dx, dy]: Point, far: number, turn: number): Point {
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  return [x - far * (dx * cos - dy * sin), y - far * (dx * sin + dy * cos)];
}
