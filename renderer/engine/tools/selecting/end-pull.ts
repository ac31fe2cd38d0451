import { SAME } from '../../../../core/base/matrix.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { ArrowEnd, Values } from '../../../../core/board/kinds.ts';
import type { Gesture } from '../../../../core/room/board-access.ts';
import { UNITS } from '../../geometry.ts';
import { edgeOf } from '../../kinds/kind-of.ts';
import { boundTo, endsOf } from '../../kinds/lines/line-ends.ts';
import { coordinate } from '../../selection/arranging/coordinate.ts';
import { hasValues, proposeEach } from '../../selection/arranging/selection-actions.ts';
import { BIND_REACH, bindingAt } from '../../selection/bind-target.ts';
import type { LineEnd } from '../../selection/handles/end-handles.ts';
import { ShownElement } from '../../selection/handles/shown-element.ts';
import { Ticker } from '../ticker.ts';
import type { PointerSample } from '../tool.ts';
import { turnedInSteps } from '../turn-steps.ts';
import type { SelectGesture, SelectHost } from './select-gesture.ts';

/** Drags one end of a line. The end is bound to an element near it, unless Ctrl is held. */
export class EndPull implements SelectGesture {
  readonly cursor = 'crosshair';
  readonly #host: SelectHost;
  readonly #id: ElementId;
  readonly #end: LineEnd;
  readonly #gesture: Gesture;
  readonly #ticker: Ticker;
  readonly #places: ReadonlyMap<ElementId, { readonly x: number; readonly y: number }>;
  readonly #before: Omit<Values, 'alive'>;
  #now: Omit<Values, 'alive'>;
  #sent: Omit<Values, 'alive'>;

  constructor(host: SelectHost, line: Element, end: LineEnd) {
    this.#host = host;
    this.#id = line.id;
    this.#end = end;
    this.#gesture = host.access.newGesture();
    this.#places = new Map([[line.id, { x: line.x, y: line.y }]]);
    this.#before = { [end]: line.get(end) };
    this.#now = this.#sent = this.#before;
    this.#ticker = new Ticker(host.clock, () => this.#send());
  }

  drag(sample: PointerSample): void {
    const { access, lift, sketch } = this.#host;
    const line = access.board().get(this.#id);
    if (!line) return;
    const end = this.#endAt(line, sample);
    this.#now = { [this.#end]: end };
    const target = boundTo(end);
    sketch(target === undefined ? { kind: 'none' } : { kind: 'targets', ids: [target] });
    const shown = (element: Element): Element => (element.id === this.#id ? new ShownElement(element, this.#now) : element);
    lift({ places: this.#places, dx: 0, dy: 0, reshaped: { matrix: SAME, shown } });
    this.#ticker.soon();
  }

  release(): void {
    this.#ticker.now();
    this.#host.lift(undefined);
  }

  takeBack(): void {
    this.#now = this.#before;
    this.release();
  }

  isTaken(id: ElementId): boolean {
    const line = this.#host.access.board().get(id);
    return line !== undefined && id === this.#id && !hasValues(line, this.#sent);
  }

  drop(): void {
    this.#now = this.#sent;
    this.#host.lift(undefined);
  }

  #send(): void {
    this.#sent = this.#now;
    proposeEach(this.#host.access, [[this.#id, this.#now]], this.#gesture);
  }

  #endAt(line: Element, { xWorld, yWorld, shift, mod }: PointerSample): ArrowEnd {
    const { access, scene, zoom } = this.#host;
    const board = access.board();
    let [x, y] = [xWorld, yWorld];
    if (shift) {
      const { x1, y1, x2, y2 } = endsOf(board, line, { edgeOf });
      const [xOther, yOther] = this.#end === 'from' ? [x2, y2] : [x1, y1];
      const [dx, dy] = turnedInSteps(x - xOther, y - yOther);
      [x, y] = [xOther + dx, yOther + dy];
    }
    const bound = mod ? undefined : bindingAt({ scene, board, except: this.#id }, x, y, BIND_REACH / zoom());
    return bound ?? [coordinate(x * UNITS - line.x), coordinate(y * UNITS - line.y)];
  }
}
