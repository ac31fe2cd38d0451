import { transformed, turnedAbout } from '../../../../core/base/matrix.ts';
import type { Point } from '../../camera.ts';
import { UNITS } from '../../geometry.ts';
import { cornersOf } from '../../matrix.ts';
import { type Frame, middleOf, scaled } from '../frames.ts';

/** Handles around a selection: eight that stretch, named by where they lie, and one that turns. */
export type Handle = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'turn';

/** Screen pixels that the box of a selection is larger than what it is around. */
export const FRAME_PADDING = 4;
/** Screen pixels above the box at which the handle that turns lies. */
const TURN_ABOVE = 22;
/** Screen pixels around the middle of a handle that count as it: fingers are wide. */
const REACH = 8;
const REACH_COARSE = 20;
/** Screen pixels that a side must have to get a handle of its own, */
const SIDE_LEAST = 40;
const SIDE_LEAST_COARSE = 64;
/** and the frame from this side to the other: what is flat could not be touched between its handles. */
const BETWEEN_LEAST = 28;

/** -1 left or above, 0 in the middle, 1 right or below. */
export const HANDLE_SIDES: Readonly<Record<Exclude<Handle, 'turn'>, readonly [-1 | 0 | 1, -1 | 0 | 1]>> = {
  nw: [-1, -1],
  n: [0, -1],
  ne: [1, -1],
  e: [1, 0],
  se: [1, 1],
  s: [0, 1],
  sw: [-1, 1],
  w: [-1, 0],
};
const NAMES = Object.keys(HANDLE_SIDES) as Exclude<Handle, 'turn'>[];

export interface PlacedHandle extends Point {
  readonly handle: Handle;
}

/** Where the handles of a frame (world units) lie, world pixels. */
export function handlesOf(frame: Frame, zoom: number, coarse = false): PlacedHandle[] {
  const box = scaled(frame.box, 1 / UNITS);
  const pad = FRAME_PADDING / zoom;
  const middle = middleOf(box);
  const turn = turnedAbout(frame.angle, middle);
  const halfW = (box.maxX - box.minX) / 2 + pad;
  const halfH = (box.maxY - box.minY) / 2 + pad;
  const least = coarse ? SIDE_LEAST_COARSE : SIDE_LEAST;
  const placed: PlacedHandle[] = [];
  for (const handle of NAMES) {
    const [x, y] = HANDLE_SIDES[handle];
    const [along, between] = x === 0 ? [halfW, halfH] : [halfH, halfW];
    const isSide = x === 0 || y === 0;
    if (isSide && (2 * along * zoom < least || 2 * between * zoom < BETWEEN_LEAST)) continue;
    placed.push({ handle, ...transformed(turn, middle.x + x * halfW, middle.y + y * halfH) });
  }
  placed.push({ handle: 'turn', ...transformed(turn, middle.x, middle.y - halfH - TURN_ABOVE / zoom) });
  return placed;
}

/** The handle under a pointer (world pixels), the nearest of those within reach. */
export function handleAt(frame: Frame, zoom: number, { x, y }: Point, coarse: boolean): Handle | undefined {
  const reach = (coarse ? REACH_COARSE : REACH) / zoom;
  let nearest: Handle | undefined;
  let best = reach;
  for (const placed of handlesOf(frame, zoom, coarse)) {
    const away = Math.hypot(placed.x - x, placed.y - y);
    if (away > best) continue;
    best = away;
    nearest = placed.handle;
  }
  return nearest;
}

const CURSORS = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const;

/** The cursor that points the way in which a handle moves. */
export function handleCursor(handle: Handle, angle: number): string {
  if (handle === 'turn') return 'grab';
  const [x, y] = HANDLE_SIDES[handle];
  const eighths = Math.round((Math.atan2(y, x) + angle) / (Math.PI / 4));
  return CURSORS[((eighths % 4) + 4) % 4] as string;
}

/** Whether a point (world pixels) lies in a frame (world units). */
export function isWithin({ box, angle }: Frame, { x, y }: Point): boolean {
  const { minX, minY, maxX, maxY } = scaled(box, 1 / UNITS);
  const at = angle === 0 ? { x, y } : transformed(turnedAbout(-angle, middleOf({ minX, minY, maxX, maxY })), x, y);
  return at.x >= minX && at.x <= maxX && at.y >= minY && at.y <= maxY;
}

/** The corners of a frame `more` world pixels larger on each side, world pixels, clockwise. */
export function outlineOf({ box, angle }: Frame, more: number): readonly Point[] {
  const { minX, minY, maxX, maxY } = scaled(box, 1 / UNITS);
  const wide = { minX: minX - more, minY: minY - more, maxX: maxX + more, maxY: maxY + more };
  const turn = turnedAbout(angle, middleOf(wide));
  return cornersOf(wide).map((corner) => transformed(turn, corner.x, corner.y));
}
