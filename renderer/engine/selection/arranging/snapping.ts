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
}

export interface Snap {
  /** Additional movement besides the hand's, world units. */
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** Screen pixels within which an edge snaps, and around the selection within which others are considered. */
const REACH = 6;
const AROUND = 700;
/** Most others that are considered: the nearest. */
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
  return { dx, dy, guides: [...guidesOf(moved, others, true), ...guidesOf(moved, others, false)] };
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

/** Movements that centre it between its neighbours, or make its gap equal to the next gap. */
function gapSteps(box: Box, others: readonly Box[], [along, across]: readonly [Sides, Sides]): number[] {
  const row = others.filter((other) => across.min(other) < across.max(box) && across.max(other) > across.min(box));
  const middle = (along.min(box) + along.max(box)) / 2;
  const before = row.filter((other) => along.max(other) <= middle).sort((a, b) => along.max(b) - along.max(a));
  const after = row.filter((other) => along.min(other) >= middle).sort((a, b) => along.min(a) - along.min(b));
  const [left, left2, right, right2] = [before[0], before[1], after[0], after[1]];
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

/** A line through every edge or middle that is now equal, from the first to the last box with it. */
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
