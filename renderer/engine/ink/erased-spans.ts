import { newTail, readPoints } from '../../../core/board/bodies/points-codec.ts';
import { SPAN_STEPS, type Spans, unite } from '../../../core/board/bodies/spans.ts';
import type { Element } from '../../../core/board/element.ts';
import { distanceSquared, type Segment, UNITS } from '../geometry.ts';
import { inkFrame } from './ink-frame.ts';
import { placeIn } from './stroke-steps.ts';

/** What of a stroke's middle line comes within `reach` world pixels of a movement: spans, as cuts have them. */
export function erasedSpans(element: Element, by: Segment, reach: number): Spans {
  const frame = inkFrame(element);
  const limit = reach * reach;
  const found: number[] = [];
  let i = -1;
  let [lastX, lastY] = [0, 0];
  readPoints(newTail(), element.points, element.pressured, (xUnits, yUnits) => {
    let [x, y] = [xUnits / UNITS, yUnits / UNITS];
    if (frame) ({ x, y } = placeIn(frame, xUnits, yUnits));
    x += element.x / UNITS;
    y += element.y / UNITS;
    i++;
    if (i === 0) {
      if (element.pointCount === 1 && distanceSquared(by, x, y, x, y) <= limit) found.push(0, 1);
    } else if (distanceSquared(by, lastX, lastY, x, y) <= limit) {
      takeStep(found, { x1: lastX, y1: lastY, x2: x, y2: y }, { by, limit, start: (i - 1) * SPAN_STEPS });
    }
    [lastX, lastY] = [x, y];
    return false;
  });
  return found.length === 0 ? found : unite(found);
}

/** Of a step that comes near, the parts whose middle is near; of one longer than the eraser at least the nearest part. */
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
