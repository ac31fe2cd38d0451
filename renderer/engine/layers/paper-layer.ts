import { SURFACE, type Theme } from '../palette.ts';
import type { View } from '../view/camera.ts';

/** Patterns of the paper: values of the board's `background` register. */
export const Paper = { plain: 0, dots: 1, lines: 2, squares: 3 } as const;
export type Paper = (typeof Paper)[keyof typeof Paper];

/** World pixels between two lines or dots. */
const STEP = 20;
/** Device pixels. Closer lines would look grey; then only every fifth is drawn. */
const CLOSEST = 12;
const COARSER = 5;

/** Device pixels between two lines at this scale (device pixels per world pixel). */
export function paperStep(scale: number): number {
  let step = STEP * scale;
  while (step < CLOSEST) step *= COARSER;
  while (step > CLOSEST * COARSER * COARSER) step /= COARSER;
  return step;
}

/** The dots or lines under the ink. Painted only when the view or the paper changes. Moving the board costs one fill per line. */
export class PaperLayer {
  readonly #context: CanvasRenderingContext2D;
  #view: View | undefined;
  #shown = '';

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  /** The canvas is blank: the next frame prints the paper again. */
  forget(): void {
    this.#shown = '';
  }

  paint(view: View, paper: number, theme: Theme): void {
    const shown = `${paper} ${theme}`;
    if (view === this.#view && shown === this.#shown) return;
    // A plain paper looks the same everywhere.
    if (this.#shown === shown && paper === Paper.plain) return;
    this.#view = view;
    this.#shown = shown;
    const context = this.#context;
    context.clearRect(0, 0, view.width, view.height);
    // A blank canvas costs the compositor as much as a full one, so it is hidden.
    context.canvas.style.visibility = paper === Paper.plain ? 'hidden' : 'visible';
    if (paper === Paper.plain) return;
    context.fillStyle = SURFACE[theme].print;
    const step = paperStep(view.scale);
    const thick = Math.max(1, Math.round(view.dpr));
    if (paper === Paper.dots) {
      // All dots are one path, because thousands of single fills are slower.
      context.beginPath();
      for (const y of places(view.originY, view.height, step))
        for (const x of places(view.originX, view.width, step)) context.rect(x, y, 2 * thick, 2 * thick);
      context.fill();
      return;
    }
    for (const y of places(view.originY, view.height, step)) context.fillRect(0, y, view.width, thick);
    if (paper === Paper.squares)
      for (const x of places(view.originX, view.width, step)) context.fillRect(x, 0, thick, view.height);
  }
}

/** Device pixels of the lines in the view. */
function* places(origin: number, length: number, step: number): Generator<number> {
  for (let n = Math.ceil(origin / step); n * step - origin < length; n++) yield Math.round(n * step - origin);
}
