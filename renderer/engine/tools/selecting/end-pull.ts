import type { Element } from '../../../../core/board/element.ts';
import type { ArrowEnd } from '../../../../core/board/kinds.ts';
import { UNITS } from '../../geometry.ts';
import { edgeOf } from '../../kinds/kind-of.ts';
import { boundTo, endsOf } from '../../kinds/lines/line-ends.ts';
import { coordinate } from '../../selection/arranging/coordinate.ts';
import { BIND_REACH, bindingAt } from '../../selection/bind-target.ts';
import type { LineEnd } from '../../selection/handles/end-handles.ts';
import type { PointerSample } from '../tool.ts';
import { turnedInSteps } from '../turn-steps.ts';
import { LinePull } from './line-pull.ts';
import type { SelectGesture, SelectHost } from './select-gesture.ts';

/** Drags one end of a line. The end is bound to an element near it, unless Ctrl is held. */
export function endPull(host: SelectHost, line: Element, name: LineEnd): SelectGesture {
  return new LinePull(host, line, {
    cursor: 'crosshair',
    before: { [name]: line.get(name) },
    valuesAt(now, sample) {
      const end = endAt(host, now, name, sample);
      const target = boundTo(end);
      host.sketch(target === undefined ? { kind: 'none' } : { kind: 'targets', ids: [target] });
      return { [name]: end };
    },
  });
}

function endAt(host: SelectHost, line: Element, name: LineEnd, { xWorld, yWorld, shift, mod }: PointerSample): ArrowEnd {
  const { access, scene, zoom } = host;
  const board = access.board();
  let [x, y] = [xWorld, yWorld];
  if (shift) {
    const { x1, y1, x2, y2 } = endsOf(board, line, { edgeOf });
    const [xOther, yOther] = name === 'from' ? [x2, y2] : [x1, y1];
    const [dx, dy] = turnedInSteps(x - xOther, y - yOther);
    [x, y] = [xOther + dx, yOther + dy];
  }
  const bound = mod ? undefined : bindingAt({ scene, board, except: line.id }, x, y, BIND_REACH / zoom());
  return bound ?? [coordinate(x * UNITS - line.x), coordinate(y * UNITS - line.y)];
}
