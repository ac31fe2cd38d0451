import type { Board } from '../../../../core/board/board.ts';
import type { Box } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { InkCache } from '../../ink/ink-cache.ts';
import { kindOf } from '../../kinds/kind-of.ts';
import type { Theme } from '../../palette.ts';
import type { PictureCache } from '../../pictures/picture-cache.ts';
import { compareDepth, type Scene, type SceneEntry } from '../../scene.ts';
import type { View } from '../../view/camera.ts';
import type { ZoomState } from '../../view/zoom-rest.ts';
import { Tile, type TilePainter } from './tile.ts';
import { type Generation, KeptGenerations, newGeneration, sameScale } from './tile-generations.ts';
import {
  BuildBudget,
  contains,
  fromTheMiddle,
  mayStandIn,
  sameRange,
  TILE,
  type TileRange,
  tileKey,
  tilesInView,
  tilesUnder,
  widened,
} from './tile-plan.ts';

export interface SettledOptions {
  readonly context: CanvasRenderingContext2D;
  readonly scene: Scene;
  readonly board: () => Board;
  readonly ink: InkCache;
  readonly pictures: PictureCache;
  readonly theme: () => Theme;
  /** True for elements that another layer shows now. */
  readonly isElsewhere: (id: ElementId) => boolean;
  /** The element whose text is typed in a field above the canvas. */
  readonly typing: () => ElementId | undefined;
}

/** Milliseconds between two looks of tiles that are being built. */
const SHOWN_EVERY_MS = 100;

const NOWHERE: TileRange = { minX: 0, minY: 0, maxX: -1, maxY: -1 };

/** Empty canvases kept for the next tile: creating one costs more than clearing one. */
const POOL = 24;

/** Cost of an element without its points, and additional cost of a point whose outline must be made first. */
const POINTS_PER_ELEMENT = 10;
const POINTS_PER_OUTLINED = 8;

/**
 * The elements that are not being changed, as bitmaps of 512 × 512 device pixels aligned to the world. Panning copies bitmaps,
 * and a change repaints only its own place. While zooming the bitmaps are stretched; when the zoom rests they are redrawn, a part
 * in each frame.
 */
export class SettledLayer {
  readonly #options: SettledOptions;
  readonly #budget = new BuildBudget();
  readonly #pool: CanvasRenderingContext2D[] = [];
  readonly #painter: TilePainter;
  #now: Generation = newGeneration(1);
  /** Tiles of the previous scale, shown stretched where new ones are missing. */
  #before: Generation | undefined;
  /** Finished tiles of scales to which people return. */
  readonly #kept = new KeptGenerations((generation) => this.#free(generation));
  #pending = false;
  #upToDate = false;
  /** The tiles in view and around it, from the middle outwards, while the view needs the same ones. */
  #range: TileRange = NOWHERE;
  #visible: readonly Tile[] = [];
  /** What the canvas shows, and since when. */
  #copied: { readonly view: View; readonly at: number } | undefined;
  #around: readonly Tile[] = [];

  constructor(options: SettledOptions) {
    this.#options = options;
    this.#painter = {
      contents: (box) => this.#contents(box),
      draw: (context, entry, scale, originX, originY) => this.#draw(context, entry, scale, originX, originY),
      canvas: () => this.#canvas(),
      recycle: (context) => this.#recycle(context),
    };
  }

  /** True while something must be built: paint again in the next frame. */
  get pending(): boolean {
    return this.#pending;
  }
  /** True when the view shows the current board. */
  get upToDate(): boolean {
    return this.#upToDate;
  }

  /** Redraws everything. `standIn`: shows the old bitmaps until the new ones are ready (another board, the same paper). */
  reset(standIn: boolean): void {
    this.#kept.drop();
    const hasInk = [...this.#now.tiles.values()].some((tile) => tile.ready);
    if (this.#before && (hasInk || !standIn)) this.#free(this.#before);
    if (!standIn) this.#before = undefined;
    else if (hasInk) this.#before = this.#now;
    if (this.#before !== this.#now) this.#free(this.#now);
    this.#now = newGeneration(this.#now.scale);
    this.#range = NOWHERE;
  }

  /** The graphics processor lost every bitmap. All are drawn again, on other canvases. */
  forget(): void {
    this.reset(false);
    this.#pool.length = 0;
  }

  /** An element came to this layer, left it, or changed on it. */
  changed(before: SceneEntry | undefined, after: SceneEntry | undefined): void {
    for (const generation of [this.#now, ...this.#kept.changed()]) tell(generation, before, after);
  }

  /** An element must be redrawn although it has not changed. */
  redraw(entry: SceneEntry): void {
    for (const generation of [this.#now, ...this.#kept.changed()]) tell(generation, entry, entry);
  }

  /** Paints the view. The surroundings are built once the zoom is kept. */
  paint(view: View, zoom: ZoomState, now: number): void {
    if (view.width === 0 || view.height === 0) return;
    const isSharp = sameScale(view.scale, this.#now.scale);
    if (!isSharp && (zoom !== 'moving' || !mayStandIn(this.#now.scale, view.scale)))
      this.#changeScale(view.scale, zoom === 'moving');
    this.#look(view);
    const visible = this.#visible;
    const budget = this.#budget.next(now);
    const unfinished = visible.filter((tile) => !tile.settled);
    let left = this.#work(visible, budget);
    this.#upToDate = !this.#pending;
    const isFinal = sameScale(view.scale, this.#now.scale);
    if (this.#upToDate && isFinal) this.#now.isWhole = true;
    // Built ahead only at the final scale, so that panning finds the surrounding tiles ready.
    if (this.#upToDate && zoom === 'kept' && isFinal) left = this.#work(this.#around, left);
    this.#budget.spent(budget - left);
    // To compose the screen costs as much as to draw a part of it, so what grows is shown a few times a second.
    const isLate = unfinished.length > 0 && now - (this.#copied?.at ?? 0) >= SHOWN_EVERY_MS;
    if (view !== this.#copied?.view || isLate || unfinished.some((tile) => tile.settled)) {
      this.#copy(view, visible);
      this.#copied = { view, at: now };
    }
    if (this.#before && visible.every((tile) => tile.ready)) {
      this.#kept.add(this.#before);
      this.#before = undefined;
    }
  }

  /** Finds the tiles of the view. Creates and drops tiles when the view has moved to others. */
  #look(view: View): void {
    const range = tilesInView(view, this.#now.scale);
    if (sameRange(range, this.#range)) return;
    this.#range = range;
    const all = fromTheMiddle(widened(range, 1)).map(({ ix, iy }) => this.#tile(ix, iy));
    this.#visible = all.filter(({ ix, iy }) => contains(range, ix, iy));
    this.#around = all.filter(({ ix, iy }) => !contains(range, ix, iy));
    // Keeps a screen and its surroundings, not all places visited.
    const kept = widened(range, 2);
    for (const [key, tile] of this.#now.tiles) {
      if (contains(kept, tile.ix, tile.iy)) continue;
      tile.free(this.#painter);
      this.#now.tiles.delete(key);
    }
  }

  /** Updates tiles within `points`. Returns the remaining points. */
  #work(tiles: readonly Tile[], points: number): number {
    this.#pending = false;
    let left = points;
    for (const tile of tiles) {
      if (tile.settled) continue;
      if (left > 0) left -= tile.work(this.#painter, left);
      if (!tile.settled) this.#pending = true;
    }
    return left;
  }

  #copy(view: View, visible: readonly Tile[]): void {
    const { context } = this.#options;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    const side = (TILE * view.scale) / this.#now.scale;
    for (const tile of visible) {
      const x = Math.round(tile.ix * side) - view.originX;
      const y = Math.round(tile.iy * side) - view.originY;
      const width = Math.round((tile.ix + 1) * side) - view.originX - x;
      const height = Math.round((tile.iy + 1) * side) - view.originY - y;
      if (!tile.ready && this.#before) {
        this.#copyStretched(this.#before, view, { x, y, width, height });
        continue;
      }
      const bitmap = tile.bitmap;
      if (!bitmap) continue;
      if (width === TILE && height === TILE) context.drawImage(bitmap, x, y);
      else context.drawImage(bitmap, x, y, width, height);
    }
  }

  /** Fills a place (device pixels of the view) from bitmaps of another scale. */
  #copyStretched(from: Generation, view: View, place: { x: number; y: number; width: number; height: number }): void {
    const side = (TILE * view.scale) / from.scale;
    const left = Math.max(place.x, 0);
    const top = Math.max(place.y, 0);
    const right = Math.min(place.x + place.width, view.width);
    const bottom = Math.min(place.y + place.height, view.height);
    for (const tile of from.tiles.values()) {
      const bitmap = tile.bitmap;
      if (!bitmap) continue;
      const tileX = Math.round(tile.ix * side) - view.originX;
      const tileY = Math.round(tile.iy * side) - view.originY;
      const x = Math.max(left, tileX);
      const y = Math.max(top, tileY);
      const width = Math.min(right, Math.round((tile.ix + 1) * side) - view.originX) - x;
      const height = Math.min(bottom, Math.round((tile.iy + 1) * side) - view.originY) - y;
      if (width <= 0 || height <= 0) continue;
      const ratio = TILE / side;
      this.#options.context.drawImage(
        bitmap,
        (x - tileX) * ratio,
        (y - tileY) * ratio,
        width * ratio,
        height * ratio,
        x,
        y,
        width,
        height,
      );
    }
  }

  /**
   * The picture of the view and a margin around it (device pixels), drawn on `target`. False, and nothing drawn, when not all of it is there.
   */
  drawWide(target: CanvasRenderingContext2D, wide: View): boolean {
    const { scale, tiles } = this.#now;
    if (!sameScale(wide.scale, scale)) return false;
    const range = tilesInView(wide, scale);
    const under = fromTheMiddle(range).map(({ ix, iy }) => tiles.get(tileKey(ix, iy)));
    if (!under.every((tile) => tile?.settled)) return false;
    for (const tile of under) {
      if (tile?.bitmap) target.drawImage(tile.bitmap, tile.ix * TILE - wide.originX, tile.iy * TILE - wide.originY);
    }
    return true;
  }

  #changeScale(scale: number, isMoving: boolean): void {
    // Keeps the one with visible content as the substitute.
    const nowHasInk = [...this.#now.tiles.values()].some((tile) => tile.ready);
    if (nowHasInk || !this.#before) {
      if (this.#before) this.#kept.add(this.#before);
      this.#before = this.#now;
    } else {
      this.#free(this.#now);
    }
    // What would be drawn in the midst of a zoom is thrown away a few frames later.
    const standIn = isMoving ? this.#kept.takeStandIn(scale) : undefined;
    this.#now = standIn ?? this.#kept.take(scale) ?? newGeneration(scale);
    this.#range = NOWHERE;
  }

  #tile(ix: number, iy: number): Tile {
    const key = tileKey(ix, iy);
    let tile = this.#now.tiles.get(key);
    if (!tile) {
      tile = new Tile(ix, iy, this.#now.scale);
      this.#now.tiles.set(key, tile);
    }
    return tile;
  }

  #contents(box: Box): SceneEntry[] {
    const { scene, isElsewhere } = this.#options;
    return scene
      .search(box)
      .filter(({ id }) => !isElsewhere(id))
      .sort(compareDepth);
  }

  #draw(context: CanvasRenderingContext2D, entry: SceneEntry, scale: number, originX: number, originY: number): number {
    const element = this.#options.board().get(entry.id);
    if (!element) return 1;
    const { ink, pictures, theme, typing } = this.#options;
    const made = ink.pointsMade;
    kindOf(element.kind)?.draw(
      context,
      element,
      { scale, originX, originY },
      { board: this.#options.board(), theme: theme(), ink, pictures, typing: typing() },
    );
    return element.pointCount + POINTS_PER_ELEMENT + (ink.pointsMade - made) * POINTS_PER_OUTLINED;
  }

  #canvas(): CanvasRenderingContext2D {
    const pooled = this.#pool.pop();
    if (pooled) {
      pooled.setTransform(1, 0, 0, 1, 0, 0);
      pooled.clearRect(0, 0, TILE, TILE);
      return pooled;
    }
    const canvas = this.#options.context.canvas.ownerDocument.createElement('canvas');
    canvas.width = TILE;
    canvas.height = TILE;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser has no 2d canvas');
    return context;
  }

  #recycle(context: CanvasRenderingContext2D): void {
    if (this.#pool.length < POOL) this.#pool.push(context);
    // A canvas without pixels frees its memory at once instead of at the next collection.
    else context.canvas.width = context.canvas.height = 0;
  }

  #free(generation: Generation): void {
    for (const tile of generation.tiles.values()) tile.free(this.#painter);
    generation.tiles.clear();
  }

  dispose(): void {
    this.reset(false);
    this.#pool.length = 0;
  }
}

function tell({ scale, tiles }: Generation, before: SceneEntry | undefined, after: SceneEntry | undefined): void {
  const [left, came] = [before && tilesUnder(before, scale), after && tilesUnder(after, scale)];
  for (const tile of tiles.values()) {
    const isUnder = (range: TileRange | undefined): boolean => range !== undefined && contains(range, tile.ix, tile.iy);
    if (isUnder(left) || isUnder(came)) tile.changed(before, after);
  }
}
