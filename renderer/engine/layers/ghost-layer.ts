import type { Disposable } from '../../../core/base/disposable.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import { InkCache } from '../ink/ink-cache.ts';
import { SURFACE, type Theme } from '../palette.ts';
import type { PictureCache } from '../pictures/picture-cache.ts';
import { whoShows } from '../pictures/who-shows.ts';
import { Scene } from '../scene.ts';
import type { View } from '../view/camera.ts';
import type { ZoomState } from '../view/zoom-rest.ts';
import { SettledLayer } from './tiles/settled-layer.ts';
import { TileSheet } from './tiles/tile-sheet.ts';

/** Opacity of a stored copy: readable, but clearly not the room's board. */
const STRENGTH = '0.3';

interface Shown {
  readonly board: Board;
  readonly scene: Scene;
  readonly layer: SettledLayer;
}

/** A board that is not the room's, faded below it: the copy that the open question is about. It cannot be edited. */
export class GhostLayer implements Disposable {
  readonly #element: HTMLElement;
  readonly #sheet: TileSheet;
  readonly #theme: () => Theme;
  readonly #pictures: PictureCache;
  #shown: Shown | undefined;

  constructor(element: HTMLElement, theme: () => Theme, pictures: PictureCache) {
    this.#element = element;
    this.#sheet = new TileSheet(element);
    this.#theme = theme;
    this.#pictures = pictures;
    Object.assign(element.style, { opacity: STRENGTH, visibility: 'hidden' });
  }

  /** True while something must be built: paint again in the next frame. */
  get pending(): boolean {
    return this.#shown?.layer.pending ?? false;
  }
  /** Number of shown elements. */
  get size(): number {
    return this.#shown?.scene.size ?? 0;
  }
  /** The box of all shown elements. */
  get bounds(): Box | undefined {
    return this.#shown?.scene.bounds();
  }

  /** True if a part of the ghost is in the box. */
  has(box: Box): boolean {
    return this.#shown?.scene.has(box) ?? false;
  }

  /** True when the shown board has changed. */
  show(board: Board | undefined): boolean {
    if (board === this.#shown?.board) return false;
    this.#shown?.layer.dispose();
    this.#element.style.visibility = board ? 'visible' : 'hidden';
    this.#shown = board && this.#show(board);
    return true;
  }

  #show(board: Board): Shown {
    const scene = new Scene(() => board);
    scene.reset(Number.POSITIVE_INFINITY);
    const around = {
      sheet: this.#sheet,
      ink: new InkCache(),
      pictures: this.#pictures,
      theme: this.#theme,
      paper: () => SURFACE[this.#theme()].paper,
      isElsewhere: () => false,
      typing: () => undefined,
    };
    return { board, scene, layer: new SettledLayer({ ...around, scene, board: () => board }) };
  }

  /** Repaints the elements that show the picture. */
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

  paint(view: View, zoom: ZoomState, now: number): void {
    this.#shown?.layer.paint(view, zoom, now);
  }

  dispose(): void {
    this.#shown?.layer.dispose();
    this.#shown = undefined;
  }
}
