import type { Element } from '../../../../core/board/element.ts';
import { edgeOf } from '../../kinds/kind-of.ts';
import { bendTo } from '../../kinds/lines/curve.ts';
import { aimsOf, Route } from '../../kinds/lines/line-ends.ts';
import { middleOfLine } from '../../selection/handles/end-handles.ts';
import { LinePull, type LineValues } from './line-pull.ts';
import type { SelectGesture, SelectHost, Start } from './select-gesture.ts';

/** Screen pixels around the straight way within which a line becomes straight. */
const STRAIGHT = 6;

/** Drags the middle of a line: the line becomes curved, and straight again when it is dragged back. */
export function bendPull(host: SelectHost, line: Element, from: Start): SelectGesture {
  const middle = middleOfLine(host.access.board(), line);
  // The grip may lie next to the middle.
  const [dx, dy] = [middle.x - from.xWorld, middle.y - from.yWorld];
  const before: LineValues = { route: line.get('route'), bend: line.get('bend') };
  return new LinePull(host, line, {
    cursor: 'move',
    before,
    valuesAt(now, { xWorld, yWorld }) {
      const { x1, y1, x2, y2 } = aimsOf(host.access.board(), now, { edgeOf });
      const bend = bendTo(x1, y1, x2, y2, xWorld + dx, yWorld + dy);
      if (bend === undefined) return undefined;
      const isStraight = (Math.abs(bend) / 1000) * Math.hypot(x2 - x1, y2 - y1) * host.zoom() < STRAIGHT;
      return isStraight ? { ...before, route: Route.straight } : { route: Route.curved, bend };
    },
  });
}
