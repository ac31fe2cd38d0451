import type { Board } from '../../../../core/board/board.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { distanceSquared, type Segment, stepMeetsBox, UNITS, union } from '../../geometry.ts';
import { inkColor } from '../../palette.ts';
import { drawLabel, labelBox, labelIsHit, labelLook, labelReach } from '../../text/layout/label.ts';
import type { Canvas2D, EdgeOf, Kind } from '../kind.ts';
import { boundTo, endsOf } from './line-ends.ts';
import { type HeadForm, type LineForm, lineForm } from './line-heads.ts';
import { resetLine, setLine } from './line-style.ts';

/** A straight line, with or without heads, whose ends may be bound to other elements. */
export function lineKind(edgeOf: EdgeOf): Kind {
  const formOf = (board: Board, element: Element): LineForm => lineForm(element, endsOf(board, element, { edgeOf }));
  return {
    band: 'ink',
    box(board, element) {
      const own = boxOf(formOf(board, element), element.width / UNITS / 2);
      return union(own, labelReach(board, element, labelBox(element, own)));
    },
    look(board, element) {
      const { x1, y1, x2, y2 } = endsOf(board, element, { edgeOf });
      const get = element.get.bind(element);
      const heads = `${get('headFrom')} ${get('headTo')}`;
      return `${element.color} ${element.width} ${get('dash')} ${get('opacity')} ${heads} ${x1} ${y1} ${x2} ${y2} ${holdsTo(element)}${labelLook(board, element)}`;
    },
    holdsTo,
    draw(target, element, place, look) {
      const { scale, originX, originY } = place;
      const { offsetX = 0, offsetY = 0, shownAt, veil } = look;
      const form = lineForm(element, endsOf(look.board, element, { edgeOf, offsetX, offsetY, shownAt }));
      target.setTransform(scale, 0, 0, scale, -originX, -originY);
      const color = veil?.color ?? inkColor(element.color, element.kind, look.theme);
      target.globalAlpha = veil?.alpha ?? element.get('opacity') / 100;
      target.strokeStyle = color;
      target.fillStyle = color;
      setLine(target, element, scale);
      paint(target, form);
      // The ends are where they are shown already.
      const shown = { ...look, offsetX: 0, offsetY: 0 };
      drawLabel(target, element, place, shown, labelBox(element, boxOf(form, element.width / UNITS / 2)));
      resetLine(target);
    },
    hit(board: Board, element: Element, by: Segment, margin: number) {
      const { x1, y1, x2, y2 } = endsOf(board, element, { edgeOf });
      if (distanceSquared(by, x1, y1, x2, y2) <= (margin + element.width / UNITS / 2) ** 2) return true;
      const own = boxOf(formOf(board, element), element.width / UNITS / 2);
      return labelIsHit(board, element, labelBox(element, own), by);
    },
    meets(board: Board, element: Element, box: Box) {
      const { x1, y1, x2, y2 } = endsOf(board, element, { edgeOf });
      return stepMeetsBox(x1, y1, x2, y2, box);
    },
  };
}

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
  take(line.x1, line.y1, reach);
  take(line.x2, line.y2, reach);
  for (const head of heads) {
    if (head.form === 'dot') take(head.x, head.y, head.radius);
    else for (const [x, y] of head.points) take(x, y, reach);
  }
  return box;
}

/** Line and open heads in one go, so that what is see-through does not darken where they meet. */
function paint(target: Canvas2D, { line, heads }: LineForm): void {
  const isDashed = target.getLineDash().length > 0;
  target.beginPath();
  target.moveTo(line.x1, line.y1);
  // A line of no length is not drawn, a very short one with round ends is a dot.
  target.lineTo(line.x2 + (line.x1 === line.x2 && line.y1 === line.y2 ? 0.01 : 0), line.y2);
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
