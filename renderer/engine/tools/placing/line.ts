import { type ArrowEnd, CORNERS_MOST, type ElementKind, type PropValues } from '../../../../core/board/kinds.ts';
import type { BoardChange } from '../../../../core/room/board-access.ts';
import { toUnits } from '../../geometry.ts';
import { boundTo } from '../../kinds/lines/line-ends.ts';
import { cornersFrom, type Point } from '../../kinds/lines/way.ts';
import { BIND_REACH, bindingAt } from '../../selection/bind-target.ts';
import type { CancelReason, PointerSample, Tool, ToolHost } from '../tool.ts';
import { turnedInSteps } from '../turn-steps.ts';
import { ElementPress, type PressHost } from './element-press.ts';

export type LineHost = PressHost & Pick<ToolHost, 'scene' | 'zoom' | 'drawn' | 'sketch'>;

type Bound = ReturnType<typeof bindingAt>;

interface Place {
  /** World pixels. */
  readonly at: Point;
  /** Ctrl was held: an end there is not bound. */
  readonly isFree: boolean;
}

/** Screen pixels within which two clicks are at one place. */
const SAME_PLACE = 8;

/** An end during drawing: a place in world pixels, and its binding. */
interface End {
  readonly x: number;
  readonly y: number;
  readonly bound: Bound;
}

/**
 * Lines and arrows: dragged from end to end, or clicked from corner to corner. A click on the last corner ends them, one on the first
 * closes them. Ends near other elements attach to them, unless Ctrl is held.
 */
export class LineTool implements Tool {
  readonly #host: LineHost;
  readonly #kind: number;
  #press: ElementPress | undefined;
  /** The places that were clicked. From the last one the line goes on to the pointer. */
  #clicked: Place[] = [];

  constructor(host: LineHost, kind: typeof ElementKind.line | typeof ElementKind.arrow) {
    this.#host = host;
    this.#kind = kind;
  }

  cursor(): string {
    return 'crosshair';
  }

  hover(sample: PointerSample | undefined): void {
    if (this.#clicked.length > 0) this.#goOn(sample);
    else this.#show(sample && !sample.mod ? [this.#bindingAt(sample.xWorld, sample.yWorld)] : []);
  }

  press(sample: PointerSample): void {
    if (this.#clicked.length > 0) {
      this.#goOn(sample);
      return;
    }
    this.#press?.end();
    this.#press = new ElementPress(this.#host, { kind: this.#kind }, sample);
  }

  drag(sample: PointerSample): void {
    const press = this.#press;
    if (this.#clicked.length > 0) this.#goOn(sample);
    else if (press?.follow(sample)) this.#write(this.#endsOf(press, sample), [], sample);
  }

  release(sample: PointerSample): void {
    const press = this.#press;
    if (!press) return;
    if (press.id === undefined || this.#clicked.length > 0) {
      this.#click(sample);
      return;
    }
    this.drag(sample);
    this.#finish();
  }

  /** A pinch between two clicks only moves the view. */
  cancel(reason: CancelReason): void {
    if (this.#clicked.length === 0) this.#takePress()?.cancel(reason);
    else if (reason !== 'gesture') this.end();
  }

  boardChanged(change: BoardChange): void {
    const press = this.#press;
    press?.boardChanged(change);
    // Undone, or removed by another person.
    const made = press?.id === undefined ? undefined : this.#host.access.board().get(press.id);
    if (this.#clicked.length > 0 && made?.alive === false) this.#takePress()?.end();
  }

  /** The line ends where it was clicked last. */
  end(): boolean {
    const [first, ...more] = this.#clicked;
    if (!first) return false;
    const last = more.pop();
    if (last) {
      this.#write({ from: this.#end(first), to: this.#end(last) }, more, { pointer: 'mouse' });
      this.#finish();
    } else this.#takePress()?.cancel('escape');
    return true;
  }

  #click(sample: PointerSample): void {
    const clicked = this.#clicked;
    const [first] = clicked;
    const last = clicked.at(-1);
    if (!first || !last) {
      this.#clicked = [{ at: [sample.xWorld, sample.yWorld], isFree: sample.mod }];
      return;
    }
    this.#goOn(sample);
    const here = this.#placeOf(last, sample);
    const [x, y] = here.at;
    const isAt = ({ at }: Place): boolean => Math.hypot(at[0] - x, at[1] - y) * this.#host.zoom() < SAME_PLACE;
    if (isAt(last)) this.end();
    else {
      const closes = clicked.length > 2 && isAt(first);
      clicked.push(closes ? first : here);
      if (closes || clicked.length > CORNERS_MOST + 1) this.end();
    }
  }

  /** The line through the clicked places to the pointer. */
  #goOn(sample: PointerSample | undefined): void {
    const [first, ...corners] = this.#clicked;
    if (!first || !sample || !this.#press?.follow(sample)) return;
    const to = this.#placeOf(corners.at(-1) ?? first, sample);
    this.#write({ from: this.#end(first), to: this.#end(to) }, corners, sample);
  }

  #finish(): void {
    const id = this.#takePress()?.end();
    if (id !== undefined) this.#host.drawn(id);
  }

  #takePress(): ElementPress | undefined {
    const press = this.#press;
    this.#press = undefined;
    this.#clicked = [];
    this.#show([]);
    return press;
  }

  #write(
    { from, to }: { readonly from: End; readonly to: End },
    corners: readonly Place[],
    by: Pick<PointerSample, 'pointer'>,
  ): void {
    this.#show([from.bound, to.bound]);
    const ends = valuesOf(from, to);
    const places = corners.map(({ at }) => at);
    this.#press?.write(places.length === 0 ? ends : { ...ends, corners: cornersFrom(ends, places) }, by);
  }

  /** Where the pointer is, as a place that the line goes to from another. */
  #placeOf({ at: [x, y] }: Pick<Place, 'at'>, { xWorld, yWorld, shift, mod }: PointerSample): Place {
    const [dx, dy] = shift ? turnedInSteps(xWorld - x, yWorld - y) : [xWorld - x, yWorld - y];
    return { at: [x + dx, y + dy], isFree: mod };
  }

  #end({ at: [x, y], isFree }: Place): End {
    return { x, y, bound: isFree ? undefined : this.#bindingAt(x, y) };
  }

  #endsOf(press: ElementPress, sample: PointerSample): { from: End; to: End } {
    const { x, y } = press;
    const to = this.#placeOf({ at: [x, y] }, sample);
    const from: Point = sample.alt ? [2 * x - to.at[0], 2 * y - to.at[1]] : [x, y];
    return { from: this.#end({ ...to, at: from }), to: this.#end(to) };
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
function valuesOf(from: End, to: End): Pick<PropValues, 'x' | 'y' | 'from' | 'to'> {
  const [x1, y1, x2, y2] = [toUnits(from.x), toUnits(from.y), toUnits(to.x), toUnits(to.y)];
  const [x, y] = to.bound && !from.bound ? [x2, y2] : [x1, y1];
  return { x, y, from: from.bound ?? [x1 - x, y1 - y], to: to.bound ?? [x2 - x, y2 - y] };
}
