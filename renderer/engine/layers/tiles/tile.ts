import type { Box } from '../../../../core/board/element.ts';
import { intersects, union } from '../../geometry.ts';
import { compareDepth, type SceneEntry } from '../../scene.ts';
import type { TileContext } from './tile-canvases.ts';
import { TILE, tileBox } from './tile-plan.ts';

/** Draws entries in order on a canvas. Its top left is at `originX`, `originY` device pixels of the world at the tile's scale. */
export interface TilePainter {
  /** The settled layer's entries within `box`, from bottom to top. */
  contents(box: Box): SceneEntry[];
  /** Returns the cost in points. */
  draw(context: TileContext, entry: SceneEntry, scale: number, originX: number, originY: number): number;
  /** A canvas of a tile's size, empty or with a copy of the picture. Given back with `finish` or `recycle`. */
  canvas(picture?: HTMLCanvasElement): TileContext;
  recycle(context: TileContext): void;
  /** What is on the canvas, as a picture: the one before with other content, or a new one. */
  finish(context: TileContext, before: HTMLCanvasElement | undefined): HTMLCanvasElement;
  discard(picture: HTMLCanvasElement): void;
}

/**
 * With more entries than this under a changed place, the tile is drawn on a new canvas over several frames, while the old one is
 * shown.
 */
const AT_ONCE = 120;

/** More changed places are drawn as one. */
const PLACES_MOST = 32;

/** A part of a tile: whole device pixels of its bitmap, and the same in world pixels. */
interface Place {
  readonly box: Box;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Build {
  context: TileContext;
  readonly queue: SceneEntry[];
  at: number;
  /** How far the queue was drawn when a picture was last made of it. */
  pictured: number;
}

/** One square of the settled layer as a bitmap. */
export class Tile {
  readonly ix: number;
  readonly iy: number;
  readonly box: Box;
  readonly #scale: number;
  /** The finished picture. Undefined while it is built for the first time, and for a tile without ink. */
  #shown: HTMLCanvasElement | undefined;
  /** A canvas that is ahead of the picture. Pixels are made when it is taken as the picture, and for most tiles around the view never. */
  #ahead: TileContext | undefined;
  #build: Build | undefined;
  /** What is drawn so far, when that was wanted. */
  #growing: HTMLCanvasElement | undefined;
  /** Places to draw again. */
  #dirty: Box[] = [];
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
    return this.#started && (this.#build === undefined || this.#shown !== undefined || this.#ahead !== undefined);
  }
  get settled(): boolean {
    return this.#started && !this.#build && this.#dirty.length === 0 && this.#onTop.length === 0;
  }
  /** True for a tile with ink. */
  get hasInk(): boolean {
    return this.#shown !== undefined || this.#ahead !== undefined || this.#growing !== undefined;
  }

  /** The finished picture, or the unfinished one if there is no other. Undefined when empty. */
  picture(painter: TilePainter): HTMLCanvasElement | undefined {
    if (this.#ahead) {
      this.#shown = painter.finish(this.#ahead, this.#shown);
      this.#ahead = undefined;
    }
    if (this.#shown || !this.#build) return this.#shown;
    // To make a picture and to go on from it copies the whole tile, and in most frames most tiles have waited for their turn.
    if (this.#build.pictured === this.#build.at) return this.#growing;
    this.#growing = painter.finish(this.#build.context, this.#growing);
    this.#build.context = painter.canvas(this.#growing);
    this.#build.pictured = this.#build.at;
    return this.#growing;
  }

  changed(before: SceneEntry | undefined, after: SceneEntry | undefined): void {
    if (!this.#started) return;
    // It looks different, and its turn is still to come.
    if (after && before === after && this.#build?.queue.includes(after, this.#build.at)) return;
    const left = before && intersects(before, this.box) ? before : undefined;
    const came = after && intersects(after, this.box) ? after : undefined;
    const isAbove = came !== undefined && (this.#top === undefined || compareDepth(came, this.#top) > 0);
    if (isAbove) this.#top = came;
    if (isAbove && !left) {
      this.#build?.queue.push(came);
      if (this.ready) this.#onTop.push(came);
    } else {
      const isNear = left && came && intersects(left, came);
      for (const place of isNear ? [union(left, came)] : [left, came]) if (place) this.#spoil(place);
    }
  }

  #spoil(place: Box): void {
    this.#dirty.push(place);
    if (this.#dirty.length <= PLACES_MOST) return;
    let all: Box | undefined;
    for (const one of this.#dirty) all = union(all, one);
    this.#dirty = all ? [all] : [];
  }

  /** Brings it up to date within `points`. Returns the points used. */
  work(painter: TilePainter, points: number): number {
    let used = 0;
    if (!this.#started) this.#start(painter);
    if (this.#onTop.length > AT_ONCE) this.#drawInSteps(painter);
    used += this.#drawOnTop(painter);
    if (this.#build) used += this.#goOn(this.#build, painter, points - used);
    if (this.#dirty.length > 0 && !this.#build) used += this.#mend(painter);
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
    this.#dirty = [];
    this.#onTop.length = 0;
    this.#top = queue.at(-1);
    if (queue.length > 0) this.#build = { context: painter.canvas(), queue, at: 0, pictured: 0 };
    else this.free(painter);
  }

  #goOn(build: Build, painter: TilePainter, points: number): number {
    let used = 0;
    while (build.at < build.queue.length && used < points) {
      used += this.#draw(build.context, build.queue[build.at++] as SceneEntry, painter);
    }
    if (build.at < build.queue.length) return used;
    if (this.#ahead) painter.recycle(this.#ahead);
    this.#ahead = build.context;
    this.#shown ??= this.#growing;
    this.#growing = undefined;
    this.#build = undefined;
    return used;
  }

  #drawOnTop(painter: TilePainter): number {
    if (this.#onTop.length === 0) return 0;
    const context = this.#canvas(painter);
    let used = 0;
    for (const entry of this.#onTop) used += this.#draw(context, entry, painter);
    this.#onTop.length = 0;
    return used;
  }

  /** The canvas with what is drawn so far, to draw more. */
  #canvas(painter: TilePainter): TileContext {
    this.#ahead ??= painter.canvas(this.#shown);
    return this.#ahead;
  }

  /** Redraws changed places: at once those with few entries under them, else the whole tile on another canvas. */
  #mend(painter: TilePainter): number {
    let used = 0;
    let entries = 0;
    while (this.#dirty.length > 0 && (entries === 0 || entries < AT_ONCE)) {
      const place = this.#wholePixels(this.#dirty[0] as Box);
      const touched = painter.contents(place.box);
      if (!this.hasInk || touched.length > AT_ONCE) {
        this.#rebuild(painter, painter.contents(this.box));
        return used;
      }
      this.#dirty.shift();
      entries += touched.length;
      used += this.#redraw(this.#canvas(painter), place, touched, painter);
    }
    return used;
  }

  /** Whole pixels, and one more on each side for traces of anti-aliasing, so that there is no seam. */
  #wholePixels(dirty: Box): Place {
    const scale = this.#scale;
    const left = Math.max(Math.floor(dirty.minX * scale) - 1 - this.ix * TILE, 0);
    const top = Math.max(Math.floor(dirty.minY * scale) - 1 - this.iy * TILE, 0);
    const right = Math.min(Math.ceil(dirty.maxX * scale) + 1 - this.ix * TILE, TILE);
    const bottom = Math.min(Math.ceil(dirty.maxY * scale) + 1 - this.iy * TILE, TILE);
    const box: Box = {
      minX: this.box.minX + left / scale,
      minY: this.box.minY + top / scale,
      maxX: this.box.minX + right / scale,
      maxY: this.box.minY + bottom / scale,
    };
    return { box, left, top, width: right - left, height: bottom - top };
  }

  #redraw(context: TileContext, place: Place, touched: readonly SceneEntry[], painter: TilePainter): number {
    const { left, top, width, height } = place;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.clearRect(left, top, width, height);
    let used = 0;
    for (const entry of touched) used += this.#draw(context, entry, painter);
    context.restore();
    return used;
  }

  #draw(context: TileContext, entry: SceneEntry, painter: TilePainter): number {
    return painter.draw(context, entry, this.#scale, this.ix * TILE, this.iy * TILE);
  }

  /** Gives back its canvases. */
  free(painter: TilePainter): void {
    if (this.#shown) painter.discard(this.#shown);
    if (this.#growing) painter.discard(this.#growing);
    if (this.#ahead) painter.recycle(this.#ahead);
    if (this.#build) painter.recycle(this.#build.context);
    this.#shown = undefined;
    this.#ahead = undefined;
    this.#growing = undefined;
    this.#build = undefined;
  }
}
