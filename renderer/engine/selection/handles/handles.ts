import { transformed, turnedAbout } from '../../../../core/base/matrix.ts';
import { UNITS } from '../../geometry.ts';
import { cornersOf } from '../../matrix.ts';
import type { Point } from '../../view/camera.ts';
import { type Frame, middleOf, scaled } from '../frames.ts';

/** Handles around a selection: eight that stretch, named by their place, and one that turns. */
export type Handle = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'turn';

/** Screen pixels between the content of a selection and its box. */
export const FRAME_PADDING = 4;
/** Screen pixels from the box to the turning handle above it. */
const TURN_ABOVE = 22;
/** Screen pixels around the middle of a handle within which a press hits it. Larger for fingers. */
const REACH = 8;
const REACH_COARSE = 20;
/** Least length of a side with a handle of its own, screen pixels, */
const SIDE_LEAST = 40;
const SIDE_LEAST_COARSE = 64;
/** and least height between two sides: a flat frame could not be pressed between its handles. */
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

/** The places of a frame's handles (frame in world units), world pixels. */
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

/** The nearest handle within reach of a pointer (world pixels). */
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

/** The cursor for the direction in which a handle moves. */
export function handleCursor(handle: Handle, angle: number): string {
  if (handle === 'turn') return 'grab';
  const [x, y] = HANDLE_SIDES[handle];
  const eighths = Math.round((Math.atan2(y, x) + angle) / (Math.PI / 4));
  return CURSORS[((eighths % 4) + 4) % 4] as string;
}

/** True when a point (world pixels) lies in a frame (world units). */
export function isWithin({ box, angle }: Frame, { x, y }: Point): boolean {
  const { minX, minY, maxX, maxY } = scaled(box, 1 / UNITS);
  const at = angle === 0 ? { x, y } : transformed(turnedAbout(-angle, middleOf({ minX, minY, maxX, maxY })), x, y);
  return at.x >= minX && at.x <= maxX && at.y >= minY && at.y <= maxY;
}

/** The corners of a frame, enlarged by `more` world pixels on each side, world pixels, clockwise. */
export function outlineOf({ box, angle }: Frame, more: number): readonly Point[] {
  const { minX, minY, maxX, maxY } = scaled(box, 1 / UNITS);
  const wide = { minX: minX - more, minY: minY - more, maxX: maxX + more, maxY: maxY + more };
  const turn = turnedAbout(angle, middleOf(wide));
  return cornersOf(wide).map((corner) => transformed(turn, corner.x, corner.y));
}
