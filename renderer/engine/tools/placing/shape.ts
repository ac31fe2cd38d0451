import type { BoardChange } from '../../../../core/room/board-access.ts';
import { toUnits } from '../../geometry.ts';
import type { CancelReason, PointerSample, Tool, ToolHost } from '../tool.ts';
import { type Born, ElementPress, type PressHost } from './element-press.ts';

export type ShapeHost = PressHost & Pick<ToolHost, 'drawn'>;

export interface ShapeOptions extends Born {
  /** Size after a click, world pixels. */
  readonly width: number;
  readonly height: number;
}

/** Draws elements with a box, from corner to corner. Shift makes a square, Alt draws from the middle, the space bar moves it. */
export class ShapeTool implements Tool {
  readonly #host: ShapeHost;
  readonly #options: ShapeOptions;
  #press: ElementPress | undefined;

  constructor(host: ShapeHost, options: ShapeOptions) {
    this.#host = host;
    this.#options = options;
  }

  cursor(): string {
    return 'crosshair';
  }

  press(sample: PointerSample): void {
    this.#press?.end();
    this.#press = new ElementPress(this.#host, this.#options, sample);
  }

  drag(sample: PointerSample): void {
    const press = this.#press;
    if (press?.follow(sample)) press.write(boxOf(press, sample), sample);
  }

  release(sample: PointerSample): void {
    const press = this.#press;
    if (!press) return;
    if (press.id !== undefined) this.drag(sample);
    else press.write(this.#boxAround(press), sample);
    this.#press = undefined;
    const id = press.end();
    if (id !== undefined) this.#host.drawn(id);
  }

  cancel(reason: CancelReason): void {
    const press = this.#press;
    this.#press = undefined;
    press?.cancel(reason);
  }

  boardChanged(change: BoardChange): void {
    this.#press?.boardChanged(change);
  }

  #boxAround({ x, y }: ElementPress): Box {
    const { width, height } = this.#options;
    return unitsOf(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }
}

type Box = ReturnType<typeof unitsOf>;

function boxOf(from: ElementPress, sample: PointerSample): Box {
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
