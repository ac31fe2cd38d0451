import type { TilePlace } from './tile-plan.ts';

/** A bitmap and where it is shown, device pixels of the view. */
export interface PlacedBitmap {
  readonly bitmap: HTMLCanvasElement;
  readonly place: TilePlace;
  /** Below those without it. */
  readonly isBehind?: boolean;
  /** The colour below its ink, which hides what is behind. */
  readonly paper?: string | undefined;
}

interface Laid {
  readonly place: TilePlace;
  readonly look: string;
}

/** Further than this from where the bitmaps lie, the ground loses precision. Device pixels. */
const FAR = 100_000;

/**
 * Bitmaps as elements of the page. The browser composes them: a view that pans or zooms only moves and stretches them. Copied onto a canvas as
 * large as the view, each step would paint and send all of it.
 */
export class TileSheet {
  readonly #element: HTMLElement;
  /** Holds the bitmaps. Panning moves only this. */
  readonly #ground: HTMLElement;
  /** The bitmaps on the ground, where they lie on it. */
  readonly #laid = new Map<HTMLCanvasElement, Laid>();
  #dpr = 1;

  constructor(element: HTMLElement) {
    this.#element = element;
    this.#ground = this.document.createElement('div');
    Object.assign(this.#ground.style, { position: 'absolute', left: '0', top: '0', willChange: 'transform' });
    element.append(this.#ground);
  }

  get document(): Document {
    return this.#element.ownerDocument;
  }

  has(bitmap: HTMLCanvasElement): boolean {
    return this.#laid.has(bitmap);
  }

  /** Shows these and no others. `dpr`: device pixels per CSS pixel. */
  show(bitmaps: readonly PlacedBitmap[], dpr: number): void {
    if (dpr !== this.#dpr) this.#clear();
    this.#dpr = dpr;
    const { x: left, y: top } = groundFor(bitmaps, (bitmap) => this.#laid.get(bitmap)?.place);
    this.#ground.style.transform = `translate(${left / dpr}px, ${top / dpr}px)`;
    const gone = new Set(this.#laid.keys());
    for (const { bitmap, place, isBehind = false, paper = '' } of bitmaps) {
      gone.delete(bitmap);
      const { width, height } = place;
      const [x, y] = [place.x - left, place.y - top];
      const transform = `matrix(${width / bitmap.width / dpr}, 0, 0, ${height / bitmap.height / dpr}, ${x / dpr}, ${y / dpr})`;
      const look = `${transform} ${isBehind} ${paper}`;
      const before = this.#laid.get(bitmap);
      if (look === before?.look) continue;
      this.#laid.set(bitmap, { place: { x, y, width, height }, look });
      bitmap.style.transform = transform;
      bitmap.style.zIndex = isBehind ? '0' : '1';
      bitmap.style.backgroundColor = paper;
      if (!before) this.#ground.append(bitmap);
    }
    for (const bitmap of gone) this.#take(bitmap);
  }

  #clear(): void {
    for (const bitmap of this.#laid.keys()) this.#take(bitmap);
  }

  #take(bitmap: HTMLCanvasElement): void {
    this.#laid.delete(bitmap);
    bitmap.remove();
  }

  dispose(): void {
    this.#clear();
    this.#ground.remove();
  }
}

/** Where the ground must be so that bitmaps which are shown at the same size can stay where they lie on it. */
export function groundFor(
  bitmaps: readonly PlacedBitmap[],
  laid: (bitmap: HTMLCanvasElement) => TilePlace | undefined,
): { readonly x: number; readonly y: number } {
  for (const { bitmap, place } of bitmaps) {
    const before = laid(bitmap);
    if (before?.width !== place.width || before.height !== place.height) continue;
    const [x, y] = [place.x - before.x, place.y - before.y];
    if (Math.max(Math.abs(x), Math.abs(y)) < FAR) return { x, y };
  }
  return { x: 0, y: 0 };
}
