import { LIMITS } from '../../contract/limits.ts';
import type { RefusalCode } from '../../contract/refusal-codes.ts';

/**
 * Stroke points as bytes. Each point is two zigzag varints (three with pressure), and each varint is the *change of the step*:
 * dx(i) - dx(i-1). A pen moves smoothly, so at 120 Hz nearly every value fits into one byte where a plain delta needs two
 * (measured by `npm run bench:wire`).
 * A chunk continues where the last one ended. The bytes of a whole stroke are therefore its chunks, concatenated, and nothing is
 * encoded twice between the pen and the snapshot.
 * Units: world units (1/16 px), relative to the element's x and y. Pressure: 0 to 255.
 */
export interface PointTail {
  count: number;
  x: number;
  y: number;
  dx: number;
  dy: number;
  pressure: number;
}

/** Smallest box of points, world units. */
export interface PointBox {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export function newTail(): PointTail {
  return { count: 0, x: 0, y: 0, dx: 0, dy: 0, pressure: 128 };
}

export interface Points {
  /** x0, y0, x1, y1 … in world units relative to the element. */
  readonly xy: Int32Array;
  /** One byte a point. Undefined for a stroke without pressure. */
  readonly pressure: Uint8Array | undefined;
}

const zigzag = (value: number): number => (value << 1) ^ (value >> 31);
const unzigzag = (value: number): number => (value >>> 1) ^ -(value & 1);

/** The longest varint has five bytes, and a point has at most three varints. */
const MAX_POINT_BYTES = 15;

/**
 * Appends points to a stroke. Returns the bytes to send, and advances `tail` in place. Coordinates are rounded to integers in
 * world units.
 */
export function encodePoints(tail: PointTail, points: Points): Uint8Array {
  const count = points.xy.length >> 1;
  const out = new Uint8Array(count * MAX_POINT_BYTES);
  let at = 0;
  const put = (signed: number): void => {
    let value = zigzag(signed) >>> 0;
    while (value > 127) {
      out[at++] = (value & 127) | 128;
      value >>>= 7;
    }
    out[at++] = value;
  };
  for (let i = 0; i < count; i++) {
    const x = points.xy[2 * i] ?? 0;
    const y = points.xy[2 * i + 1] ?? 0;
    const dx = x - tail.x;
    const dy = y - tail.y;
    put((dx - tail.dx) | 0);
    put((dy - tail.dy) | 0);
    if (points.pressure) {
      const pressure = points.pressure[i] ?? 128;
      put(pressure - tail.pressure);
      tail.pressure = pressure;
    }
    tail.x = x;
    tail.y = y;
    tail.dx = dx;
    tail.dy = dy;
    tail.count++;
  }
  return out.slice(0, at);
}

/**
 * Reads a chunk and advances `tail` in place. Returns the number of points, or the reason why the bytes are not points. After a
 * reason `tail` is undefined, so pass a copy where it matters.
 * `sink` gets every point until it returns true; leave it out to check only. `box` grows by every point; a call for each point
 * would take twice as long on a large board.
 */
export function readPoints(
  tail: PointTail,
  bytes: Uint8Array,
  pressured: boolean,
  sink?: (x: number, y: number, pressure: number) => unknown,
  box?: PointBox,
): number | RefusalCode {
  let at = 0;
  let count = 0;
  const end = bytes.length;
  while (at < end) {
    let parts = 0;
    let ddx = 0;
    let ddy = 0;
    let dp = 0;
    const wanted = pressured ? 3 : 2;
    while (parts < wanted) {
      let value = 0;
      let shift = 0;
      let byte: number;
      do {
        if (at === end || shift > 28) return 'append.malformed';
        byte = bytes[at++] as number;
        // The fifth byte holds the last four bits. More would not fit into 32 bits.
        if (shift === 28 && byte > 15) return 'append.malformed';
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      const signed = unzigzag(value);
      if (parts === 0) ddx = signed;
      else if (parts === 1) ddy = signed;
      else dp = signed;
      parts++;
    }
    tail.dx += ddx;
    tail.dy += ddy;
    tail.x += tail.dx;
    tail.y += tail.dy;
    tail.pressure += dp;
    if (tail.x > LIMITS.coordinate || tail.x < -LIMITS.coordinate || tail.y > LIMITS.coordinate || tail.y < -LIMITS.coordinate) {
      return 'op.coordinate';
    }
    if (tail.pressure < 0 || tail.pressure > 255) return 'append.malformed';
    if (box) {
      if (tail.count === 0) {
        box.minX = box.maxX = tail.x;
        box.minY = box.maxY = tail.y;
      } else {
        if (tail.x < box.minX) box.minX = tail.x;
        else if (tail.x > box.maxX) box.maxX = tail.x;
        if (tail.y < box.minY) box.minY = tail.y;
        else if (tail.y > box.maxY) box.maxY = tail.y;
      }
    }
    count++;
    tail.count++;
    if (sink?.(tail.x, tail.y, tail.pressure) === true) break;
  }
  return count;
}

/**
 * The byte where the `count`-th point after byte `from` begins, or the length when there are fewer points. `from` must be the
 * start of a point.
 */
export function byteOfPoint(bytes: Uint8Array, pressured: boolean, count: number, from = 0): number {
  let at = from;
  // The last byte of a varint has a clear high bit.
  for (let varints = count * (pressured ? 3 : 2); varints > 0 && at < bytes.length; at++)
    if ((bytes[at] as number) < 128) varints--;
  return at;
}

/** Decodes a stroke's bytes. It stops silently at the first byte that is not a point; a checked stroke has none. */
export function decodePoints(bytes: Uint8Array, pressured: boolean): Points {
  const xy: number[] = [];
  const pressure: number[] = [];
  readPoints(newTail(), bytes, pressured, (x, y, p) => {
    xy.push(x, y);
    if (pressured) pressure.push(p);
  });
  return { xy: Int32Array.from(xy), pressure: pressured ? Uint8Array.from(pressure) : undefined };
}
