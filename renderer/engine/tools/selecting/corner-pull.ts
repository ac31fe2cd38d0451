import type { Element } from '../../../../core/board/element.ts';
import { pointToStep } from '../../geometry.ts';
import { edgeOf } from '../../kinds/kind-of.ts';
import { aimsOf, Route } from '../../kinds/lines/line-ends.ts';
import { cornersAt, cornersFrom } from '../../kinds/lines/way.ts';
import { turnedInSteps } from '../turn-steps.ts';
import { LinePull } from './line-pull.ts';
import type { SelectGesture, SelectHost } from './select-gesture.ts';

/** Screen pixels around the straight way between its neighbours within which a corner goes. */
const STRAIGHT = 6;

/** Drags a corner of a line, or makes one of a side. Dragged onto the straight way between its neighbours, it goes. */
export function cornerPull(
  host: SelectHost,
  line: Element,
  { index, isNew }: { readonly index: number; readonly isNew: boolean },
): SelectGesture {
  const before = line.get('corners');
  return new LinePull(host, line, {
    cursor: 'crosshair',
    before: { corners: before, route: line.get('route') },
    valuesAt(now, sample) {
      const { x1, y1, x2, y2 } = aimsOf(host.access.board(), now, { edgeOf });
      const corners = [...cornersAt(now, before)];
      const [x0, y0] = corners[index - 1] ?? [x1, y1];
      const [xNext, yNext] = corners[isNew ? index : index + 1] ?? [x2, y2];
      const [dx, dy] = [sample.xWorld - x0, sample.yWorld - y0];
      const [x, y] = sample.shift ? turnedInSteps(dx, dy) : [dx, dy];
      const isStraight = pointToStep(x0 + x, y0 + y, x0, y0, xNext, yNext) < (STRAIGHT / host.zoom()) ** 2;
      corners.splice(index, isNew ? 0 : 1, ...(isStraight ? [] : [[x0 + x, y0 + y] as const]));
      return { corners: cornersFrom(now, corners), route: now.get('route') === Route.elbow ? Route.straight : now.get('route') };
    },
  });
}
