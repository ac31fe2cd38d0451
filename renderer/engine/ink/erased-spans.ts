import { transformed } from '../../../core/base/matrix.ts';
import { SPAN_STEPS, type Spans, unite } from '../../../core/board/bodies/spans.ts';
import type { Element } from '../../../core/board/element.ts';
import { distanceSquared, type Segment, UNITS } from '../geometry.ts';
import { inkFrame } from './ink-frame.ts';
import { drawnWay } from './ink-path.ts';

/**
 * The place of each point's ink on a stroke, `[x, y, …]` in world pixels. A pen's path is smoothed, so its ink is not at its
 * points; with a fast hand it is far behind them. People erase what they see.
 */
export function inkPlaces(element: Element): Float64Array {
  const { whole, places } = drawnWay(element);
  const turn = inkFrame(element)?.turn;
  const at = new Float64Array(2 * places.length);
  for (const [i, place] of places.entries()) {
    const [x = 0, y = 0] = whole[place]?.point ?? [];
    const turned = turn ? transformed(turn, x * UNITS, y * UNITS) : { x: x * UNITS, y: y * UNITS };
    at[2 * i] = (element.x + turned.x) / UNITS;
    at[2 * i + 1] = (element.y + turned.y) / UNITS;
  }
  return at;
}

/** The parts of a stroke within `reach` world pixels of a movement, as spans of a cut. `places` from `inkPlaces`. */
export function erasedSpans(places: Float64Array, by: Segment, reach: number): Spans {
  const limit = reach * reach;
  const found: number[] = [];
  const at = (i: number): number => places[i] as number;
  // A dot has no length, and is cut whole.
  if (places.length === 2 && distanceSquared(by, at(0), at(1), at(0), at(1)) <= limit) found.push(0, 1);
  for (let i = 2; i < places.length; i += 2) {
    const step = { x1: at(i - 2), y1: at(i - 1), x2: at(i), y2: at(i + 1) };
    if (distanceSquared(by, step.x1, step.y1, step.x2, step.y2) > limit) continue;
    takeStep(found, step, { by, limit, start: (i / 2 - 1) * SPAN_STEPS });
  }
  return found.length === 0 ? found : unite([found]);
}

/** Of a step that comes near: the parts whose middle is near. Of a step longer than the eraser: at least the nearest part. */
function takeStep(found: number[], step: Segment, { by, limit, start }: { by: Segment; limit: number; start: number }): void {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  let isFound = false;
  for (let part = 0; part < SPAN_STEPS; part++) {
    const share = (part + 0.5) / SPAN_STEPS;
    const x = step.x1 + (step.x2 - step.x1) * share;
    const y = step.y1 + (step.y2 - step.y1) * share;
    const away = distanceSquared(by, x, y, x, y);
    if (away <= limit) {
      found.push(start + part, start + part + 1);
      isFound = true;
    } else if (away < least) {
      least = away;
      nearest = part;
    }
  }
  if (!isFound) found.push(start + nearest, start + nearest + 1);
}
