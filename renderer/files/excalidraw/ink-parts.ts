import type { Points } from '../../../core/board/bodies/points-codec.ts';
import { SPAN_STEPS, type Spans, without } from '../../../core/board/bodies/spans.ts';
import type { NewElement } from '../new-element.ts';
import { turned } from '../turned.ts';

export interface InkPart {
  /** x0, y0, x1, y1 …, world units relative to the element. */
  readonly xy: readonly number[];
  /** 0 to 1, one a point. Undefined for ink without pressure. */
  readonly pressures: readonly number[] | undefined;
}

/**
 * The points' places on the board after a resize or rotation: stretched from x and y so that their box has the size `w` and `h`
 * (0: as drawn), then turned about the middle of that box.
 */
export function reshaped(points: Points, { w = 0, h = 0, angle = 0 }: NewElement['values']): Points {
  if (w === 0 && h === 0 && angle === 0) return points;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.xy.length; i += 2) {
    const [x, y] = [points.xy[i] as number, points.xy[i + 1] as number];
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  const [sx, sy] = [stretch(w, maxX - minX), stretch(h, maxY - minY)];
  const middle = { x: (sx * (minX + maxX)) / 2, y: (sy * (minY + maxY)) / 2 };
  const radians = (angle * Math.PI) / 18_000;
  const xy = new Int32Array(points.xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    const at = turned({ x: sx * (points.xy[i] as number), y: sy * (points.xy[i + 1] as number) }, middle, radians);
    xy[i] = Math.round(at.x);
    xy[i + 1] = Math.round(at.y);
  }
  return { ...points, xy };
}

const stretch = (size: number, drawn: number): number => (size === 0 || drawn === 0 ? 1 : size / drawn);

/** The remaining parts of a cut stroke, as separate strokes, because other apps cannot cut. */
export function inkParts({ xy, pressure }: Points, cuts: Spans): readonly InkPart[] {
  const count = xy.length >> 1;
  const steps = Math.max(1, (count - 1) * SPAN_STEPS);
  const left = without(steps, cuts);
  const parts: InkPart[] = [];
  for (let i = 0; i < left.length; i += 2) {
    const [from, to] = [(left[i] as number) / SPAN_STEPS, (left[i + 1] as number) / SPAN_STEPS];
    const places = [from];
    for (let at = Math.floor(from) + 1; at < to; at++) places.push(at);
    if (to > from && count > 1) places.push(to);
    parts.push({
      xy: places.flatMap((place) => [between(xy, 2, 0, place), between(xy, 2, 1, place)]),
      pressures: pressure && places.map((place) => between(pressure, 1, 0, place) / 255),
    });
  }
  return parts;
}

/** The value at a place between two points; `width` numbers per point. */
function between(values: ArrayLike<number>, width: number, offset: number, place: number): number {
  const at = Math.floor(place);
  const a = values[at * width + offset] ?? 0;
  const b = values[(at + 1) * width + offset] ?? a;
  return a + (b - a) * (place - at);
}
