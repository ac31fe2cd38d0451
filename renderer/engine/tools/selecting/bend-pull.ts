import { SAME } from '../../../../core/base/matrix.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Values } from '../../../../core/board/kinds.ts';
import type { Gesture } from '../../../../core/room/board-access.ts';
import { edgeOf } from '../../kinds/kind-of.ts';
import { bendTo } from '../../kinds/lines/curve.ts';
import { aimsOf, Route } from '../../kinds/lines/line-ends.ts';
import { hasValues, proposeEach } from '../../selection/arranging/selection-actions.ts';
import { ShownElement } from '../../selection/handles/shown-element.ts';
import { Ticker } from '../ticker.ts';
import type { PointerSample } from '../tool.ts';
import type { SelectGesture, SelectHost } from './select-gesture.ts';

type Bent = Omit<Values, 'alive'>;

/** Screen pixels around the straight way within which a line becomes straight. */
const STRAIGHT = 6;

/** Drags the middle of a line: the line becomes curved, and straight again when it is dragged back. */
export class BendPull implements SelectGesture {
  readonly cursor = 'move';
  readonly #host: SelectHost;
  readonly #id: ElementId;
  readonly #gesture: Gesture;
  readonly #ticker: Ticker;
  readonly #places: ReadonlyMap<ElementId, { readonly x: number; readonly y: number }>;
  readonly #before: Bent;
  #now: Bent;
  #sent: Bent;

  constructor(host: SelectHost, line: Element) {
    this.#host = host;
    this.#id = line.id;
    this.#gesture = host.access.newGesture();
    this.#places = new Map([[line.id, { x: line.x, y: line.y }]]);
    this.#before = { route: line.get('route'), bend: line.get('bend') };
    this.#now = this.#sent = this.#before;
    this.#ticker = new Ticker(host.clock, () => this.#send());
  }

  drag({ xWorld, yWorld }: PointerSample): void {
    const { access, lift, zoom } = this.#host;
    const board = access.board();
    const line = board.get(this.#id);
    if (!line) return;
    const { x1, y1, x2, y2 } = aimsOf(board, line, { edgeOf });
    const bend = bendTo(x1, y1, x2, y2, xWorld, yWorld);
    if (bend === undefined) return;
    const isStraight = (Math.abs(bend) / 1000) * Math.hypot(x2 - x1, y2 - y1) * zoom() < STRAIGHT;
    this.#now = isStraight ? { ...this.#before, route: Route.straight } : { route: Route.curved, bend };
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
}
