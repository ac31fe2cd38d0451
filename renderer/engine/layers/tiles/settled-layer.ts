import type { Board } from '../../../../core/board/board.ts';
import type { Box } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { intersects } from '../../geometry.ts';
import type { InkCache } from '../../ink/ink-cache.ts';
import { kindOf } from '../../kinds/kind-of.ts';
import type { Theme } from '../../palette.ts';
import type { PictureCache } from '../../pictures/picture-cache.ts';
import { compareDepth, type Scene, type SceneEntry } from '../../scene.ts';
import { drawnParts } from '../../text/layout/board-texts.ts';
import { type Point, type View, viewBox } from '../../view/camera.ts';
import type { ZoomState } from '../../view/zoom-rest.ts';
import { Tile, type TilePainter } from './tile.ts';
import { TileCanvases, type TileContext } from './tile-canvases.ts';
import { covers, type Generation, KeptGenerations, newGeneration, sameScale, under } from './tile-generations.ts';
import {
  BuildBudget,
  contains,
  fromTheMiddle,
  mayStandIn,
  sameRange,
  TILE,
  type TileRange,
  tileKey,
  tilePlace,
  tilesInView,
  tilesUnder,
  widened,
} from './tile-plan.ts';
import type { PlacedBitmap, TileSheet } from './tile-sheet.ts';

export interface SettledOptions {
  readonly sheet: TileSheet;
  readonly canvases?: TileCanvases;
  readonly scene: Scene;
  readonly board: () => Board;
  readonly ink: InkCache;
  readonly pictures: PictureCache;
  readonly theme: () => Theme;
  /** The colour of the paper. Undefined when it has a pattern. */
  readonly paper: () => string | undefined;
  /** True for elements that another layer shows now. */
  readonly isElsewhere: (id: ElementId) => boolean;
  /** The element whose text is typed in a field above the canvas. */
  readonly typing: () => ElementId | undefined;
  /** How far the elements are from where the tiles show them, world pixels. Absent: tiles show them where they are. */
  readonly ahead?: () => Point;
}

const NOT_AHEAD: Point = { x: 0, y: 0 };
const NOWHERE: TileRange = { minX: 0, minY: 0, maxX: -1, maxY: -1 };

/** Cost of an element without its points, and additional cost of a point whose outline must be made first. */
const POINTS_PER_ELEMENT = 10;
const POINTS_PER_OUTLINED = 8;

/**
 * The elements that are not being changed, as bitmaps of 512 × 512 device pixels aligned to the world. Panning moves bitmaps,
 * and a change repaints only its own place. While zooming the bitmaps are stretched; when the zoom rests they are redrawn, a part
 * in each frame.
 */
export class SettledLayer {
  readonly #options: SettledOptions;
  readonly #budget = new BuildBudget();
  readonly #canvases: TileCanvases;
  readonly #painter: TilePainter;
  #now: Generation = newGeneration(1);
  /** Tiles of the previous scale, shown stretched where new ones are missing. */
  #before: Generation | undefined;
  /** Finished tiles of scales to which people return. */
  readonly #kept = new KeptGenerations(
    (generation) => this.#free(generation),
    () => this.#viewTiles,
  );
  #pending = false;
  #upToDate = false;
  /** The tiles in view and around it, from the middle outwards, while the view needs the same ones. */
  #range: TileRange = NOWHERE;
  #visible: readonly Tile[] = [];
  #around: readonly Tile[] = [];
  /** How many tiles a view of this size shows at its own scale, at most. */
  #viewTiles = 0;
  /** Another layer shows what this one draws, until all of it is drawn. */
  isCovered = false;

  constructor(options: SettledOptions) {
    this.#options = options;
    this.#canvases = options.canvases ?? new TileCanvases(options.sheet.document);
    this.#painter = {
      contents: (box) => this.#contents(box),
      draw: (context, entry, scale, originX, originY) => this.#draw(context, entry, scale, originX, originY),
      canvas: (picture) => this.#canvases.canvas(picture),
      recycle: (context) => this.#canvases.recycle(context),
      finish: (context, before) => this.#canvases.finish(context, before),
      discard: (picture) => this.#canvases.discard(picture),
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
    this.#begin(newGeneration(this.#now.scale));
  }

  /** The graphics processor lost every bitmap. All are drawn again, on other canvases. */
  forget(): void {
    this.reset(false);
    this.#canvases.forget();
  }

  /** True when all tiles in view can be shown. */
  get isReady(): boolean {
    return this.#visible.length > 0 && this.#visible.every((tile) => tile.ready);
  }

  /** True when there are no other elements than these in view. */
  hasOnly(isOne: (entry: SceneEntry) => boolean): boolean {
    return this.#visible.length > 0 && this.#visible.every((tile) => this.#hasOnly(tile, isOne));
  }

  #hasOnly({ box }: Tile, isOne: (entry: SceneEntry) => boolean): boolean {
    return this.#options.scene.search(box).every(isOne);
  }

  /** Gives away the tiles that have no other elements than these, and begins again without tiles. */
  handOver(isOne: (entry: SceneEntry) => boolean): Generation {
    const given = this.#now;
    for (const [key, tile] of given.tiles) {
      if (this.#hasOnly(tile, isOne)) continue;
      tile.free(this.#painter);
      given.tiles.delete(key);
    }
    this.#kept.drop();
    if (this.#before) this.#free(this.#before);
    this.#before = undefined;
    this.#begin(newGeneration(given.scale));
    // An element can be in one place only, and a sheet removes what it no longer shows.
    this.#options.sheet.show([], 1);
    return given;
  }

  /** Takes over tiles of a layer with other elements, in place of its own. */
  adopt(generation: Generation): void {
    this.reset(false);
    this.#begin(generation);
  }

  #begin(generation: Generation): void {
    this.#now = generation;
    this.#range = NOWHERE;
    this.#visible = [];
    this.#around = [];
  }

  /** Shows the tiles that are there, and draws none. */
  move(view: View): void {
    const shown: PlacedBitmap[] = [];
    for (const tile of under(this.#now, viewBox(view))) {
      const bitmap = tile.picture(this.#painter);
      if (bitmap) shown.push({ bitmap, place: tilePlace(tile.ix, tile.iy, this.#now.scale, view) });
    }
    this.#options.sheet.show(shown, view.dpr);
  }

  /** An element came to this layer, left it, or changed on it. */
  changed(wasThere: SceneEntry | undefined, isThere: SceneEntry | undefined): void {
    const { x, y } = this.#ahead;
    const [before, after] = [wasThere && movedBack(wasThere, x, y), isThere && movedBack(isThere, x, y)];
    const others = this.#before ? [this.#before, ...this.#kept.changed()] : this.#kept.changed();
    for (const generation of [this.#now, ...others]) tell(generation, before, after);
  }

  /** An element must be redrawn although it has not changed. */
  redraw(entry: SceneEntry): void {
    this.changed(entry, entry);
  }

  /** Paints the view. The surroundings are built once the zoom is kept. */
  paint(view: View, zoom: ZoomState, now: number): void {
    if (view.width === 0 || view.height === 0) return;
    const isSharp = sameScale(view.scale, this.#now.scale);
    if (!isSharp && (zoom !== 'moving' || !mayStandIn(this.#now.scale, view.scale)))
      this.#changeScale(view.scale, zoom === 'moving');
    this.#viewTiles = (Math.ceil(view.width / TILE) + 1) * (Math.ceil(view.height / TILE) + 1);
    this.#look(view);
    const visible = this.#visible;
    const budget = this.#budget.next(now);
    const backdrop = this.#backdrop(view);
    this.#pending = false;
    let left = budget;
    if (backdrop && zoom === 'moving' && mayStandIn(backdrop.scale, view.scale)) {
      // What is drawn in the midst of a zoom is thrown away a few frames later. A place that another scale shows is not drawn.
      left = this.#work(under(backdrop, viewBox(view)), left);
      left = this.#work(
        visible.filter((tile) => tile.ready || !covers(backdrop, tile.box)),
        left,
      );
    } else left = this.#work(visible, left);
    this.#upToDate = visible.every((tile) => tile.settled);
    const isFinal = sameScale(view.scale, this.#now.scale);
    if (this.#upToDate && isFinal) this.#now.isWhole = true;
    // Built ahead only at the final scale, so that panning finds the surrounding tiles ready.
    if (this.#upToDate && zoom === 'kept' && isFinal) left = this.#work(this.#around, left);
    this.#budget.spent(budget - left);
    const isReady = visible.every((tile) => tile.ready);
    this.#show(view, isReady ? undefined : backdrop);
    if (this.#before && isReady) {
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
  #work(tiles: Iterable<Tile>, points: number): number {
    let left = points;
    for (const tile of tiles) {
      if (tile.settled) continue;
      if (left > 0) left -= tile.work(this.#painter, left);
      if (!tile.settled) this.#pending = true;
    }
    return left;
  }

  /** The scale that shows places whose tiles are not drawn yet. Undefined when there is no such place, or no such scale. */
  #backdrop(view: View): Generation | undefined {
    if (this.#visible.every((tile) => tile.ready)) return undefined;
    const seen = viewBox(view);
    const before = this.#before;
    if (before && mayStandIn(before.scale, view.scale) && covers(before, seen)) return before;
    return this.#kept.standIns(view.scale).find((generation) => covers(generation, seen)) ?? before;
  }

  /** `backdrop`: shown where tiles are not ready. Without it those are shown while they grow. */
  #show(view: View, backdrop: Generation | undefined): void {
    const shown: PlacedBitmap[] = [];
    const isHeld = this.isCovered && !this.#upToDate;
    const add = (tile: Tile, scale: number, look: Pick<PlacedBitmap, 'isBehind' | 'paper'>): void => {
      // An unfinished picture is not seen. A finished one is made, so that not all are made in the frame that shows them.
      if (isHeld && !tile.ready) return;
      const bitmap = tile.picture(this.#painter);
      if (isHeld && bitmap && !this.#options.sheet.has(bitmap)) return;
      if (bitmap) shown.push({ bitmap, place: tilePlace(tile.ix, tile.iy, scale, view), ...look });
    };
    const seen = viewBox(view);
    const paper = backdrop && this.#options.paper();
    // Patterned paper cannot hide what is behind a tile, so there all tiles are shown at once, if something shows the view until then.
    const isHeldBack = backdrop !== undefined && paper === undefined && covers(backdrop, seen);
    const ready = isHeldBack ? [] : this.#visible.filter((tile) => tile.ready || !backdrop);
    for (const tile of ready) add(tile, this.#now.scale, { paper });
    for (const tile of backdrop ? under(backdrop, seen) : []) {
      const isHidden = paper !== undefined || !ready.some(({ box }) => intersects(box, tile.box));
      if (backdrop && isHidden) add(tile, backdrop.scale, { isBehind: true });
    }
    this.#options.sheet.show(shown, view.dpr);
  }

  #changeScale(scale: number, isMoving: boolean): void {
    // Keeps the one with visible content as the substitute.
    const nowHasInk = [...this.#now.tiles.values()].some((tile) => tile.ready);
    const before = this.#before;
    this.#range = NOWHERE;
    if (before && (isMoving ? mayStandIn(before.scale, scale) : sameScale(before.scale, scale))) {
      if (!nowHasInk) this.#free(this.#now);
      this.#before = nowHasInk ? this.#now : undefined;
      this.#now = before;
      return;
    }
    if (nowHasInk || !this.#before) {
      if (this.#before) this.#kept.add(this.#before);
      this.#before = this.#now;
    } else {
      this.#free(this.#now);
    }
    // What would be drawn in the midst of a zoom is thrown away a few frames later.
    const standIn = isMoving ? this.#kept.takeStandIn(scale) : undefined;
    this.#now = standIn ?? this.#kept.take(scale) ?? newGeneration(scale);
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

  get #ahead(): Point {
    return this.#options.ahead?.() ?? NOT_AHEAD;
  }

  #contents(box: Box): SceneEntry[] {
    const { scene, isElsewhere } = this.#options;
    const { x, y } = this.#ahead;
    return scene
      .search(movedBack(box, -x, -y))
      .filter(({ id }) => !isElsewhere(id))
      .sort(compareDepth);
  }

  #draw(context: TileContext, entry: SceneEntry, scale: number, originX: number, originY: number): number {
    const board = this.#options.board();
    const element = board.get(entry.id);
    if (!element) return 1;
    const { ink, pictures, theme, typing } = this.#options;
    const { x, y } = this.#ahead;
    const made = ink.pointsMade;
    kindOf(element.kind)?.draw(
      context,
      element,
      { scale, originX: originX + x * scale, originY: originY + y * scale, side: TILE },
      { board, theme: theme(), ink, pictures, typing: typing() },
    );
    return drawnParts(board, element) + POINTS_PER_ELEMENT + (ink.pointsMade - made) * POINTS_PER_OUTLINED;
  }

  #free(generation: Generation): void {
    for (const tile of generation.tiles.values()) tile.free(this.#painter);
    generation.tiles.clear();
  }

  /** Frees all tiles and shows none. */
  clear(): void {
    this.reset(false);
    this.#options.sheet.show([], 1);
  }

  dispose(): void {
    this.clear();
    this.#canvases.forget();
  }
}

function movedBack<T extends Box>(one: T, x: number, y: number): T {
  if (x === 0 && y === 0) return one;
  return { ...one, minX: one.minX - x, minY: one.minY - y, maxX: one.maxX - x, maxY: one.maxY - y };
}

function tell({ scale, tiles }: Generation, before: SceneEntry | undefined, after: SceneEntry | undefined): void {
  const [left, came] = [before && tilesUnder(before, scale), after && tilesUnder(after, scale)];
  for (const tile of tiles.values()) {
    const isUnder = (range: TileRange | undefined): boolean => range !== undefined && contains(range, tile.ix, tile.iy);
    if (isUnder(left) || isUnder(came)) tile.changed(before, after);
  }
}
