import type { Board } from '../../../../core/board/board.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { ArrowEnd } from '../../../../core/board/kinds.ts';
import { UNITS } from '../../geometry.ts';
import { boardTexts } from '../../text/layout/board-texts.ts';
import type { EdgeOf, ShownAt } from '../kind.ts';
import { placedIn, toWorld } from '../shapes/placed.ts';
import { isInside, type Polygon, sideCrossing } from '../shapes/polygon.ts';

/** Where a line begins and ends, world pixels. */
export interface Ends {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** World pixels of paper between the end of a line and the element at which it stops. */
const GAP = 3;

/** The element to which an end is bound. */
export function boundTo(end: ArrowEnd): ElementId | undefined {
  return end.length === 3 ? end[0] : undefined;
}

/** The place at which an end points, and the outline at which it stops on the way there. */
interface Aim {
  readonly x: number;
  readonly y: number;
  readonly outline: Polygon | undefined;
  readonly gap: number;
}

export interface EndsLook {
  readonly edgeOf: EdgeOf;
  /** Where the line is shown while it is dragged, world units from where the board has it. */
  readonly offsetX?: number;
  readonly offsetY?: number;
  readonly shownAt?: ShownAt | undefined;
}

/**
 * Where a line is drawn. A bound end stops at the outline of its target on the way to the place inside of it that it points at; so it
 * follows whatever happens to the target, and nothing is written for that. A removed target holds it where it was. One that the board
 * has forgotten leaves the end at the line's own place.
 */
export function endsOf(board: Board, element: Element, look: EndsLook): Ends {
  // While it is dragged, or what it holds to, it is somewhere else in every frame.
  if (look.shownAt || look.offsetX || look.offsetY) return findEnds(board, element, look);
  const [from, to] = [targetOf(board, element, 'from'), targetOf(board, element, 'to')];
  const known = FOUND.get(element);
  const { revision } = element;
  const { fonts } = boardTexts;
  const isOld = known?.revision !== revision || known.fonts !== fonts;
  if (known && !isOld && isUnchanged(known.from, from) && isUnchanged(known.to, to)) return known.ends;
  const ends = findEnds(board, element, look);
  FOUND.set(element, {
    revision,
    fonts,
    from: from && { of: from, revision: from.revision },
    to: to && { of: to, revision: to.revision },
    ends,
  });
  return ends;
}

interface Seen {
  readonly of: Element;
  readonly revision: number;
}

/** Ends as they were found last: box, look, drawing and pointers ask for the same ones. */
const FOUND = new WeakMap<
  Element,
  {
    readonly revision: number;
    /** Texts are as large as they are in the fonts of then. */
    readonly fonts: number;
    readonly from: Seen | undefined;
    readonly to: Seen | undefined;
    readonly ends: Ends;
  }
>();

function targetOf(board: Board, element: Element, name: 'from' | 'to'): Element | undefined {
  const id = boundTo(element.get(name));
  return id === undefined ? undefined : board.get(id);
}

function isUnchanged(seen: Seen | undefined, now: Element | undefined): boolean {
  return seen?.of === now && seen?.revision === now?.revision;
}

function findEnds(board: Board, element: Element, look: EndsLook): Ends {
  const from = aimOf(board, element, element.get('from'), look);
  const to = aimOf(board, element, element.get('to'), look);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const start = stopsAt(from, to, length);
  const end = stopsAt(to, from, length);
  // Targets that lie upon each other leave no way between their outlines: then the places themselves are joined.
  if (start + end >= length) return { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  return { x1: from.x + dx * start, y1: from.y + dy * start, x2: to.x - dx * end, y2: to.y - dy * end };
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

/** How far before its aim an end stops, world pixels, for a line that comes from `other`. */
function stopsAt(aim: Aim, other: Aim, length: number): number {
  const { outline, gap } = aim;
  if (!outline || length === 0 || isInside(outline, other.x, other.y)) return 0;
  // A little farther than the aim, which may lie on the outline itself.
  const more = 1 + 1 / length;
  const [x2, y2] = [other.x + (aim.x - other.x) * more, other.y + (aim.y - other.y) * more];
  const crossing = sideCrossing(outline, { x1: other.x, y1: other.y, x2, y2 });
  if (crossing === undefined) return 0;
  return Math.max(0, length - Math.max(0, crossing * more * length - gap));
}
