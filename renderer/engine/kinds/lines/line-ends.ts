import type { Board } from '../../../../core/board/board.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { ArrowEnd } from '../../../../core/board/kinds.ts';
import { UNITS } from '../../geometry.ts';
import { boardTexts } from '../../text/layout/board-texts.ts';
import type { EdgeOf, ShownAt } from '../kind.ts';
import { placedIn, toWorld } from '../shapes/placed.ts';
import { boxOfPolygon, isInside, type Polygon, sideCrossing } from '../shapes/polygon.ts';
import { type Curve, curveAt, curveBetween, curvePart, shareAt, smoothed, stepsOf } from './curve.ts';
import { elbowWay } from './elbow.ts';
import { headLength } from './line-heads.ts';
import { cornersAt, pointAt, type Way } from './way.ts';

/** Routes of lines by the value of `route`. A route of a later version is shown as a straight one. */
export const Route = { straight: 0, curved: 1, elbow: 2 } as const;

/** The beginning and the end of a line, world pixels. */
export interface Ends {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** World pixels of free space between the end of a line and the element to which it is bound. */
const GAP = 3;
/** World pixels, in addition to a head, between a line with right angles and its targets. */
const ELBOW_ROOM = 12;

/** The element to which an end is bound. */
export function boundTo(end: ArrowEnd): ElementId | undefined {
  return end.length === 3 ? end[0] : undefined;
}

/** The same end, bound to the successor of its element if there is one. */
export function endAfter(end: ArrowEnd, successors: ReadonlyMap<ElementId, ElementId>): ArrowEnd {
  if (end.length === 2) return end;
  const [id, across, down] = end;
  const successor = successors.get(id);
  return successor === undefined ? end : [successor, across, down];
}

/** The aim of an end, and the outline at which the end stops on the way to the aim. */
interface Aim {
  readonly x: number;
  readonly y: number;
  readonly outline: Polygon | undefined;
  readonly gap: number;
}

export interface EndsLook {
  readonly edgeOf: EdgeOf;
  /** The offset of the line from its place on the board during a drag, world units. */
  readonly offsetX?: number;
  readonly offsetY?: number;
  readonly shownAt?: ShownAt | undefined;
}

/**
 * The way of a line. A bound end stops at the outline of its target, on the way to its aim inside the target. So it follows all
 * changes of the target without any op. A removed target still holds the end at its last place. If the board has forgotten the
 * target, the end is at the line's own place.
 */
export function wayOf(board: Board, element: Element, look: EndsLook): Way {
  return foundOf(board, element, look).way;
}

/** The beginning and the end of a line. */
export function endsOf(board: Board, element: Element, look: EndsLook): Ends {
  const { points } = wayOf(board, element, look);
  const [x1, y1] = pointAt(points, 0);
  const [x2, y2] = pointAt(points, points.length / 2 - 1);
  return { x1, y1, x2, y2 };
}

/** The aims of its ends, inside their targets. */
export function aimsOf(board: Board, element: Element, look: EndsLook): Ends {
  return foundOf(board, element, look).aims;
}

interface Found {
  readonly way: Way;
  readonly aims: Ends;
}

function foundOf(board: Board, element: Element, look: EndsLook): Found {
  // No cache during a drag of the line or of a target: the place differs in every frame.
  if (look.shownAt || look.offsetX || look.offsetY) return find(board, element, look);
  const [from, to] = [targetOf(board, element, 'from'), targetOf(board, element, 'to')];
  const known = FOUND.get(element);
  const { revision } = element;
  const { fonts } = boardTexts;
  const isOld = known?.revision !== revision || known.fonts !== fonts;
  if (known && !isOld && isUnchanged(known.from, from) && isUnchanged(known.to, to)) return known.found;
  const found = find(board, element, look);
  FOUND.set(element, {
    revision,
    fonts,
    from: from && { of: from, revision: from.revision },
    to: to && { of: to, revision: to.revision },
    found,
  });
  return found;
}

interface Seen {
  readonly of: Element;
  readonly revision: number;
}

/** Cache of ways: box, look, drawing and pointer hits need the same ones. */
const FOUND = new WeakMap<
  Element,
  {
    readonly revision: number;
    /** The generation of the loaded fonts, because the size of a text depends on them. */
    readonly fonts: number;
    readonly from: Seen | undefined;
    readonly to: Seen | undefined;
    readonly found: Found;
  }
>();

function targetOf(board: Board, element: Element, name: 'from' | 'to'): Element | undefined {
  const id = boundTo(element.get(name));
  return id === undefined ? undefined : board.get(id);
}

function isUnchanged(seen: Seen | undefined, now: Element | undefined): boolean {
  return seen?.of === now && seen?.revision === now?.revision;
}

function find(board: Board, element: Element, look: EndsLook): Found {
  const from = aimOf(board, element, element.get('from'), look);
  const to = aimOf(board, element, element.get('to'), look);
  const aims = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  const route = element.get('route');
  const { offsetX = 0, offsetY = 0 } = look;
  const corners = route === Route.elbow ? [] : element.get('corners');
  if (corners.length > 0) {
    const places = cornersAt({ x: element.x + offsetX, y: element.y + offsetY }, corners);
    const points = stopped([from.x, from.y, ...places.flat(), to.x, to.y], from, to);
    return { aims, way: route === Route.curved ? { points: smoothed(points), knots: points } : { points } };
  }
  switch (route) {
    case Route.curved:
      return { aims, way: curvedWay(from, to, element.get('bend')) };
    case Route.elbow:
      return { aims, way: { points: elbowPoints(from, to, ELBOW_ROOM + headLength(element)) } };
    default:
      return { aims, way: { points: stopped([from.x, from.y, to.x, to.y], from, to) } };
  }
}

/** The corners from aim to aim, with the first and the last part shortened to the outlines. */
function stopped(corners: readonly number[], from: Aim, to: Aim): readonly number[] {
  const points = [...corners];
  const last = points.length / 2 - 1;
  if (last < 1) return [from.x, from.y, to.x, to.y];
  const [x2, y2] = pointAt(points, 1);
  const [x3, y3] = pointAt(points, last - 1);
  const first = Math.hypot(x2 - from.x, y2 - from.y);
  const final = Math.hypot(to.x - x3, to.y - y3);
  const start = stopsAt(from, { x: x2, y: y2 }, first);
  const end = stopsAt(to, { x: x3, y: y3 }, final);
  // Targets that overlap leave no way between their outlines. Then the line joins the aims.
  if (last === 1 ? start + end >= first : start >= first || end >= final) return corners;
  if (start > 0) points.splice(0, 2, from.x + ((x2 - from.x) / first) * start, from.y + ((y2 - from.y) / first) * start);
  if (end > 0) points.splice(-2, 2, to.x - ((to.x - x3) / final) * end, to.y - ((to.y - y3) / final) * end);
  return points;
}

function elbowPoints(from: Aim, to: Aim, room: number): readonly number[] {
  const end = ({ x, y, outline }: Aim) => ({ x, y, box: outline && boxOfPolygon(outline) });
  return stopped(elbowWay(end(from), end(to), room), from, to);
}

function curvedWay(from: Aim, to: Aim, bend: number): Way {
  const curve = curveBetween(from.x, from.y, to.x, to.y, bend);
  const steps = stepsOf(curve);
  const start = leaves(curve, steps, from);
  const back: Curve = [curve[4], curve[5], curve[2], curve[3], curve[0], curve[1]];
  const end = 1 - leaves(back, stepsOf(back), to);
  if (start >= end) return { points: steps, curve };
  if (start === 0 && end === 1) return { points: steps, curve };
  const part = curvePart(curve, start, end);
  return { points: stepsOf(part), curve: part };
}

/** The share of a curve at which it has left the outline around its beginning, plus the gap. */
function leaves(curve: Curve, steps: readonly number[], { outline, gap }: Aim): number {
  if (!outline) return 0;
  const [x, y] = curveAt(curve, 1);
  if (isInside(outline, x, y)) return 0;
  let far = 0;
  let out: number | undefined;
  for (let i = 2; i < steps.length; i += 2) {
    const step = { x1: steps[i - 2] as number, y1: steps[i - 1] as number, x2: steps[i] as number, y2: steps[i + 1] as number };
    const length = Math.hypot(step.x2 - step.x1, step.y2 - step.y1);
    // The curve may enter the outline again. Its last exit counts.
    const crossing = sideCrossing(outline, step);
    if (crossing !== undefined) out = far + crossing * length;
    far += length;
  }
  return out === undefined ? 0 : shareAt(steps, out + gap);
}

function aimOf(board: Board, element: Element, end: ArrowEnd, look: EndsLook): Aim {
  const x = element.x + (look.offsetX ?? 0);
  const y = element.y + (look.offsetY ?? 0);
  if (end.length === 2) return { x: (x + end[0]) / UNITS, y: (y + end[1]) / UNITS, outline: undefined, gap: 0 };
  const [id, across, down] = end;
  const target = board.get(id);
  const outline = target && look.edgeOf(board, target);
  if (!target || !outline) return { x: x / UNITS, y: y / UNITS, outline: undefined, gap: 0 };
  const placed = placedIn(target, outline);
  const [xAim, yAim] = toWorld(placed, (across / 500 - 1) * placed.halfW, (down / 500 - 1) * placed.halfH);
  const shown = look.shownAt?.(id);
  const [dx, dy] = [(shown?.dx ?? 0) / UNITS, (shown?.dy ?? 0) / UNITS];
  const moved = shown ? outline.map((value, i) => value + (i % 2 === 0 ? dx : dy)) : outline;
  return { x: xAim + dx, y: yAim + dy, outline: moved, gap: GAP + (target.width + element.width) / UNITS / 2 };
}

/** The distance before its aim at which an end stops, world pixels, for a line that comes from `other`. */
function stopsAt(aim: Aim, other: { readonly x: number; readonly y: number }, length: number): number {
  const { outline, gap } = aim;
  if (!outline || length === 0 || isInside(outline, other.x, other.y)) return 0;
  // Extends the step a little beyond the aim, because the aim may lie on the outline.
  const more = 1 + 1 / length;
  const [x2, y2] = [other.x + (aim.x - other.x) * more, other.y + (aim.y - other.y) * more];
  const crossing = sideCrossing(outline, { x1: other.x, y1: other.y, x2, y2 });
  if (crossing === undefined) return 0;
  return Math.max(0, length - Math.max(0, crossing * more * length - gap));
}
