import type { Board } from '../../../../core/board/board.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { type Segment, UNITS, union } from '../../geometry.ts';
import { inkColor } from '../../palette.ts';
import { drawLabel, labelBox, labelIsHit, labelLook, labelReach } from '../../text/layout/label.ts';
import type { Canvas2D, EdgeOf, Kind } from '../kind.ts';
import { bent, isSketched, type Piece, type Run, sketchReach, straight, traceSketch } from '../sketch/sketch.ts';
import { smoothPart } from './curve.ts';
import { boundTo, type EndsLook, wayOf } from './line-ends.ts';
import { type HeadForm, type LineForm, lineForm } from './line-heads.ts';
import { resetLine, setLine } from './line-style.ts';
import { middleOfWay, type Point, pointAt, type Way, wayIsNear, wayMeetsBox } from './way.ts';

/** The radius of the corners of a line with right angles, world pixels. */
const CORNER = 10;

/** A straight, curved or angled line, with or without heads, whose ends may be bound to other elements. */
export function lineKind(edgeOf: EdgeOf): Kind {
  const look: EndsLook = { edgeOf };
  const labelled = (element: Element, way: Way): Box => labelBox(element, around(middleOfWay(way)));
  return {
    band: 'ink',
    box(board, element) {
      const way = wayOf(board, element, look);
      const own = boxOf(lineForm(element, way), element.width / UNITS / 2 + sketchReach(element));
      return union(own, labelReach(board, element, labelled(element, way)));
    },
    look(board, element) {
      const { points, curve } = wayOf(board, element, look);
      const get = element.get.bind(element);
      const heads = `${get('headFrom')} ${get('headTo')} ${get('route')} ${get('sketch')}`;
      const way = (curve ?? points).join(' ');
      return `${element.color} ${element.width} ${get('dash')} ${get('opacity')} ${heads} ${way} ${holdsTo(element)}${labelLook(board, element)}`;
    },
    holdsTo,
    labelAt: (board, element) => around(middleOfWay(wayOf(board, element, look))),
    draw(target, element, place, { offsetX = 0, offsetY = 0, shownAt, veil, ...rest }) {
      const { scale, originX, originY } = place;
      const way = wayOf(rest.board, element, { edgeOf, offsetX, offsetY, shownAt });
      const form = lineForm(element, way);
      target.setTransform(scale, 0, 0, scale, -originX, -originY);
      const color = veil?.color ?? inkColor(element.color, element.kind, rest.theme);
      target.globalAlpha = veil?.alpha ?? element.get('opacity') / 100;
      target.strokeStyle = color;
      target.fillStyle = color;
      setLine(target, element, scale);
      paint(target, element, form);
      // The ends already have their shown places.
      drawLabel(target, element, place, { ...rest, ...(veil ? { veil } : {}) }, labelled(element, way));
      resetLine(target);
    },
    hit(board: Board, element: Element, by: Segment, margin: number) {
      const way = wayOf(board, element, look);
      if (wayIsNear(way, by, margin + element.width / UNITS / 2)) return true;
      return labelIsHit(board, element, labelled(element, way), by);
    },
    meets: (board: Board, element: Element, box: Box) => wayMeetsBox(wayOf(board, element, look), box),
  };
}

const around = ([x, y]: Point): Box => ({ minX: x, minY: y, maxX: x, maxY: y });

function holdsTo(element: Element): readonly ElementId[] {
  const targets: ElementId[] = [];
  for (const name of ['from', 'to'] as const) {
    const target = boundTo(element.get(name));
    if (target !== undefined) targets.push(target);
  }
  return targets;
}

function boxOf({ line, heads }: LineForm, reach: number): Box {
  const box = {
    minX: Number.POSITIVE_INFINITY,
    minY: Number.POSITIVE_INFINITY,
    maxX: Number.NEGATIVE_INFINITY,
    maxY: Number.NEGATIVE_INFINITY,
  };
  const take = (x: number, y: number, around: number): void => {
    box.minX = Math.min(box.minX, x - around);
    box.minY = Math.min(box.minY, y - around);
    box.maxX = Math.max(box.maxX, x + around);
    box.maxY = Math.max(box.maxY, y + around);
  };
  // Between its steps a curve may lie a little outside them.
  const more = line.curve ? 1 : 0;
  for (let i = 0; i < line.points.length; i += 2) take(...pointAt(line.points, i / 2), reach + more);
  for (const head of heads) {
    if (head.form === 'dot') take(head.x, head.y, head.radius);
    else for (const [x, y] of head.points) take(x, y, reach);
  }
  return box;
}

/** Strokes line and open heads in one go, so that transparent ink does not darken where they meet. */
function paint(target: Canvas2D, element: Element, { line, heads }: LineForm): void {
  const isDashed = target.getLineDash().length > 0;
  target.beginPath();
  if (isSketched(element)) {
    traceSketch(target, element, 'way', { key: (line.curve ?? line.points).join(), runs: () => [runOf(line)] });
  } else traceWay(target, line);
  if (isDashed) {
    target.stroke();
    target.setLineDash([]);
    target.beginPath();
  }
  for (const head of heads) if (head.form === 'way' && !head.isClosed) trace(target, head);
  target.stroke();
  for (const head of heads) {
    if (head.form === 'way' && !head.isClosed) continue;
    target.beginPath();
    trace(target, head);
    target.fill();
    if (head.form === 'way') target.stroke();
  }
}

function traceWay(target: Canvas2D, { points, curve }: Way): void {
  const last = points.length / 2 - 1;
  const [x1, y1] = pointAt(points, 0);
  const [x2, y2] = pointAt(points, last);
  target.moveTo(x1, y1);
  if (curve) {
    target.quadraticCurveTo(curve[2], curve[3], x2, y2);
    return;
  }
  for (let i = 1; i < last; i++) traceCorner(target, pointAt(points, i - 1), pointAt(points, i), pointAt(points, i + 1));
  // A line of no length is not drawn; a very short one with round ends is a dot.
  target.lineTo(x2 + (last === 1 && x1 === x2 && y1 === y2 ? 0.01 : 0), y2);
}

/** A way in one go. */
function runOf({ points, curve, knots }: Way): Run {
  if (curve) return [bent(...curve)];
  const pieces: Piece[] = [];
  if (knots) {
    // Two pieces for each side.
    for (let half = 0; half < knots.length - 2; half++) pieces.push(bent(...smoothPart(knots, half >> 1, (half & 1) / 2)));
    return pieces;
  }
  const last = points.length / 2 - 1;
  let [x, y] = pointAt(points, 0);
  for (let i = 1; i <= last; i++) {
    const corner = pointAt(points, i);
    const { radius, from, to } = roundedCorner(pointAt(points, i - 1), corner, pointAt(points, Math.min(i + 1, last)));
    if (i === last || radius === 0) {
      pieces.push(straight(x, y, ...corner));
      [x, y] = corner;
    } else {
      pieces.push(straight(x, y, ...from), bent(...from, ...corner, ...to));
      [x, y] = to;
    }
  }
  return pieces;
}

/** The places before and after a corner between which its round part lies. */
function roundedCorner([x0, y0]: Point, [x, y]: Point, [x1, y1]: Point): { radius: number; from: Point; to: Point } {
  const [before, after] = [Math.hypot(x - x0, y - y0), Math.hypot(x1 - x, y1 - y)];
  const radius = Math.min(CORNER, before / 2, after / 2);
  if (radius === 0) return { radius, from: [x, y], to: [x, y] };
  const from: Point = [x - ((x - x0) / before) * radius, y - ((y - y0) / before) * radius];
  return { radius, from, to: [x + ((x1 - x) / after) * radius, y + ((y1 - y) / after) * radius] };
}

function traceCorner(target: Canvas2D, before: Point, corner: Point, after: Point): void {
  const { radius, from, to } = roundedCorner(before, corner, after);
  if (radius === 0) return;
  target.lineTo(...from);
  target.quadraticCurveTo(...corner, ...to);
}

function trace(target: Canvas2D, head: HeadForm): void {
  if (head.form === 'dot') {
    target.arc(head.x, head.y, head.radius, 0, Math.PI * 2);
    return;
  }
  for (const [i, [x, y]] of head.points.entries()) {
    if (i === 0) target.moveTo(x, y);
    else target.lineTo(x, y);
  }
  if (head.isClosed) target.closePath();
}
