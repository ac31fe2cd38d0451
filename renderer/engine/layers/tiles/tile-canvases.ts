import { TILE } from './tile-plan.ts';

/** What tiles are drawn on. */
export type TileContext = OffscreenCanvasRenderingContext2D;

/** Empty canvases kept for the next tile, and pictures. */
const POOL = 6;

/**
 * The canvases of tiles: those that are drawn on, and pictures on the page. A canvas on the page that can be drawn on is sent to the screen with
 * every frame, changed or not; a picture only once.
 */
export class TileCanvases {
  readonly #document: Document;
  readonly #newContext: () => TileContext;
  readonly #pool: TileContext[] = [];
  /** Pictures that are no longer shown. Their content is replaced when they are used again. */
  readonly #pictures: HTMLCanvasElement[] = [];

  constructor(document: Document, newContext: () => TileContext = offscreen) {
    this.#document = document;
    this.#newContext = newContext;
  }

  /** A canvas to draw on, empty or with a copy of the picture. */
  canvas(picture?: HTMLCanvasElement): TileContext {
    const context = this.#pool.pop() ?? this.#newContext();
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (picture) context.drawImage(picture, 0, 0);
    return context;
  }

  recycle(context: TileContext): void {
    if (this.#pool.length >= POOL) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, TILE, TILE);
    this.#pool.push(context);
  }

  /** The content of a canvas as a picture: the one before with other content, or a new one. Takes the canvas back. */
  finish(context: TileContext, before: HTMLCanvasElement | undefined): HTMLCanvasElement {
    const picture = before ?? this.#pictures.pop() ?? this.#picture();
    // Leaves the canvas blank.
    picture.getContext('bitmaprenderer')?.transferFromImageBitmap(context.canvas.transferToImageBitmap());
    if (this.#pool.length < POOL) this.#pool.push(context);
    return picture;
  }

  /**
   * Takes back a picture that is no longer shown. To take its content from it costs several milliseconds and frees nothing: the collector frees
   * what is not kept here.
   */
  discard(picture: HTMLCanvasElement): void {
    if (this.#pictures.length < POOL) this.#pictures.push(picture);
  }

  /** The canvases have lost what is on them, and may be unusable. */
  forget(): void {
    this.#pool.length = 0;
    this.#pictures.length = 0;
  }

  #picture(): HTMLCanvasElement {
    const canvas = this.#document.createElement('canvas');
    canvas.width = TILE;
    canvas.height = TILE;
    canvas.setAttribute('aria-hidden', 'true');
    Object.assign(canvas.style, { position: 'absolute', left: '0', top: '0', transformOrigin: '0 0', pointerEvents: 'none' });
    return canvas;
  }
}

function offscreen(): TileContext {
  const context = new OffscreenCanvas(TILE, TILE).getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  return context;
}
