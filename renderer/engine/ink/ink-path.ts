import { type Element, ElementKind } from '../../../core/board/element.ts';
import { newTail, readPoints } from '../../../core/board/points-codec.ts';
import { UNITS } from '../scene.ts';
import { outlineOf, StrokePath } from './stroke-path.ts';

/** Where path commands go: a `Path2D` or a context. */
export type PathSink = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'closePath' | 'arc'>;

/** Draws a closed polygon softly: its corners are the control points of quadratic curves between the middles of its sides. */
export function traceSoftPolygon(sink: PathSink, polygon: readonly (readonly [number, number])[]): void {
  const last = polygon.at(-1);
  if (!last || polygon.length < 3) return;
  let [x, y] = last;
  const [firstX, firstY] = polygon[0] as readonly [number, number];
  sink.moveTo((x + firstX) / 2, (y + firstY) / 2);
  for (let i = 0; i < polygon.length; i++) {
    [x, y] = polygon[i] as readonly [number, number];
    const [nextX, nextY] = polygon[(i + 1) % polygon.length] as readonly [number, number];
    sink.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  sink.closePath();
}

/** The pen's ink from point `from` on, as an area to fill. */
export function tracePen(sink: PathSink, path: StrokePath, from = 0, to?: number): void {
  const part = path.slice(from, to);
  const first = part[0];
  if (!first) return;
  if (part.length > 1) {
    traceSoftPolygon(sink, outlineOf(part, path.size));
    return;
  }
  sink.moveTo(first.point[0] + path.dotRadius, first.point[1]);
  sink.arc(first.point[0], first.point[1], path.dotRadius, 0, Math.PI * 2);
}

/** The highlighter's middle line, to be stroked with round ends in one go: so it does not darken where it crosses itself. */
export function traceHighlighter(sink: PathSink, path: StrokePath): void {
  const points = path.slice(0);
  const first = points[0];
  if (!first) return;
  let [x, y] = first.point;
  sink.moveTo(x, y);
  // A line of no length is not drawn, a very short one with round ends is a dot.
  if (points.length === 1) sink.lineTo(x + 0.01, y);
  for (let i = 1; i < points.length; i++) {
    const [nextX, nextY] = (points[i] as (typeof points)[number]).point;
    sink.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    x = nextX;
    y = nextY;
  }
  sink.lineTo(x, y);
}

/** Reads an element's points into a way, world pixels relative to the element. */
export function strokePathOf(element: Element): StrokePath {
  const path = new StrokePath(element.width / UNITS, element.pressured);
  readPoints(newTail(), element.points, element.pressured, (x, y, pressure) => path.add(x / UNITS, y / UNITS, pressure / 255));
  return path;
}

/** The ink of a whole element, relative to the element: fill it for a pen, stroke it for a highlighter. */
export function traceElement(sink: PathSink, element: Element): void {
  const path = strokePathOf(element);
  if (element.kind === ElementKind.highlighter) traceHighlighter(sink, path);
  else tracePen(sink, path);
}
