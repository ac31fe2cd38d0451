import type { Board } from '../../../../core/board/board.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { CORNERS_MOST, KINDS } from '../../../../core/board/kinds.ts';
import { intersects } from '../../geometry.ts';
import { edgeOf, kindOf } from '../../kinds/kind-of.ts';
import { curveAt, curveBetween, smoothAt } from '../../kinds/lines/curve.ts';
import { aimsOf, endsOf, Route } from '../../kinds/lines/line-ends.ts';
import { cornersAt, type Point as WayPoint } from '../../kinds/lines/way.ts';
import { labelBox, labelReach } from '../../text/layout/label.ts';
import type { Point } from '../../view/camera.ts';

/** The two ends of a single selected line. The person drags them instead of a frame. */
export type LineEnd = 'from' | 'to';

/** The dragged part of a line: an end, the middle, which bends it, a corner, or the middle of a side, which becomes a corner. */
export interface LineGrip {
  readonly part: LineEnd | 'bend' | 'corner' | 'side';
  /** Of the corner, or of the one that the side becomes. */
  readonly index: number;
}

export interface PlacedGrip extends LineGrip, Point {}

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
    { part: 'from', index: 0, x: x1, y: y1 },
    { part: 'to', index: 0, x: x2, y: y2 },
  ];
  const route = line.get('route');
  const corners = cornersAt(line, line.get('corners'));
  if (corners.length > 0 && route !== Route.elbow)
    return [...grips, ...cornerGrips([[x1, y1], ...corners, [x2, y2]], route, zoom, labelOf(board, line))];
  if (route === Route.elbow || Math.hypot(x2 - x1, y2 - y1) * zoom < BENT_LEAST) return grips;
  const { x, y } = middleOfLine(board, line);
  const bend = route === Route.curved ? line.get('bend') : 0;
  // To the outside of a curve, and above a straight line.
  const side = bend === 0 ? Math.sign(x1 - x2) || 1 : Math.sign(bend);
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [across, down] = [(side * (y1 - y2)) / length, (side * (x2 - x1)) / length];
  const off = gripOffset(board, line, { x: across, y: down }, zoom);
  return [...grips, { part: 'bend', index: 0, x: x + across * off, y: y + down * off }];
}

/** All corners, and a grip on each side that is long enough for one more: in its middle, or where it covers no letter of the label. */
function cornerGrips(points: readonly WayPoint[], route: number, zoom: number, label: Box | undefined): readonly PlacedGrip[] {
  const corners = points.slice(1, -1).map(([x, y], index): PlacedGrip => ({ part: 'corner', index, x, y }));
  if (corners.length >= CORNERS_MOST) return corners;
  const gap = LABEL_GAP / zoom;
  const sides = points.slice(1).flatMap(([x, y], index): readonly PlacedGrip[] => {
    const [x0, y0] = points[index] as WayPoint;
    if (Math.hypot(x - x0, y - y0) * zoom < BENT_LEAST) return [];
    for (const t of [0.5, 0.25, 0.75]) {
      const [at, down] = route === Route.curved ? smoothAt(points.flat(), index, t) : [x0 + t * (x - x0), y0 + t * (y - y0)];
      const [minX, minY, maxX, maxY] = [at - gap, down - gap, at + gap, down + gap];
      if (!label || !intersects(label, { minX, minY, maxX, maxY })) return [{ part: 'side', index, x: at, y: down }];
    }
    return [];
  });
  return [...corners, ...sides];
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

/** Where the label is drawn, world pixels. */
function labelOf(board: Board, line: Element): Box | undefined {
  const middle = kindOf(line.kind)?.labelAt?.(board, line);
  return middle && labelReach(board, line, labelBox(line, middle));
}

/** The distance of the grip from the middle of its line in a direction, world pixels: it covers no letter of the label. */
function gripOffset(board: Board, line: Element, { x, y }: Point, zoom: number): number {
  const label = labelOf(board, line);
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
  return near[0];
}
