import type { StrokePoint } from 'perfect-freehand';
import { newTail, readPoints } from '../../../core/board/bodies/points-codec.ts';
import { SPAN_STEPS, type Spans, without } from '../../../core/board/bodies/spans.ts';
import type { Element } from '../../../core/board/element.ts';
import { UNITS } from '../geometry.ts';
import { inkFrame } from './ink-frame.ts';
import { outlineOf, StrokePath } from './stroke-path.ts';

/** The target of path commands: a `Path2D` or a context. */
export type PathSink = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'closePath' | 'arc'>;

/** Draws a closed polygon smoothly: its corners are the control points of quadratic curves between the middles of its sides. */
function traceSoftPolygon(sink: PathSink, polygon: readonly (readonly [number, number])[]): void {
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

/** Draws a part of a path. */
export type TracePath = (sink: PathSink, part: StrokePoint[], path: StrokePath) => void;

/** The pen's ink, as an area to fill. */
export function tracePen(sink: PathSink, part: StrokePoint[], path: StrokePath): void {
  const first = part[0];
  if (!first) return;
  if (part.length > 1) {
    traceSoftPolygon(sink, outlineOf(part, path.size));
    return;
  }
  sink.moveTo(first.point[0] + path.dotRadius, first.point[1]);
  sink.arc(first.point[0], first.point[1], path.dotRadius, 0, Math.PI * 2);
}

/** The highlighter's middle line. It is stroked with round ends in one go, so that it does not darken where it crosses itself. */
export function traceHighlighter(sink: PathSink, points: StrokePoint[]): void {
  const first = points[0];
  if (!first) return;
  let [x, y] = first.point;
  sink.moveTo(x, y);
  // A line of no length is not drawn; a very short one with round ends is a dot.
  if (points.length === 1) sink.lineTo(x + 0.01, y);
  for (let i = 1; i < points.length; i++) {
    const [nextX, nextY] = (points[i] as (typeof points)[number]).point;
    sink.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    x = nextX;
    y = nextY;
  }
  sink.lineTo(x, y);
}

/** The path along which a stroke is drawn: stretched, but neither mirrored nor turned; world pixels relative to the element. */
export interface DrawnWay {
  readonly path: StrokePath;
  readonly whole: StrokePoint[];
  /** The place of each point of the stroke on the path, which leaves out points that are too near. */
  readonly places: readonly number[];
}

export function drawnWay(element: Element): DrawnWay {
  const frame = inkFrame(element);
  const [unitsX, unitsY] = [UNITS / (frame?.scaleX ?? 1), UNITS / (frame?.scaleY ?? 1)];
  const path = new StrokePath(element.width / UNITS, element.pressured);
  const places: number[] = [];
  readPoints(newTail(), element.points, element.pressured, (x, y, pressure) => {
    path.add(x / unitsX, y / unitsY, pressure / 255);
    places.push(path.points.length - 1);
  });
  const whole = path.slice(0);
  places[places.length - 1] = whole.length - 1;
  return { path, whole, places };
}

/** The ink of a whole element without its cuts, relative to the element: stretched, but neither mirrored nor turned. */
export function traceElement(sink: PathSink, element: Element, cuts: Spans, trace: TracePath): void {
  const { path, whole, places } = drawnWay(element);
  if (cuts.length === 0) {
    trace(sink, whole, path);
    return;
  }
  const placeOf = (step: number): number => {
    const at = Math.floor(step / SPAN_STEPS);
    const from = places[at] ?? whole.length - 1;
    return from + ((places[at + 1] ?? from) - from) * (step / SPAN_STEPS - at);
  };
  // A dot has no length, and is cut whole.
  const left = without(Math.max(1, (places.length - 1) * SPAN_STEPS), cuts);
  for (let i = 0; i < left.length; i += 2)
    trace(sink, between(whole, placeOf(left[i] as number), placeOf(left[i + 1] as number)), path);
}

/** The part of a path between two places. Places between two points are interpolated. */
function between(whole: readonly StrokePoint[], from: number, to: number): StrokePoint[] {
  const first = Math.floor(from) + 1;
  const last = Math.ceil(to) - 1;
  return [placeOn(whole, from), ...whole.slice(first, last + 1), ...(to > from ? [placeOn(whole, to)] : [])];
}

function placeOn(whole: readonly StrokePoint[], place: number): StrokePoint {
  const a = whole[Math.floor(place)] as StrokePoint;
  const b = whole[Math.ceil(place)] as StrokePoint;
  const share = place - Math.floor(place);
  const mix = (one: number, two: number): number => one + (two - one) * share;
  return {
    point: [mix(a.point[0] as number, b.point[0] as number), mix(a.point[1] as number, b.point[1] as number)],
    pressure: mix(a.pressure, b.pressure),
    vector: b.vector,
    distance: mix(a.distance, b.distance),
    runningLength: mix(a.runningLength, b.runningLength),
  };
}
