import type { Values } from '../../../core/board/kinds.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { BoardChange } from '../../../core/room/board-access.ts';
import { UNITS } from '../geometry.ts';
import { ElementWriter } from './element-writer.ts';
import {
  type CancelReason,
  DRAG_THRESHOLD,
  DRAG_THRESHOLD_COARSE,
  type PointerSample,
  TOUCH_HOLD_MS,
  type Tool,
  type ToolHost,
} from './tool.ts';

export type ShapeHost = Pick<ToolHost, 'access' | 'clock' | 'style' | 'draft' | 'undraft' | 'drawn' | 'wake'>;

export interface ShapeOptions {
  readonly kind: number;
  /** Size that a click makes, world pixels. */
  readonly width: number;
  readonly height: number;
  /** What it is born with besides its box and its style. */
  readonly values?: () => Omit<Values, 'alive'>;
}

/** World units. Shapes stay within half of the board, as ink does. */
const REACH = LIMITS.coordinate / 2;

interface Press {
  readonly xScreen: number;
  readonly yScreen: number;
  /** Where the drag begins, world pixels: moves while the space bar is held. */
  x: number;
  y: number;
  /** The pointer at its last sample, world pixels. */
  xLast: number;
  yLast: number;
  writer: ElementWriter | undefined;
}

/** Draws what has a box, from corner to corner. Shift makes it square, Alt draws from its middle, the space bar moves it meanwhile. */
export class ShapeTool implements Tool {
  readonly #host: ShapeHost;
  readonly #options: ShapeOptions;
  #press: Press | undefined;

  constructor(host: ShapeHost, options: ShapeOptions) {
    this.#host = host;
    this.#options = options;
  }

  cursor(): string {
    return 'crosshair';
  }

  press({ xScreen, yScreen, xWorld, yWorld }: PointerSample): void {
    this.#press?.writer?.end();
    this.#press = { xScreen, yScreen, x: xWorld, y: yWorld, xLast: xWorld, yLast: yWorld, writer: undefined };
  }

  drag(sample: PointerSample): void {
    const press = this.#press;
    if (!press) return;
    if (sample.space) {
      press.x += sample.xWorld - press.xLast;
      press.y += sample.yWorld - press.yLast;
    }
    press.xLast = sample.xWorld;
    press.yLast = sample.yWorld;
    if (press.writer) press.writer.write(boxOf(press, sample));
    else if (isDrag(press, sample)) press.writer = this.#begin(boxOf(press, sample), sample);
  }

  release(sample: PointerSample): void {
    if (this.#press?.writer) this.drag(sample);
    const press = this.#press;
    this.#press = undefined;
    if (!press) return;
    const { width, height } = this.#options;
    const writer =
      press.writer ??
      this.#begin(unitsOf(press.x - width / 2, press.y - height / 2, press.x + width / 2, press.y + height / 2), sample);
    if (writer.end()) this.#host.drawn(writer.id);
  }

  cancel(reason: CancelReason): void {
    const writer = this.#press?.writer;
    this.#press = undefined;
    // A shape that the system cut off is still a shape; only the person's word or a pinch makes it none.
    if (reason === 'interrupted') writer?.end();
    else writer?.abandon();
  }

  boardChanged(change: BoardChange): void {
    this.#press?.writer?.boardChanged(change);
  }

  #begin(box: Omit<Values, 'alive'>, { pointer }: PointerSample): ElementWriter {
    const { kind, values } = this.#options;
    const all = { ...this.#host.style(kind), ...values?.(), ...box };
    return new ElementWriter(this.#host, kind, all, pointer === 'touch' ? TOUCH_HOLD_MS : 0);
  }
}

/** Whether the pointer has gone far enough to mean it. */
export function isDrag(from: { readonly xScreen: number; readonly yScreen: number }, sample: PointerSample): boolean {
  const far = Math.hypot(sample.xScreen - from.xScreen, sample.yScreen - from.yScreen);
  return far >= (sample.pointer === 'touch' ? DRAG_THRESHOLD_COARSE : DRAG_THRESHOLD);
}

function boxOf(from: Press, sample: PointerSample): Omit<Values, 'alive'> {
  let dx = sample.xWorld - from.x;
  let dy = sample.yWorld - from.y;
  if (sample.shift) {
    const side = Math.max(Math.abs(dx), Math.abs(dy));
    dx = dx < 0 ? -side : side;
    dy = dy < 0 ? -side : side;
  }
  const [left, top] = sample.alt ? [from.x - dx, from.y - dy] : [from.x, from.y];
  return unitsOf(left, top, from.x + dx, from.y + dy);
}

/** A box through two corners, world units. */
function unitsOf(x1: number, y1: number, x2: number, y2: number): { x: number; y: number; w: number; h: number } {
  const [left, right] = [toUnits(Math.min(x1, x2)), toUnits(Math.max(x1, x2))];
  const [top, bottom] = [toUnits(Math.min(y1, y2)), toUnits(Math.max(y1, y2))];
  return { x: left, y: top, w: right - left, h: bottom - top };
}

/** World pixels to world units on the board. */
export function toUnits(worldPixels: number): number {
  return Math.min(REACH, Math.max(-REACH, Math.round(worldPixels * UNITS)));
}
