import type { Box } from '../../../../core/board/element.ts';
import type { View } from '../../view/camera.ts';

/** Side of a tile, device pixels. Large enough for about a dozen per screen, small enough to be drawn in a few frames. */
export const TILE = 512;

/** Tile indexes, inclusive. Tile (0, 0) begins at the world's origin at every scale. */
export interface TileRange {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** Indexes reach ±2^20. Half a million world pixels at zoom 30 on a display with pixel ratio 3 need 88,000. */
const HALF = 2 ** 20;

export function tileKey(ix: number, iy: number): number {
  return (iy + HALF) * 2 * HALF + ix + HALF;
}

/** The tiles of scale `tileScale` in the view, which may have another scale. */
export function tilesInView(view: View, tileScale: number): TileRange {
  const side = (TILE * view.scale) / tileScale;
  return {
    minX: Math.floor(view.originX / side),
    minY: Math.floor(view.originY / side),
    maxX: Math.ceil((view.originX + view.width) / side) - 1,
    maxY: Math.ceil((view.originY + view.height) / side) - 1,
  };
}

export function tilesUnder(box: Box, tileScale: number): TileRange {
  const side = TILE / tileScale;
  return {
    minX: Math.floor(box.minX / side),
    minY: Math.floor(box.minY / side),
    maxX: Math.floor(box.maxX / side),
    maxY: Math.floor(box.maxY / side),
  };
}

/** A place in the view, whole device pixels. */
export interface TilePlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a tile of scale `tileScale` is in the view, which may have another scale. Neighbours meet without a gap. */
export function tilePlace(ix: number, iy: number, tileScale: number, view: View): TilePlace {
  const side = (TILE * view.scale) / tileScale;
  const x = Math.round(ix * side) - view.originX;
  const y = Math.round(iy * side) - view.originY;
  const width = Math.round((ix + 1) * side) - view.originX - x;
  const height = Math.round((iy + 1) * side) - view.originY - y;
  return { x, y, width, height };
}

/** World pixels of a tile. */
export function tileBox(ix: number, iy: number, tileScale: number): Box {
  const side = TILE / tileScale;
  return { minX: ix * side, minY: iy * side, maxX: (ix + 1) * side, maxY: (iy + 1) * side };
}

export function widened(range: TileRange, by: number): TileRange {
  return { minX: range.minX - by, minY: range.minY - by, maxX: range.maxX + by, maxY: range.maxY + by };
}

export function sameRange(a: TileRange, b: TileRange): boolean {
  return a.minX === b.minX && a.minY === b.minY && a.maxX === b.maxX && a.maxY === b.maxY;
}

export function contains(range: TileRange, ix: number, iy: number): boolean {
  return ix >= range.minX && ix <= range.maxX && iy >= range.minY && iy <= range.maxY;
}

/** Visits a range from its middle outwards: the person looks there first. */
export function fromTheMiddle(range: TileRange): { readonly ix: number; readonly iy: number }[] {
  const middleX = (range.minX + range.maxX) / 2;
  const middleY = (range.minY + range.maxY) / 2;
  const all: { ix: number; iy: number; far: number }[] = [];
  for (let iy = range.minY; iy <= range.maxY; iy++) {
    for (let ix = range.minX; ix <= range.maxX; ix++) all.push({ ix, iy, far: Math.hypot(ix - middleX, iy - middleY) });
  }
  return all.sort((a, b) => a.far - b.far);
}

/**
 * True when tiles of one scale may be shown, stretched, while the view is zoomed to another. Coarse ones look blurred until the zoom rests;
 * too fine ones mean many tiles per view.
 */
export function mayStandIn(tileScale: number, viewScale: number): boolean {
  const ratio = viewScale / tileScale;
  return ratio >= 0.5 && ratio <= 8;
}

/**
 * The amount that a frame may build, in points of strokes. The canvas rasterises after our code has returned, so our own timing
 * does not see the cost, but the time between frames does. The budget grows while frames that use it up are on time, and shrinks
 * when one is late.
 */
export class BuildBudget {
  #points = FIRST_POINTS;
  #lastAt = Number.NEGATIVE_INFINITY;
  #used = 0;

  /** Call it at the start of each frame. Returns the points that it may build. */
  next(now: number): number {
    const gap = now - this.#lastAt;
    // After a longer pause the gap has no meaning: there were no frames.
    if (gap < PAUSE_MS && this.#used > 0) {
      if (gap > LATE_MS) this.#points = Math.max(Math.min(this.#points, this.#used) * 0.6, LEAST_POINTS);
      else if (this.#used >= this.#points) this.#points = Math.min(this.#points * 1.15, MOST_POINTS);
    }
    this.#lastAt = now;
    this.#used = 0;
    return this.#points;
  }

  /** The points that the frame has used. */
  spent(points: number): void {
    this.#used = points;
  }
}

const LATE_MS = 22;
const PAUSE_MS = 400;
const FIRST_POINTS = 16_000;
const LEAST_POINTS = 12_000;
const MOST_POINTS = 60_000;
