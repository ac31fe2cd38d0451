import type { Points } from '../../../core/board/bodies/points-codec.ts';
import { SPAN_STEPS, type Spans, without } from '../../../core/board/bodies/spans.ts';

export interface InkPart {
  /** x0, y0, x1, y1 …, world units relative to the element. */
  readonly xy: readonly number[];
  /** 0 to 1, one a point; undefined for ink without pressure. */
  readonly pressures: readonly number[] | undefined;
}

/** What is left of a stroke, as strokes of their own: other apps cannot cut. */
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

/** The value at a place between two points; `width` numbers a point. */
function between(values: ArrayLike<number>, width: number, offset: number, place: number): number {
  const at = Math.floor(place);
  const a = values[at * width + offset] ?? 0;
  const b = values[(at + 1) * width + offset] ?? a;
  return a + (b - a) * (place - at);
}
