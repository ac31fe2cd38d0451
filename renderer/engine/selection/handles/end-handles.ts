import type { Board } from '../../../../core/board/board.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { KINDS } from '../../../../core/board/kinds.ts';
import { edgeOf, kindOf } from '../../kinds/kind-of.ts';
import { curveAt, curveBetween } from '../../kinds/lines/curve.ts';
import { aimsOf, endsOf, Route } from '../../kinds/lines/line-ends.ts';
import { labelBox, labelReach } from '../../text/layout/label.ts';
import type { Point } from '../../view/camera.ts';

/** The two ends of a single selected line. The person drags them instead of a frame. */
export type LineEnd = 'from' | 'to';

/** The dragged part of a line: an end, or the middle, which bends it. */
export type LineGrip = LineEnd | 'bend';

export interface PlacedGrip extends Point {
  readonly grip: LineGrip;
}

/** Screen pixels around an end within which a press hits it. */
const REACH = 9;
const REACH_COARSE = 20;
/** Screen pixels that a line must have for a grip in its middle. */
const BENT_LEAST = 64;
/** Screen pixels between a label and the middle of the grip next to it. */
const LABEL_GAP = 10;

/** The line or arrow, when it is the whole selection. */
export function onlyLine(board: Board, ids: ReadonlySet<ElementId>): Element | undefined {
  if (ids.size !== 1) return undefined;
  const [id] = ids;
  const element = id === undefined ? undefined : board.get(id);
  return element?.alive && KINDS.get(element.kind)?.required.includes('from') ? element : undefined;
}

/** The handles of a line, world pixels. */
export function placedGrips(board: Board, line: Element, zoom: number): readonly PlacedGrip[] {
  const { x1, y1, x2, y2 } = endsOf(board, line, { edgeOf });
  const grips: PlacedGrip[] = [
    { grip: 'from', x: x1, y: y1 },
    { grip: 'to', x: x2, y: y2 },
  ];
  const route = line.get('route');
  if (route === Route.elbow || Math.hypot(x2 - x1, y2 - y1) * zoom < BENT_LEAST) return grips;
  const { x, y } = middleOfLine(board, line);
  const bend = route === Route.curved ? line.get('bend') : 0;
  // To the outside of a curve, and above a straight line.
  const side = bend === 0 ? Math.sign(x1 - x2) || 1 : Math.sign(bend);
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [across, down] = [(side * (y1 - y2)) / length, (side * (x2 - x1)) / length];
  const off = gripOffset(board, line, { x: across, y: down }, zoom);
  return [...grips, { grip: 'bend', x: x + across * off, y: y + down * off }];
}

/** The middle of a straight or curved line, world pixels. */
export function middleOfLine(board: Board, line: Element): Point {
  if (line.get('route') === Route.curved) {
    const { x1, y1, x2, y2 } = aimsOf(board, line, { edgeOf });
    const [x, y] = curveAt(curveBetween(x1, y1, x2, y2, line.get('bend')), 0.5);
    return { x, y };
  }
  // A line that is bound is seen between outlines, and its middle is between those.
  const { x1, y1, x2, y2 } = endsOf(board, line, { edgeOf });
  return { x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
}

/** The distance of the grip from the middle of its line in a direction, world pixels: it covers no letter of the label. */
function gripOffset(board: Board, line: Element, { x, y }: Point, zoom: number): number {
  const middle = kindOf(line.kind)?.labelAt?.(board, line);
  const label = middle && labelReach(board, line, labelBox(line, middle));
  if (!label) return 0;
  const { minX, minY, maxX, maxY } = label;
  return Math.min((maxX - minX) / Math.abs(x), (maxY - minY) / Math.abs(y)) / 2 + LABEL_GAP / zoom;
}

/** The grip under a pointer, world pixels: the nearest, and an end before the middle. */
export function gripAt(grips: readonly PlacedGrip[], zoom: number, { x, y }: Point, coarse: boolean): LineGrip | undefined {
  const reach = (coarse ? REACH_COARSE : REACH) / zoom;
  const away = (grip: PlacedGrip): number => Math.hypot(grip.x - x, grip.y - y);
  const near = grips.filter((grip) => away(grip) <= reach);
  near.sort((a, b) => away(a) - away(b));
  return near[0]?.grip;
}
