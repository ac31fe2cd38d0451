import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { intersects, union } from '../geometry.ts';
import type { InkCache } from '../ink/ink-cache.ts';
import type { Band } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kind-of.ts';
import type { Theme } from '../palette.ts';
import type { PictureCache } from '../pictures/picture-cache.ts';
import type { View } from '../view/camera.ts';
import type { Draft } from './draft.ts';
import { type Lifted, LiftedGroup } from './lifted-group.ts';

export interface LiveOptions {
  readonly context: CanvasRenderingContext2D;
  /** Highlighters and frames are drawn on a canvas below the settled layer, everything else on one above it. */
  readonly band: Band;
  readonly inks: () => Iterable<Draft>;
  readonly lifted: () => Lifted | undefined;
  readonly following: () => ReadonlySet<ElementId>;
  /** True when another layer shows the lifted elements themselves. */
  readonly isCarried: () => boolean;
  readonly board: () => Board;
  readonly ink: InkCache;
  readonly pictures: PictureCache;
  readonly theme: () => Theme;
}

/** Growing strokes and dragged elements of one kind. Repaints only changed places, unless the view has changed. */
export class LiveLayer {
  readonly #options: LiveOptions;
  /** World pixels that may contain ink now. Undefined: the canvas is blank. */
  #covered: Box | undefined;
  #view: View | undefined;
  #hadLifted = false;
  readonly #group: LiftedGroup;
  /** Places of ink that has left, which must be cleared. */
  #left: Box | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#group = new LiftedGroup(options);
    options.context.canvas.style.visibility = 'hidden';
  }

  /** Ink that leaves this layer. */
  leave(box: Box | undefined): void {
    this.#left = union(this.#left, box);
  }

  /** A dragged element looks different now. */
  liftedChanged(): void {
    this.#group.forget();
  }

  paint(view: View): void {
    const { isCarried, following } = this.#options;
    const lifted = isCarried() && following().size === 0 ? undefined : this.#options.lifted();
    if (!lifted) this.#group.forget();
    const all = this.#view !== view || lifted !== undefined || this.#hadLifted;
    this.#view = view;
    let changed = this.#left;
    this.#left = undefined;
    let covered: Box | undefined;
    for (const ink of this.#inks()) {
      changed = union(changed, ink.takeChanged());
      covered = union(covered, ink.box);
    }
    this.#hadLifted = lifted !== undefined;
    if (!all && !changed) return;
    const wasBlank = this.#covered === undefined;
    this.#covered = lifted ? (covered ?? EVERYWHERE) : covered;
    // A blank canvas costs the compositor as much as a full one, so it is hidden.
    this.#options.context.canvas.style.visibility = this.#covered ? 'visible' : 'hidden';
    if (wasBlank && !this.#covered) return;
    this.#repaint(view, all ? undefined : changed, lifted);
  }

  *#inks(): Generator<Draft> {
    for (const ink of this.#options.inks()) if (kindOf(ink.traits.kind)?.band === this.#options.band) yield ink;
  }

  #repaint(view: View, place: Box | undefined, lifted: Lifted | undefined): void {
    const { context, theme } = this.#options;
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (!place) {
      context.clearRect(0, 0, view.width, view.height);
      for (const ink of this.#inks()) ink.paint(context, view, theme(), EVERYWHERE);
      if (lifted) this.#group.paint(context, view, lifted);
      return;
    }
    const left = Math.max(Math.floor(place.minX * view.scale) - view.originX - 1, 0);
    const top = Math.max(Math.floor(place.minY * view.scale) - view.originY - 1, 0);
    const width = Math.min(Math.ceil(place.maxX * view.scale) - view.originX + 1, view.width) - left;
    const height = Math.min(Math.ceil(place.maxY * view.scale) - view.originY + 1, view.height) - top;
    if (width <= 0 || height <= 0) return;
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.clearRect(left, top, width, height);
    for (const ink of this.#inks()) {
      const box = ink.box;
      if (box && intersects(box, place)) ink.paint(context, view, theme(), place);
    }
    context.restore();
  }
}

const EVERYWHERE: Box = {
  minX: Number.NEGATIVE_INFINITY,
  minY: Number.NEGATIVE_INFINITY,
  maxX: Number.POSITIVE_INFINITY,
  maxY: Number.POSITIVE_INFINITY,
};
