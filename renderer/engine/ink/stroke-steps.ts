import { transformed } from '../../../core/base/matrix.ts';
import { newTail, readPoints } from '../../../core/board/bodies/points-codec.ts';
import { SPAN_STEPS, type Spans } from '../../../core/board/bodies/spans.ts';
import type { Element } from '../../../core/board/element.ts';
import { UNITS } from '../geometry.ts';
import type { Point } from '../view/camera.ts';
import { type InkFrame, inkFrame } from './ink-frame.ts';

/** The place of a point of a stroke, world pixels relative to the element. */
function placeIn({ scaleX, scaleY, turn }: InkFrame, xUnits: number, yUnits: number): Point {
  const { x, y } = transformed(turn, xUnits * scaleX, yUnits * scaleY);
  return { x: x / UNITS, y: y / UNITS };
}

/**
 * Tests every step from point to point outside `cuts`, in its final place, world pixels relative to the element, until one test
 * succeeds. A dot is a step of no length.
 */
export function someStep(
  element: Element,
  cuts: Spans,
  test: (x1: number, y1: number, x2: number, y2: number) => boolean,
): boolean {
  let i = -1;
  let cut = 0;
  let lastX = 0;
  let lastY = 0;
  // Nearly every stroke is whole, and all are drawn for each zoom: this way is several times shorter.
  const isWhole = cuts.length === 0;
  const step = (x: number, y: number): boolean => {
    i++;
    if (i === 0) return (cuts[0] ?? 1) > 0 && element.pointCount === 1 && test(x, y, x, y);
    if (isWhole) return test(lastX, lastY, x, y);
    const start = (i - 1) * SPAN_STEPS;
    while (cut < cuts.length && (cuts[cut + 1] as number) <= start) cut += 2;
    let at = start;
    for (let next = cut; at < start + SPAN_STEPS; next += 2) {
      const from = Math.min(cuts[next] ?? Number.POSITIVE_INFINITY, start + SPAN_STEPS);
      if (from > at) {
        const [a, b] = [(at - start) / SPAN_STEPS, (from - start) / SPAN_STEPS];
        const [dx, dy] = [x - lastX, y - lastY];
        const endX = b === 1 ? x : lastX + dx * b;
        const endY = b === 1 ? y : lastY + dy * b;
        if (test(lastX + dx * a, lastY + dy * a, endX, endY)) return true;
      }
      at = Math.max(at, cuts[next + 1] ?? start + SPAN_STEPS);
    }
    return false;
  };
  let found = false;
  const frame = inkFrame(element);
  readPoints(newTail(), element.points, element.pressured, (xUnits, yUnits) => {
    let [x, y] = [xUnits / UNITS, yUnits / UNITS];
    if (frame) ({ x, y } = placeIn(frame, xUnits, yUnits));
    found = step(x, y);
    lastX = x;
    lastY = y;
    return found;
  });
  return found;
}
