import type { Disposable } from '../../../core/base/disposable.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import type { View } from '../camera.ts';
import { InkCache } from '../ink/ink-cache.ts';
import type { Theme } from '../palette.ts';
import type { PictureCache } from '../pictures/picture-cache.ts';
import { whoShows } from '../pictures/who-shows.ts';
import { Scene } from '../scene.ts';
import { SettledLayer } from './settled-layer.ts';

/** How strongly a board that is only held is shown: it can be read, and is not taken for the room's. */
const STRENGTH = '0.3';

interface Shown {
  readonly board: Board;
  readonly scene: Scene;
  readonly layer: SettledLayer;
}

/** A board that is not the room's, faded below it: the copy about which a question is open. It cannot be touched. */
export class GhostLayer implements Disposable {
  readonly #context: CanvasRenderingContext2D;
  readonly #theme: () => Theme;
  readonly #pictures: PictureCache;
  #shown: Shown | undefined;

  constructor(context: CanvasRenderingContext2D, theme: () => Theme, pictures: PictureCache) {
    this.#context = context;
    this.#theme = theme;
    this.#pictures = pictures;
    Object.assign(context.canvas.style, { opacity: STRENGTH, visibility: 'hidden' });
  }

  /** True while there is something to build: paint again in the next frame. */
  get pending(): boolean {
    return this.#shown?.layer.pending ?? false;
  }
  /** How many elements are shown. */
  get size(): number {
    return this.#shown?.scene.size ?? 0;
  }
  /** The box of all that is shown. */
  get bounds(): Box | undefined {
    return this.#shown?.scene.bounds();
  }

  /** Whether anything of it lies in a box. */
  has(box: Box): boolean {
    return this.#shown?.scene.has(box) ?? false;
  }

  /** True when another board is shown than before. */
  show(board: Board | undefined): boolean {
    if (board === this.#shown?.board) return false;
    this.#shown?.layer.dispose();
    const { canvas } = this.#context;
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, canvas.width, canvas.height);
    canvas.style.visibility = board ? 'visible' : 'hidden';
    this.#shown = board && this.#show(board);
    return true;
  }

  #show(board: Board): Shown {
    const scene = new Scene(() => board);
    scene.reset();
    const around = {
      context: this.#context,
      ink: new InkCache(),
      pictures: this.#pictures,
      theme: this.#theme,
      isElsewhere: () => false,
      typing: () => undefined,
    };
    return { board, scene, layer: new SettledLayer({ ...around, scene, board: () => board }) };
  }

  /** Whatever shows the picture is painted anew. */
  pictureCame(hash: string): void {
    if (!this.#shown) return;
    const { board, scene, layer } = this.#shown;
    for (const entry of whoShows(hash, board, scene)) layer.redraw(entry);
  }

  /** The graphics processor forgot every bitmap. */
  forget(): void {
    this.#shown?.layer.forget();
  }

  /** The theme is another. */
  reset(): void {
    this.#shown?.layer.reset(false);
  }

  paint(view: View, resting: boolean, now: number): void {
    this.#shown?.layer.paint(view, resting, now);
  }

  dispose(): void {
    this.#shown?.layer.dispose();
    this.#shown = undefined;
  }
}
