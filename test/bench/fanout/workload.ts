import { encodePoints, newTail, type PointTail } from '../../../core/board/bodies/points-codec.ts';
import { type HandPoint, handStroke } from '../hand-stroke.ts';

/** What every person in a room does: 30 cursor moves a second, and three in ten draw as well, four points a tick. */
export const TICKS_PER_SECOND = 30;
export const POINTS_PER_TICK = 4;
/** A stroke is 300 points, 2.5 seconds; then the next one begins. */
export const TICKS_PER_STROKE = 75;

export function isDrawing(author: number): boolean {
  return author % 10 < 3;
}

/** How many ticks somebody stands still between two strokes: none, so that every drawing tick carries points. */
export const strokeOf = (tick: number): number => Math.floor(tick / TICKS_PER_STROKE);
export const tickInStroke = (tick: number): number => tick % TICKS_PER_STROKE;

/** One of a few strokes: authors share them, since what is measured does not depend on the picture. */
const strokes = new Map<number, readonly HandPoint[]>();
function strokePoints(author: number, stroke: number): readonly HandPoint[] {
  const seed = (author + stroke) % 8;
  const known = strokes.get(seed);
  if (known) return known;
  const points = handStroke({ points: TICKS_PER_STROKE * POINTS_PER_TICK, device: 'mouse', seed });
  strokes.set(seed, points);
  return points;
}

/** The points of one tick, world pixels. */
export function chunkOf(author: number, tick: number): readonly HandPoint[] {
  const from = tickInStroke(tick) * POINTS_PER_TICK;
  return strokePoints(author, strokeOf(tick)).slice(from, from + POINTS_PER_TICK);
}

/** Encodes an author's chunks in order, as the product does; peers that take bytes get the same ones. */
export function chunkEncoder(author: number): (tick: number) => Uint8Array {
  let tail: PointTail = newTail();
  let start: HandPoint = { x: 0, y: 0, pressure: 0.5 };
  return (tick) => {
    const points = chunkOf(author, tick);
    if (tickInStroke(tick) === 0) {
      tail = newTail();
      start = points[0] ?? start;
    }
    const { x, y } = start;
    const xy = Int32Array.from(points.flatMap((point) => [Math.round((point.x - x) * 16), Math.round((point.y - y) * 16)]));
    return encodePoints(tail, { xy, pressure: undefined });
  };
}

/**
 * A cursor says who and when by where it is: x is the tick, y the author. So every peer, whatever its format, carries what latency
 * and counting need, in numbers of the size that real coordinates have.
 */
export const CURSOR_Y = 200;
export const cursorAt = (author: number, tick: number): { readonly x: number; readonly y: number } => ({
  x: tick + CURSOR_Y,
  y: author + CURSOR_Y,
});

/** One cursor or append of one author, packed into a small integer so that reading a frame allocates nothing. */
export type Update = number;
const TICK_BITS = 13;
export const MAX_TICKS = 1 << TICK_BITS;
const AUTHOR_BITS = 12;
const APPEND = 1 << (TICK_BITS + AUTHOR_BITS);
export const cursorUpdate = (author: number, tick: number): Update => (author << TICK_BITS) | tick;
export const appendUpdate = (author: number, tick: number): Update => APPEND | cursorUpdate(author, tick);
export const authorOfUpdate = (update: Update): number => (update >> TICK_BITS) & ((1 << AUTHOR_BITS) - 1);
export const tickOfUpdate = (update: Update): number => update & (MAX_TICKS - 1);
export const isAppend = (update: Update): boolean => update >= APPEND;
