import type { ArrowEnd, ElementKind, Values } from '../../../../core/board/kinds.ts';
import type { BoardChange } from '../../../../core/room/board-access.ts';
import { toUnits } from '../../geometry.ts';
import { boundTo } from '../../kinds/lines/line-ends.ts';
import { BIND_REACH, bindingAt } from '../../selection/bind-target.ts';
import type { CancelReason, PointerSample, Tool, ToolHost } from '../tool.ts';
import { turnedInSteps } from '../turn-steps.ts';
import { ElementPress, type PressHost } from './element-press.ts';

export type LineHost = PressHost & Pick<ToolHost, 'scene' | 'zoom' | 'drawn' | 'sketch'>;

type Bound = ReturnType<typeof bindingAt>;

/** An end during drawing: a place in world pixels, and its binding. */
interface End {
  readonly x: number;
  readonly y: number;
  readonly bound: Bound;
}

/** Lines and arrows, from end to end. Ends near other elements attach to them, unless Ctrl is held. */
export class LineTool implements Tool {
  readonly #host: LineHost;
  readonly #kind: number;
  #press: ElementPress | undefined;

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

  press(sample: PointerSample): void {
    this.#press?.end();
    this.#press = new ElementPress(this.#host, { kind: this.#kind }, sample);
  }

  drag(sample: PointerSample): void {
    const press = this.#press;
    if (!press?.follow(sample)) return;
    const { from, to } = this.#endsOf(press, sample);
    this.#show([from.bound, to.bound]);
    press.write(valuesOf(from, to), sample);
  }

  /** A click draws nothing, because a line without length is invisible. */
  release(sample: PointerSample): void {
    if (this.#press?.id !== undefined) this.drag(sample);
    const id = this.#takePress()?.end();
    if (id !== undefined) this.#host.drawn(id);
  }

  cancel(reason: CancelReason): void {
    this.#takePress()?.cancel(reason);
  }

  boardChanged(change: BoardChange): void {
    this.#press?.boardChanged(change);
  }

  #takePress(): ElementPress | undefined {
    const press = this.#press;
    this.#press = undefined;
    this.#show([]);
    return press;
  }

  #endsOf(press: ElementPress, { xWorld, yWorld, shift, alt, mod }: PointerSample): { from: End; to: End } {
    const [x, y] = [xWorld - press.x, yWorld - press.y];
    const [dx, dy] = shift ? turnedInSteps(x, y) : [x, y];
    const end = (x: number, y: number): End => ({ x, y, bound: mod ? undefined : this.#bindingAt(x, y) });
    return { from: alt ? end(press.x - dx, press.y - dy) : end(press.x, press.y), to: end(press.x + dx, press.y + dy) };
  }

  #bindingAt(x: number, y: number): Bound {
    const { scene, access, zoom } = this.#host;
    const except = this.#press?.id;
    return bindingAt({ scene, board: access.board(), except }, x, y, BIND_REACH / zoom());
  }

  #show(ends: readonly (ArrowEnd | undefined)[]): void {
    const ids = ends.flatMap((end) => (end && boundTo(end)) ?? []);
    this.#host.sketch(ids.length > 0 ? { kind: 'targets', ids } : { kind: 'none' });
  }
}

/**
 * The registers of a line between two ends. Its own place is that of an attached end, if there is one: the end stays there if the
 * board ever forgets its target.
 */
function valuesOf(from: End, to: End): Omit<Values, 'alive'> {
  const [x1, y1, x2, y2] = [toUnits(from.x), toUnits(from.y), toUnits(to.x), toUnits(to.y)];
  const [x, y] = to.bound && !from.bound ? [x2, y2] : [x1, y1];
  return { x, y, from: from.bound ?? [x1 - x, y1 - y], to: to.bound ?? [x2 - x, y2 - y] };
}
