import { composed, type Matrix } from '../../../core/base/matrix.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box, Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { UNITS } from '../geometry.ts';
import type { InkCache } from '../ink/ink-cache.ts';
import type { Band } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kind-of.ts';
import { inverse } from '../matrix.ts';
import type { Theme } from '../palette.ts';
import type { PictureCache } from '../pictures/picture-cache.ts';
import type { Frame } from '../selection/frames.ts';
import type { View } from '../view/camera.ts';

/** Elements that their person is dragging, shown at this distance from their places at the start of the drag, world units. */
export interface Lifted {
  readonly places: ReadonlyMap<ElementId, { readonly x: number; readonly y: number }>;
  readonly dx: number;
  readonly dy: number;
  /** Set when they are stretched or turned instead: the matrix, world pixels, and the resulting elements. */
  readonly reshaped?: { readonly matrix: Matrix; readonly shown: (element: Element) => Element };
  /** The frame around them. Absent: from their places on the board. */
  readonly frame?: Frame;
}

export interface LiftedLook {
  readonly band: Band;
  readonly board: () => Board;
  readonly ink: InkCache;
  readonly pictures: PictureCache;
  readonly theme: () => Theme;
  /** Elements that are drawn by the places of dragged ones, but are not dragged themselves. */
  readonly following: () => Iterable<ElementId>;
  /** True when another layer shows the dragged elements themselves. */
  readonly isCarried: () => boolean;
}

/** With more elements than this, others see a change only when it is finished: 30 times a second would be thousands of ops. */
export const CHANGED_LIVE = 100;
/** With more elements than this a drag moves a bitmap of them. */
const AS_BITMAP = 60;
/** Device pixels around the view that the bitmap includes: the drag can go this far before it is redrawn. */
const MARGIN = 320;

/** Greatest stretch of a bitmap before it is redrawn. */
const MOST_STRETCH = 1.6;

interface LiftedPicture {
  readonly canvas: HTMLCanvasElement;
  readonly view: View;
  readonly places: Lifted['places'];
  readonly count: number;
  readonly dx: number;
  readonly dy: number;
  readonly matrix: Matrix | undefined;
  /** Dragged elements outside of the bitmap, because their shape changes with the drag: one of their ends stays. */
  readonly apart: readonly ElementId[];
}

/** Paints dragged elements of one band: few one by one, many as a moved bitmap. */
export class LiftedGroup {
  readonly #look: LiftedLook;
  #bitmap: LiftedPicture | undefined;

  constructor(look: LiftedLook) {
    this.#look = look;
  }

  /** The drag has ended, or the elements have changed. */
  forget(): void {
    this.#bitmap = undefined;
  }

  paint(target: CanvasRenderingContext2D, view: View, lifted: Lifted): void {
    if (this.#look.isCarried()) {
      this.#draw(target, view, lifted, this.#look.following());
      return;
    }
    if (lifted.places.size <= AS_BITMAP) {
      this.#draw(target, view, lifted, lifted.places.keys());
      this.#draw(target, view, lifted, this.#look.following());
      return;
    }
    let bitmap = this.#bitmap;
    if (!bitmap || !this.#isGood(bitmap, view, lifted)) {
      bitmap = this.#make(target.canvas.ownerDocument, view, lifted);
      this.#bitmap = bitmap;
    }
    if (lifted.reshaped && bitmap.matrix) {
      const { a, b, c, d, e, f } = onDevice(composed(lifted.reshaped.matrix, inverse(bitmap.matrix)), view);
      target.setTransform(a, b, c, d, e, f);
      target.drawImage(bitmap.canvas, -MARGIN, -MARGIN);
    } else {
      target.setTransform(1, 0, 0, 1, 0, 0);
      target.drawImage(bitmap.canvas, shift(lifted.dx - bitmap.dx, view) - MARGIN, shift(lifted.dy - bitmap.dy, view) - MARGIN);
    }
    this.#draw(target, view, lifted, bitmap.apart);
    this.#draw(target, view, lifted, this.#look.following());
  }

  #isGood(bitmap: LiftedPicture, view: View, { places, dx, dy, reshaped }: Lifted): boolean {
    if (bitmap.view !== view || bitmap.places !== places || bitmap.count !== places.size) return false;
    if ((reshaped === undefined) !== (bitmap.matrix === undefined)) return false;
    if (reshaped && bitmap.matrix) return isCloseTo(bitmap.matrix, reshaped.matrix);
    return Math.abs(shift(dx - bitmap.dx, view)) <= MARGIN && Math.abs(shift(dy - bitmap.dy, view)) <= MARGIN;
  }

  #make(document: Document, view: View, lifted: Lifted): LiftedPicture {
    const canvas = this.#bitmap?.canvas ?? document.createElement('canvas');
    const wide = widened(view);
    // Setting the size also clears it.
    canvas.width = wide.width;
    canvas.height = wide.height;
    const context = canvas.getContext('2d');
    const { places, dx, dy, reshaped } = lifted;
    const [together, apart]: [ElementId[], ElementId[]] = [[], []];
    for (const id of places.keys()) (this.#staysBehind(id, lifted) ? apart : together).push(id);
    if (context) this.#draw(context, wide, lifted, together);
    return { canvas, view, places, count: places.size, dx, dy, apart, matrix: reshaped?.matrix };
  }

  #staysBehind(id: ElementId, { places }: Lifted): boolean {
    const element = this.#look.board().get(id);
    const holdsTo = element && kindOf(element.kind)?.holdsTo?.(element);
    return holdsTo?.some((target) => !places.has(target)) ?? false;
  }

  #draw(target: CanvasRenderingContext2D, view: View, lifted: Lifted, ids: Iterable<ElementId>): void {
    const { board, ink, pictures, theme, band } = this.#look;
    const shownAt = (id: ElementId) => shiftOf(board().get(id), lifted);
    for (const id of ids) {
      const onBoard = board().get(id);
      const kind = onBoard?.alive ? kindOf(onBoard.kind) : undefined;
      if (!onBoard || kind?.band !== band) continue;
      const element = lifted.reshaped?.shown(onBoard) ?? onBoard;
      const { dx, dy } = shiftOf(element, lifted) ?? NO_SHIFT;
      if (!kind.holdsTo && !isInView(kind.box(board(), element), dx, dy, view)) continue;
      kind.draw(target, element, view, { board: board(), theme: theme(), ink, pictures, offsetX: dx, offsetY: dy, shownAt });
    }
  }
}

/** The view with its margin. */
function widened(view: View): View {
  return {
    ...view,
    originX: view.originX - MARGIN,
    originY: view.originY - MARGIN,
    width: view.width + 2 * MARGIN,
    height: view.height + 2 * MARGIN,
  };
}

/** A movement in the world, on the canvas. */
function onDevice(matrix: Matrix, { scale, originX, originY }: View): Matrix {
  const toDevice: Matrix = { a: scale, b: 0, c: 0, d: scale, e: -originX, f: -originY };
  return composed(toDevice, composed(matrix, inverse(toDevice)));
}

/** True when a bitmap that was made for `made` may be stretched to `now` and still look like ink. */
function isCloseTo(made: Matrix, now: Matrix): boolean {
  const { a, b, c, d } = composed(now, inverse(made));
  const [along, across] = [Math.hypot(a, b), Math.hypot(c, d)];
  return Math.min(along, across) > 1 / MOST_STRETCH && Math.max(along, across) < MOST_STRETCH;
}

const NO_SHIFT = { dx: 0, dy: 0 };

/** The distance of a dragged element from its place on the board, world units. */
function shiftOf(element: Element | undefined, { places, dx, dy, reshaped }: Lifted): typeof NO_SHIFT | undefined {
  // A stretched or turned element is shown by its own values, not by a distance.
  const from = element && !reshaped ? places.get(element.id) : undefined;
  return element && from && { dx: from.x + dx - element.x, dy: from.y + dy - element.y };
}

function isInView(box: Box | undefined, dx: number, dy: number, view: View): boolean {
  if (!box) return false;
  const left = (box.minX + dx / UNITS) * view.scale - view.originX;
  const top = (box.minY + dy / UNITS) * view.scale - view.originY;
  const right = (box.maxX + dx / UNITS) * view.scale - view.originX;
  const bottom = (box.maxY + dy / UNITS) * view.scale - view.originY;
  return right >= 0 && bottom >= 0 && left <= view.width && top <= view.height;
}

/** World units as whole device pixels. */
function shift(units: number, view: View): number {
  return Math.round((units / UNITS) * view.scale);
}
