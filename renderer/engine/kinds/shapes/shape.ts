import type { Board } from '../../../../core/board/board.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import { type Segment, UNITS, union } from '../../geometry.ts';
import { fillColor, inkColor } from '../../palette.ts';
import { drawLabel, labelIsHit, labelLook, labelReach } from '../../text/layout/label.ts';
import type { Canvas2D, DrawLook, Kind, Placement } from '../kind.ts';
import { resetLine, setLine } from '../lines/line-style.ts';
import { isSketched, type Run, sketchReach, traceSketch } from '../sketch/sketch.ts';
import { drawHatch, Hatch } from './hatch.ts';
import { type Placed, placedAt, polygonToWorld, segmentToLocal, uprightBox } from './placed.ts';
import { isInside, type Polygon, sideIsNear, sideMeetsBox } from './polygon.ts';

/** The form of a shape about the middle of its box, before rotation; world pixels. */
export interface Form {
  /** Adds the outline to the current path, moved inwards by `inset` pixels. */
  trace(target: Canvas2D, halfW: number, halfH: number, inset: number): void;
  /** The outline in the parts that a hand draws in one go. */
  runs(halfW: number, halfH: number): readonly Run[];
  /** The outline as a polygon, precise enough for hit tests. */
  outline(halfW: number, halfH: number): Polygon;
  /** The box of the outline in the world, `more` pixels larger on each side. */
  box(placed: Placed, more: number): Box;
}

/** Rectangle, ellipse, diamond: a line along a form, and an optional fill. */
export function shapeKind(form: Form): Kind {
  const outlineOf = ({ halfW, halfH }: Placed): Polygon => form.outline(halfW, halfH);
  return {
    band: 'ink',
    box(board, element) {
      const placed = placedAt(element);
      const outline = form.box(placed, element.width / UNITS / 2 + sketchReach(element));
      return union(outline, labelReach(board, element, uprightBox(placed)));
    },
    look: (board, element) => shapeLook(element) + labelLook(board, element),
    edge: (_board, element) => {
      const placed = placedAt(element);
      return polygonToWorld(placed, outlineOf(placed));
    },
    draw: (target, element, place, look) => drawShape(form, element, { target, place, look }),
    hit(board: Board, element: Element, by: Segment, margin: number) {
      const placed = placedAt(element);
      const outline = outlineOf(placed);
      const local = segmentToLocal(placed, by);
      if (sideIsNear(outline, local, margin + element.width / UNITS / 2)) return true;
      if (element.get('fill') !== NO_FILL && isInside(outline, local.x1, local.y1)) return true;
      return labelIsHit(board, element, uprightBox(placed), by);
    },
    meets(_board: Board, element: Element, box: Box) {
      const placed = placedAt(element);
      const outline = polygonToWorld(placed, outlineOf(placed));
      if (sideMeetsBox(outline, box)) return true;
      return element.get('fill') !== NO_FILL && isInside(outline, box.minX, box.minY);
    },
  };
}

export const NO_FILL = -1;

function shapeLook(element: Element): string {
  const { color, width } = element;
  const get = element.get.bind(element);
  return `${color} ${width} ${get('fill')} ${get('hatch')} ${get('sketch')} ${get('dash')} ${get('opacity')} ${get('w')} ${get('h')} ${get('angle')}`;
}

interface DrawnOn {
  readonly target: Canvas2D;
  readonly place: Placement;
  readonly look: DrawLook;
}

function drawShape(form: Form, element: Element, { target, place, look }: DrawnOn): void {
  const placed = placedAt(element);
  const { halfW, halfH, x, y, sin, cos } = placed;
  const { scale } = place;
  const xDevice = (x + (look.offsetX ?? 0) / UNITS) * scale - place.originX;
  const yDevice = (y + (look.offsetY ?? 0) / UNITS) * scale - place.originY;
  target.setTransform(scale * cos, scale * sin, -scale * sin, scale * cos, xDevice, yDevice);
  const fill = element.get('fill');
  const opacity = element.get('opacity');
  target.globalAlpha = look.veil?.alpha ?? opacity / 100;
  setLine(target, element, scale);
  const hatch = element.get('hatch');
  const isHatched = hatch === Hatch.lines || hatch === Hatch.crossed;
  if (fill !== NO_FILL && isHatched) {
    target.setLineDash([]);
    target.strokeStyle = look.veil?.color ?? inkColor(fill, element.kind, look.theme);
    drawHatch(target, form.outline(halfW, halfH), hatch, element);
    setLine(target, element, scale);
  } else if (fill !== NO_FILL) {
    target.fillStyle = look.veil?.color ?? fillColor(fill, look.theme);
    target.beginPath();
    // Transparent: the fill would show through the inner half of its line, and be veiled twice there.
    const isThrough = (opacity < 100 || look.veil !== undefined) && element.get('dash') === 0;
    form.trace(target, halfW, halfH, isThrough ? target.lineWidth / 2 : 0);
    target.fill();
  }
  target.strokeStyle = look.veil?.color ?? inkColor(element.color, element.kind, look.theme);
  target.beginPath();
  if (isSketched(element)) {
    traceSketch(target, element, 'outline', { key: `${halfW} ${halfH}`, runs: () => form.runs(halfW, halfH) });
  } else form.trace(target, halfW, halfH, 0);
  target.stroke();
  drawLabel(target, element, place, look, uprightBox(placed));
  resetLine(target);
}
