import type { Box } from '../../../../core/board/element.ts';
import { intersects, union } from '../../geometry.ts';
import { compareDepth, type SceneEntry } from '../../scene.ts';
import { TILE, tileBox } from './tile-plan.ts';

/** Draws entries in order on a canvas. Its top left is at `originX`, `originY` device pixels of the world at the tile's scale. */
export interface TilePainter {
  /** The settled layer's entries within `box`, from bottom to top. */
  contents(box: Box): SceneEntry[];
  /** Returns the cost in points. */
  draw(context: CanvasRenderingContext2D, entry: SceneEntry, scale: number, originX: number, originY: number): number;
  /** An empty canvas of a tile's size; returned with `recycle`. */
  canvas(): CanvasRenderingContext2D;
  recycle(context: CanvasRenderingContext2D): void;
}

/**
 * With more entries than this under a changed place, the tile is drawn on a new canvas over several frames, while the old one is
 * shown.
 */
const AT_ONCE = 120;

interface Build {
  readonly context: CanvasRenderingContext2D;
  readonly queue: SceneEntry[];
  at: number;
}

/** One square of the settled layer as a bitmap. */
export class Tile {
  readonly ix: number;
  readonly iy: number;
  readonly box: Box;
  readonly #scale: number;
  /** The shown bitmap. Undefined while it is built for the first time, and for a tile without ink. */
  #shown: CanvasRenderingContext2D | undefined;
  #build: Build | undefined;
  #dirty: Box | undefined;
  /** The topmost entry in it. An entry above this one is simply drawn on top. */
  #top: SceneEntry | undefined;
  #started = false;
  /** Entries to draw on top of `shown` before it is shown next. */
  readonly #onTop: SceneEntry[] = [];

  constructor(ix: number, iy: number, scale: number) {
    this.ix = ix;
    this.iy = iy;
    this.#scale = scale;
    this.box = tileBox(ix, iy, scale);
  }

  /** True when it can be shown: built, or known to be empty. */
  get ready(): boolean {
    return this.#started && (this.#shown !== undefined || this.#build === undefined);
  }
  get settled(): boolean {
    return this.#started && !this.#build && !this.#dirty && this.#onTop.length === 0;
  }
  /** The finished bitmap, or the unfinished one if there is no other. Undefined when empty. */
  get bitmap(): HTMLCanvasElement | undefined {
    return (this.#shown ?? this.#build?.context)?.canvas;
  }

  changed(before: SceneEntry | undefined, after: SceneEntry | undefined): void {
    if (!this.#started) return;
    const left = before && intersects(before, this.box) ? before : undefined;
    const came = after && intersects(after, this.box) ? after : undefined;
    const isAbove = came !== undefined && (this.#top === undefined || compareDepth(came, this.#top) > 0);
    if (isAbove) this.#top = came;
    if (isAbove && !left) {
      this.#build?.queue.push(came);
      if (this.#shown || !this.#build) this.#onTop.push(came);
    } else {
      this.#dirty = union(this.#dirty, union(left, came));
    }
  }

  /** Brings it up to date within `points`. Returns the points used. */
  work(painter: TilePainter, points: number): number {
    let used = 0;
    if (!this.#started) this.#start(painter);
    if (this.#onTop.length > AT_ONCE) this.#drawInSteps(painter);
    used += this.#drawOnTop(painter);
    if (this.#build) used += this.#goOn(this.#build, painter, points - used);
    if (this.#dirty && !this.#build) used += this.#mend(this.#dirty, painter);
    return used;
  }

  #start(painter: TilePainter): void {
    this.#started = true;
    this.#rebuild(painter, painter.contents(this.box));
  }

  /** Too many have come at once, such as a dragged board that was put down: they are drawn over several frames like a new tile. */
  #drawInSteps(painter: TilePainter): void {
    // A tile that is being built has them in its queue.
    if (!this.#build) this.#rebuild(painter, painter.contents(this.box));
    this.#onTop.length = 0;
  }

  #rebuild(painter: TilePainter, queue: SceneEntry[]): void {
    this.#dirty = undefined;
    this.#onTop.length = 0;
    this.#top = queue.at(-1);
    if (queue.length > 0) this.#build = { context: painter.canvas(), queue, at: 0 };
    else this.free(painter);
  }

  #goOn(build: Build, painter: TilePainter, points: number): number {
    let used = 0;
    while (build.at < build.queue.length && used < points) {
      used += this.#draw(build.context, build.queue[build.at++] as SceneEntry, painter);
    }
    if (build.at < build.queue.length) return used;
    if (this.#shown) painter.recycle(this.#shown);
    this.#shown = build.context;
    this.#build = undefined;
    return used;
  }

  #drawOnTop(painter: TilePainter): number {
    if (this.#onTop.length === 0) return 0;
    this.#shown ??= painter.canvas();
    let used = 0;
    for (const entry of this.#onTop) used += this.#draw(this.#shown, entry, painter);
    this.#onTop.length = 0;
    return used;
  }

  /** Redraws a changed place: at once when few entries lie under it, else the whole tile on another canvas. */
  #mend(dirty: Box, painter: TilePainter): number {
    const scale = this.#scale;
    // Whole pixels, and one more on each side for traces of anti-aliasing, so that there is no seam.
    const left = Math.max(Math.floor(dirty.minX * scale) - 1 - this.ix * TILE, 0);
    const top = Math.max(Math.floor(dirty.minY * scale) - 1 - this.iy * TILE, 0);
    const right = Math.min(Math.ceil(dirty.maxX * scale) + 1 - this.ix * TILE, TILE);
    const bottom = Math.min(Math.ceil(dirty.maxY * scale) + 1 - this.iy * TILE, TILE);
    const place: Box = {
      minX: this.box.minX + left / scale,
      minY: this.box.minY + top / scale,
      maxX: this.box.minX + right / scale,
      maxY: this.box.minY + bottom / scale,
    };
    const touched = painter.contents(place);
    const context = this.#shown;
    if (!context || touched.length > AT_ONCE) {
      this.#rebuild(painter, painter.contents(this.box));
      return 0;
    }
    this.#dirty = undefined;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    context.clearRect(left, top, right - left, bottom - top);
    let used = 0;
    for (const entry of touched) used += this.#draw(context, entry, painter);
    context.restore();
    return used;
  }

  #draw(context: CanvasRenderingContext2D, entry: SceneEntry, painter: TilePainter): number {
    return painter.draw(context, entry, this.#scale, this.ix * TILE, this.iy * TILE);
  }

  /** Returns its canvases. */
  free(painter: TilePainter): void {
    if (this.#shown) painter.recycle(this.#shown);
    if (this.#build) painter.recycle(this.#build.context);
    this.#shown = undefined;
    this.#build = undefined;
  }
}
