import type { ElementId } from '../../../../core/board/ids.ts';
import type { Values } from '../../../../core/board/kinds.ts';
import type { BoardChange } from '../../../../core/room/board-access.ts';
import { isDrag } from '../is-drag.ts';
import { type CancelReason, type PointerSample, TOUCH_HOLD_MS, type ToolHost } from '../tool.ts';
import { ElementWriter } from './element-writer.ts';

export type PressHost = Pick<ToolHost, 'access' | 'clock' | 'style' | 'draft' | 'undraft' | 'wake'>;

/** The created element's kind, and its first values in addition to place and style. */
export interface Born {
  readonly kind: number;
  readonly values?: () => Omit<Values, 'alive'>;
}

/** One press of a tool that draws an element from one point to another. */
export class ElementPress {
  readonly #host: PressHost;
  readonly #born: Born;
  readonly #at: { readonly xScreen: number; readonly yScreen: number };
  /** Start of the drag, world pixels. It moves while the space bar is held. */
  #x: number;
  #y: number;
  /** The pointer at its last sample, world pixels. */
  #xLast: number;
  #yLast: number;
  #writer: ElementWriter | undefined;

  constructor(host: PressHost, born: Born, { xScreen, yScreen, xWorld, yWorld }: PointerSample) {
    this.#host = host;
    this.#born = born;
    this.#at = { xScreen, yScreen };
    this.#x = this.#xLast = xWorld;
    this.#y = this.#yLast = yWorld;
  }

  get x(): number {
    return this.#x;
  }
  get y(): number {
    return this.#y;
  }
  /** Of the element. Undefined while nothing is drawn. */
  get id(): ElementId | undefined {
    return this.#writer?.id;
  }

  /** The pointer has moved. False while the distance is too short to draw anything. */
  follow(sample: PointerSample): boolean {
    const { xWorld, yWorld } = sample;
    if (sample.space) {
      this.#x += xWorld - this.#xLast;
      this.#y += yWorld - this.#yLast;
    }
    this.#xLast = xWorld;
    this.#yLast = yWorld;
    return this.#writer !== undefined || isDrag(this.#at, sample);
  }

  /** Draws the element, or changes it. */
  write(values: Omit<Values, 'alive'>, { pointer }: Pick<PointerSample, 'pointer'>): void {
    if (this.#writer) {
      this.#writer.write(values);
      return;
    }
    const { kind, values: own } = this.#born;
    const all = { ...this.#host.style(kind), ...own?.(), ...values };
    this.#writer = new ElementWriter(this.#host, kind, all, pointer === 'touch' ? TOUCH_HOLD_MS : 0);
  }

  /** Finishes the element. Returns its id, or undefined if there is none or another person has removed it. */
  end(): ElementId | undefined {
    return this.#writer?.end() ? this.#writer.id : undefined;
  }

  /** A press that the system ended is finished too. Only the person's cancel or a pinch discards it. */
  cancel(reason: CancelReason): void {
    if (reason === 'interrupted') this.#writer?.end();
    else this.#writer?.abandon();
  }

  boardChanged(change: BoardChange): void {
    this.#writer?.boardChanged(change);
  }
}
