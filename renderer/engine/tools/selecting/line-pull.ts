import { SAME } from '../../../../core/base/matrix.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Values } from '../../../../core/board/kinds.ts';
import type { Gesture } from '../../../../core/room/board-access.ts';
import { hasValues, proposeEach } from '../../selection/arranging/selection-actions.ts';
import { ShownElement } from '../../selection/handles/shown-element.ts';
import { Ticker } from '../ticker.ts';
import type { PointerSample } from '../tool.ts';
import type { SelectGesture, SelectHost } from './select-gesture.ts';

export type LineValues = Omit<Values, 'alive'>;

/** The grip of a line that is dragged, and what the line becomes. */
export interface PulledGrip {
  readonly cursor: string;
  readonly before: LineValues;
  /** The values for this place of the pointer. Undefined keeps the last ones. */
  valuesAt(line: Element, sample: PointerSample): LineValues | undefined;
}

/** Drags a grip of a line. Shown at once, sent once in a tick. */
export class LinePull implements SelectGesture {
  readonly #host: SelectHost;
  readonly #id: ElementId;
  readonly #grip: PulledGrip;
  readonly #gesture: Gesture;
  readonly #ticker: Ticker;
  readonly #places: ReadonlyMap<ElementId, { readonly x: number; readonly y: number }>;
  #now: LineValues;
  #sent: LineValues;
  /** Another person has taken the line. */
  #isOver = false;

  constructor(host: SelectHost, line: Element, grip: PulledGrip) {
    this.#host = host;
    this.#id = line.id;
    this.#grip = grip;
    this.#gesture = host.access.newGesture();
    this.#places = new Map([[line.id, { x: line.x, y: line.y }]]);
    this.#now = this.#sent = grip.before;
    this.#ticker = new Ticker(host.clock, () => this.#send());
  }

  get cursor(): string {
    return this.#grip.cursor;
  }

  drag(sample: PointerSample): void {
    const { access, lift } = this.#host;
    const line = this.#isOver ? undefined : access.board().get(this.#id);
    const now = line && this.#grip.valuesAt(line, sample);
    if (!now) return;
    this.#now = now;
    const shown = (element: Element): Element => (element.id === this.#id ? new ShownElement(element, this.#now) : element);
    lift({ places: this.#places, dx: 0, dy: 0, reshaped: { matrix: SAME, shown } });
    this.#ticker.soon();
  }

  release(): void {
    this.#ticker.now();
    this.#host.lift(undefined);
  }

  takeBack(): void {
    this.#now = this.#grip.before;
    this.release();
  }

  isTaken(id: ElementId): boolean {
    const line = this.#host.access.board().get(id);
    return line !== undefined && id === this.#id && !hasValues(line, this.#sent);
  }

  drop(): void {
    this.#isOver = true;
    this.#host.lift(undefined);
  }

  #send(): void {
    if (this.#isOver) return;
    this.#sent = this.#now;
    proposeEach(this.#host.access, [[this.#id, this.#now]], this.#gesture);
  }
}
