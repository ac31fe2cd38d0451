import type { Board } from '../../../../core/board/board.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { KINDS } from '../../../../core/board/kinds.ts';
import type { Point } from '../../camera.ts';
import { edgeOf } from '../../kinds/kind-of.ts';
import { endsOf } from '../../kinds/lines/line-ends.ts';

/** The two ends of a single selected line. The person drags them instead of a frame. */
export type LineEnd = 'from' | 'to';

export interface PlacedEnd extends Point {
  readonly end: LineEnd;
}

/** Screen pixels around an end within which a press hits it. */
const REACH = 9;
const REACH_COARSE = 20;

/** The line or arrow, when it is the whole selection. */
export function onlyLine(board: Board, ids: ReadonlySet<ElementId>): Element | undefined {
  if (ids.size !== 1) return undefined;
  const [id] = ids;
  const element = id === undefined ? undefined : board.get(id);
  return element?.alive && KINDS.get(element.kind)?.required.includes('from') ? element : undefined;
}

/** The places of a line's ends, world pixels. */
export function placedEnds(board: Board, line: Element): readonly PlacedEnd[] {
  const { x1, y1, x2, y2 } = endsOf(board, line, { edgeOf });
  return [
    { end: 'from', x: x1, y: y1 },
    { end: 'to', x: x2, y: y2 },
  ];
}

/** The end under a pointer, world pixels. On a short line the end with the arrowhead wins. */
export function endAt(ends: readonly PlacedEnd[], zoom: number, { x, y }: Point, coarse: boolean): LineEnd | undefined {
  const reach = (coarse ? REACH_COARSE : REACH) / zoom;
  const near = ends.filter((end) => Math.hypot(end.x - x, end.y - y) <= reach);
  near.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
  return near[0]?.end;
}
