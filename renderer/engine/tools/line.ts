import type { ArrowEnd, ElementKind, Values } from '../../../core/board/kinds.ts';
import type { BoardChange } from '../../../core/room/board-access.ts';
import { boundTo } from '../kinds/lines/line-ends.ts';
import { bindingAt } from '../selection/bind-target.ts';
import { ElementWriter } from './element-writer.ts';
import { isDrag, toUnits } from './shape.ts';
import { type CancelReason, type PointerSample, TOUCH_HOLD_MS, type Tool, type ToolHost } from './tool.ts';

export type LineHost = Pick<
  ToolHost,
  'access' | 'clock' | 'scene' | 'zoom' | 'style' | 'draft' | 'undraft' | 'drawn' | 'sketch' | 'wake'
>;

/** Screen pixels from an element at which an end is bound to it. */
const BIND_REACH = 12;
/** With Shift a line keeps to steps of 15 degrees. */
const TURN_STEP = Math.PI / 12;

type Bound = ReturnType<typeof bindingAt>;

/** An end as it is drawn: a place in world pixels, and what it is bound to. */
interface End {
  readonly x: number;
  readonly y: number;
  readonly bound: Bound;
}

interface Press {
  readonly xScreen: number;
  readonly yScreen: number;
  x: number;
  y: number;
  xLast: number;
  yLast: number;
  writer: ElementWriter | undefined;
}

/** Lines and arrows, from end to end. Ends near other elements are bound to them, unless Ctrl is held. */
export class LineTool implements Tool {
  readonly #host: LineHost;
  readonly #kind: number;
  #press: Press | undefined;

  constructor(host: LineHost, kind: typeof ElementKind.line | typeof ElementKind.arrow) {
    this.#host = host;
    this.#kind = kind;
  }

  cursor(): string {
    return 'crosshair';
  }

  hover(sample: PointerSample | undefined): void {
    this.#show(sample && !sample.mod ? [this.#bindingAt(sample.xWorld, sample.yWorld)] : []);
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
    if (!press.writer && !isDrag(press, sample)) return;
    const { from, to } = this.#endsOf(press, sample);
    const values = valuesOf(from, to);
    this.#show([from.bound, to.bound]);
    if (press.writer) press.writer.write(values);
    else press.writer = this.#begin(values, sample);
  }

  /** A click draws nothing: a line without a length says nothing. */
  release(sample: PointerSample): void {
    if (this.#press?.writer) this.drag(sample);
    const writer = this.#press?.writer;
    this.#end();
    if (writer?.end()) this.#host.drawn(writer.id);
  }

  cancel(reason: CancelReason): void {
    const writer = this.#press?.writer;
    this.#end();
    if (reason === 'interrupted') writer?.end();
    else writer?.abandon();
  }

  boardChanged(change: BoardChange): void {
    this.#press?.writer?.boardChanged(change);
  }

  #end(): void {
    this.#press = undefined;
    this.#show([]);
  }

  #begin(values: Omit<Values, 'alive'>, { pointer }: PointerSample): ElementWriter {
    const all = { ...this.#host.style(this.#kind), ...values };
    return new ElementWriter(this.#host, this.#kind, all, pointer === 'touch' ? TOUCH_HOLD_MS : 0);
  }

  #endsOf(press: Press, { xWorld, yWorld, shift, alt, mod }: PointerSample): { from: End; to: End } {
    let [dx, dy] = [xWorld - press.x, yWorld - press.y];
    if (shift) {
      const turn = Math.round(Math.atan2(dy, dx) / TURN_STEP) * TURN_STEP;
      const length = Math.hypot(dx, dy);
      [dx, dy] = [length * Math.cos(turn), length * Math.sin(turn)];
    }
    const end = (x: number, y: number): End => ({ x, y, bound: mod ? undefined : this.#bindingAt(x, y) });
    return { from: alt ? end(press.x - dx, press.y - dy) : end(press.x, press.y), to: end(press.x + dx, press.y + dy) };
  }

  #bindingAt(x: number, y: number): Bound {
    const { scene, access, zoom } = this.#host;
    const except = this.#press?.writer?.id;
    return bindingAt({ scene, board: access.board(), except }, x, y, BIND_REACH / zoom());
  }

  #show(ends: readonly (ArrowEnd | undefined)[]): void {
    const ids = ends.flatMap((end) => (end && boundTo(end)) ?? []);
    this.#host.sketch(ids.length > 0 ? { kind: 'targets', ids } : { kind: 'none' });
  }
}

/**
 * The registers of a line between two ends. Its own place is that of an end which is bound, where there is one: there the end stays if
 * the board should ever forget what it is bound to.
 */
function valuesOf(from: End, to: End): Omit<Values, 'alive'> {
  const [x1, y1, x2, y2] = [toUnits(from.x), toUnits(from.y), toUnits(to.x), toUnits(to.y)];
  const [x, y] = to.bound && !from.bound ? [x2, y2] : [x1, y1];
  return { x, y, from: from.bound ?? [x1 - x, y1 - y], to: to.bound ?? [x2 - x, y2 - y] };
}
