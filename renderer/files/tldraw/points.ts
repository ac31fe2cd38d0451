import { FILE_LIMITS } from '../file-limits.ts';
import type { Point } from '../gathering.ts';
import { bytesOfBase64 } from '../packed/base64.ts';
import { asList, asNumber, asRecord, asText, type Raw } from '../raw.ts';

export interface InkPoint extends Point {
  /** Pressure, 0 to 1. */
  readonly z: number;
}

/**
 * The points of one segment of a drawn shape, in each format that tldraw has written: objects; base64 of three half floats a
 * point; and `path`, base64 of the first point in floats and then the steps in half floats, of three numbers or, with `dim: 2`,
 * of two.
 */
export function segmentPoints(segment: Raw): readonly InkPoint[] {
  if (typeof segment.path === 'string') return stepsOf(segment.path, segment.dim === 2 ? 2 : 3);
  if (typeof segment.points === 'string') return placesOf(segment.points);
  return asList(segment.points)
    .slice(0, FILE_LIMITS.points)
    .map((raw) => {
      const point = asRecord(raw);
      return { x: asNumber(point?.x), y: asNumber(point?.y), z: asNumber(point?.z, 0.5) };
    });
}

function placesOf(text: string): readonly InkPoint[] {
  const view = viewOf(text);
  const points: InkPoint[] = [];
  for (let at = 0; view && at + 6 <= view.byteLength; at += 6) {
    points.push({ x: half(view, at), y: half(view, at + 2), z: half(view, at + 4) });
  }
  return points;
}

function stepsOf(text: string, numbers: 2 | 3): readonly InkPoint[] {
  const view = viewOf(text);
  if (!view || view.byteLength < 4 * numbers) return [];
  const single = (at: number): number => asNumber(view.getFloat32(at, true));
  let [x, y, z] = [single(0), single(4), numbers === 3 ? single(8) : 0.5];
  const points: InkPoint[] = [{ x, y, z }];
  for (let at = 4 * numbers; at + 2 * numbers <= view.byteLength; at += 2 * numbers) {
    x = asNumber(x + half(view, at));
    y = asNumber(y + half(view, at + 2));
    if (numbers === 3) z = asNumber(z + half(view, at + 4));
    points.push({ x, y, z });
  }
  return points;
}

function viewOf(text: string): DataView | undefined {
  const bytes = bytesOfBase64(asText(text));
  return bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** IEEE 754 binary16, lowest byte first. NaN becomes 0. */
function half(view: DataView, at: number): number {
  const bits = view.getUint16(at, true);
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return 0;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits >> 15 ? -size : size;
}
