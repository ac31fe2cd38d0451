import type { Board } from '../../../../core/board/board.ts';
import type { Box } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { UNITS } from '../../geometry.ts';
import type { Scene } from '../../scene.ts';
import { frameOf, scaled, uprightBox } from '../frames.ts';

/** A guide line that shows why something snapped, world units. */
export interface Guide {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** The guide measures a gap that is equal to another one. */
  readonly isGap?: boolean;
}

export interface Snap {
  /** The movement in addition to the hand's, world units. */
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** Screen pixels: the distance within which an edge snaps, and the area around the selection in which others are considered. */
const REACH = 6;
const AROUND = 700;
/** The most others that are considered, nearest first. */
const OTHERS = 60;

/** The boxes around a selection, world units. Read once, at the start of a drag. */
export function boxesAround(
  at: { readonly board: Board; readonly scene: Scene; readonly zoom: number },
  around: Box,
  except: ReadonlySet<ElementId>,
): Box[] {
  const reach = AROUND / at.zoom;
  const { minX, minY, maxX, maxY } = scaled(around, 1 / UNITS);
  const boxes: Box[] = [];
  for (const { id } of at.scene.search({ minX: minX - reach, minY: minY - reach, maxX: maxX + reach, maxY: maxY + reach })) {
    const element = except.has(id) ? undefined : at.board.get(id);
    const frame = element && frameOf(at.board, element);
    if (frame) boxes.push(uprightBox(frame));
  }
  const away = (box: Box): number =>
    Math.abs(box.minX + box.maxX - around.minX - around.maxX) + Math.abs(box.minY + box.maxY - around.minY - around.maxY);
  return boxes.sort((a, b) => away(a) - away(b)).slice(0, OTHERS);
}

/** One axis of boxes: x or y. */
interface Sides {
  readonly min: (box: Box) => number;
  readonly max: (box: Box) => number;
}
const ACROSS: Sides = { min: (box) => box.minX, max: (box) => box.maxX };
const DOWN: Sides = { min: (box) => box.minY, max: (box) => box.maxY };

/** The snap of a box to edges, middles and equal gaps of others. */
export function snapOf(box: Box, others: readonly Box[], zoom: number): Snap {
  const reach = (REACH / zoom) * UNITS;
  const dx = nearest([...edgeSteps(box, others, ACROSS), ...gapSteps(box, others, [ACROSS, DOWN])], reach);
  const dy = nearest([...edgeSteps(box, others, DOWN), ...gapSteps(box, others, [DOWN, ACROSS])], reach);
  const moved = { minX: box.minX + dx, minY: box.minY + dy, maxX: box.maxX + dx, maxY: box.maxY + dy };
  return { dx, dy, guides: allGuides(moved, others) };
}

/** Which sides of a box are pulled: -1 left or above, 0 none, 1 right or below. */
export type PulledSides = readonly [x: -1 | 0 | 1, y: -1 | 0 | 1];

/** The additional movement of the pulled sides of a box, to edges and middles of others or to a gap equal to another one; world units. */
export function edgeSnapOf(box: Box, [sideX, sideY]: PulledSides, others: readonly Box[], zoom: number): Omit<Snap, 'guides'> {
  const reach = (REACH / zoom) * UNITS;
  const along = (side: -1 | 0 | 1, ways: readonly [Sides, Sides]): number => {
    if (side === 0) return 0;
    const [sides] = ways;
    const edge = side > 0 ? sides.max(box) : sides.min(box);
    const edges = others.flatMap((other) => linesOf(other, sides).map((line) => line - edge));
    return nearest([...edges, ...pulledGapSteps(box, side, others, ways)], reach);
  };
  return { dx: along(sideX, [ACROSS, DOWN]), dy: along(sideY, [DOWN, ACROSS]) };
}

/** The guides of a box at its place: its edges and middles that equal those of others, and its equal gaps. */
export function allGuides(box: Box, others: readonly Box[]): readonly Guide[] {
  return [
    ...guidesOf(box, others, true),
    ...guidesOf(box, others, false),
    ...gapGuides(box, others, true),
    ...gapGuides(box, others, false),
  ];
}

function nearest(steps: readonly number[], reach: number): number {
  let least = 0;
  let isFound = false;
  for (const step of steps) {
    if (Math.abs(step) > reach || (isFound && Math.abs(step) >= Math.abs(least))) continue;
    least = step;
    isFound = true;
  }
  return least;
}

const linesOf = (box: Box, { min, max }: Sides): readonly number[] => [min(box), (min(box) + max(box)) / 2, max(box)];

function edgeSteps(box: Box, others: readonly Box[], sides: Sides): number[] {
  const own = linesOf(box, sides);
  return others.flatMap((other) => linesOf(other, sides).flatMap((line) => own.map((at) => line - at)));
}

/** The two neighbours on each side of a box that lie in one row with it, the nearest first. */
function neighbours(box: Box, others: readonly Box[], [along, across]: readonly [Sides, Sides]) {
  const row = others.filter((other) => across.min(other) < across.max(box) && across.max(other) > across.min(box));
  const middle = (along.min(box) + along.max(box)) / 2;
  const before = row.filter((other) => along.max(other) <= middle).sort((a, b) => along.max(b) - along.max(a));
  const after = row.filter((other) => along.min(other) >= middle).sort((a, b) => along.min(a) - along.min(b));
  return { left: before[0], left2: before[1], right: after[0], right2: after[1] };
}

/** Steps that put a box in the middle between its neighbours, or make its gap to one neighbour equal to that neighbour's next gap. */
function gapSteps(box: Box, others: readonly Box[], ways: readonly [Sides, Sides]): number[] {
  const [along] = ways;
  const { left, left2, right, right2 } = neighbours(box, others, ways);
  const middle = (along.min(box) + along.max(box)) / 2;
  const steps: number[] = [];
  if (left && right) steps.push((along.max(left) + along.min(right)) / 2 - middle);
  if (left && left2) {
    const gap = along.min(left) - along.max(left2);
    if (gap > 0) steps.push(along.max(left) + gap - along.min(box));
  }
  if (right && right2) {
    const gap = along.min(right2) - along.max(right);
    if (gap > 0) steps.push(along.min(right) - gap - along.max(box));
  }
  return steps;
}

/** Steps of one side that make the gap to its neighbour equal to the next gap, or to the gap on the other side. */
function pulledGapSteps(box: Box, side: -1 | 1, others: readonly Box[], ways: readonly [Sides, Sides]): number[] {
  const [along] = ways;
  const { left, left2, right, right2 } = neighbours(box, others, ways);
  const [near, next, back] = side > 0 ? [right, right2, left] : [left, left2, right];
  if (!near) return [];
  const gapFrom = (one: Box, other: Box): number =>
    Math.max(along.min(one) - along.max(other), along.min(other) - along.max(one));
  const gaps = [next && gapFrom(near, next), back && gapFrom(box, back)].filter((gap) => gap !== undefined && gap > 0);
  const edge = side > 0 ? along.max(box) : along.min(box);
  return gaps.map((gap = 0) => (side > 0 ? along.min(near) - gap : along.max(near) + gap) - edge);
}

/** Lines across equal gaps next to a box, from edge to edge. */
function gapGuides(box: Box, others: readonly Box[], isLevel: boolean): Guide[] {
  const ways = isLevel ? ([ACROSS, DOWN] as const) : ([DOWN, ACROSS] as const);
  const [along, across] = ways;
  const { left, left2, right, right2 } = neighbours(box, others, ways);
  const gaps: { readonly from: number; readonly to: number; readonly between: readonly [Box, Box] }[] = [];
  for (const [one, other] of [
    [left2, left],
    [left, box],
    [box, right],
    [right, right2],
  ] as const) {
    if (one && other && along.min(other) > along.max(one)) {
      gaps.push({ from: along.max(one), to: along.min(other), between: [one, other] });
    }
  }
  const isSame = (a: (typeof gaps)[number], b: (typeof gaps)[number]): boolean => Math.abs(a.to - a.from - (b.to - b.from)) < 2;
  const own = gaps.filter(({ between }) => between.includes(box));
  const same = gaps.filter((gap) =>
    own.some((mine) => gaps.some((other) => other !== mine && isSame(mine, other)) && isSame(mine, gap)),
  );
  return same.map(({ from, to, between: [one, other] }) => {
    const at = (Math.max(across.min(one), across.min(other)) + Math.min(across.max(one), across.max(other))) / 2;
    const ends = { isGap: true };
    return isLevel ? { x1: from, y1: at, x2: to, y2: at, ...ends } : { x1: at, y1: from, x2: at, y2: to, ...ends };
  });
}

/** A line through every edge or middle that is now equal, from the first box to the last one that has it. */
function guidesOf(box: Box, others: readonly Box[], isUpright: boolean): Guide[] {
  const [sides, ends] = isUpright ? [ACROSS, DOWN] : [DOWN, ACROSS];
  const guides: Guide[] = [];
  for (const line of linesOf(box, sides)) {
    const same = others.filter((other) => linesOf(other, sides).some((at) => Math.abs(at - line) < 1));
    if (same.length === 0) continue;
    const from = Math.min(ends.min(box), ...same.map(ends.min));
    const to = Math.max(ends.max(box), ...same.map(ends.max));
    guides.push(isUpright ? { x1: line, y1: from, x2: line, y2: to } : { x1: from, y1: line, x2: to, y2: line });
  }
  return guides;
}
