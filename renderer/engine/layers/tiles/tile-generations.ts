import type { Box } from '../../../../core/board/element.ts';
import { intersects } from '../../geometry.ts';
import type { Tile } from './tile.ts';
import { mayStandIn, tileKey, tilesUnder } from './tile-plan.ts';

/** Tiles of one scale. */
export interface Generation {
  readonly scale: number;
  readonly tiles: Map<number, Tile>;
  /** A whole view was shown with them. */
  isWhole: boolean;
}

export function newGeneration(scale: number): Generation {
  return { scale, tiles: new Map(), isWhole: false };
}

/** Zooming in and out by the same steps gives a scale that differs in its last digits. */
export function sameScale(a: number, b: number): boolean {
  return Math.abs(a / b - 1) < 1e-9;
}

/** The share of a box by which its edges may differ from those of tiles, because of rounding. */
const EDGE = 1e-6;

/** The tiles of a generation within a box that can be shown. */
export function under({ tiles }: Generation, box: Box): Tile[] {
  return [...tiles.values()].filter((tile) => tile.ready && intersects(tile.box, box));
}

/** True when tiles that can be shown lie under all of the box. Do not ask for a box that is much larger than its tiles. */
export function covers({ scale, tiles }: Generation, { minX, minY, maxX, maxY }: Box): boolean {
  const inset = (maxX - minX) * EDGE;
  const range = tilesUnder({ minX: minX + inset, minY: minY + inset, maxX: maxX - inset, maxY: maxY - inset }, scale);
  for (let iy = range.minY; iy <= range.maxY; iy++) {
    for (let ix = range.minX; ix <= range.maxX; ix++) if (!tiles.get(tileKey(ix, iy))?.ready) return false;
  }
  return true;
}

/** Tiles with ink that are kept, as a multiple of those in view: up to two megabytes each. */
const VIEWS_KEPT = 2;

/** Many changes are not worth noting on tiles that are not seen. */
const CHANGES_MOST = 500;

/**
 * Tiles of scales that were left. People zoom in to a detail and back out to the whole, and the whole is what costs most to draw.
 */
export class KeptGenerations {
  readonly #free: (generation: Generation) => void;
  readonly #inView: () => number;
  /** The one left last is the last. */
  #kept: Generation[] = [];
  #changes = 0;

  /** `inView`: how many tiles the view needs. */
  constructor(free: (generation: Generation) => void, inView: () => number) {
    this.#free = free;
    this.#inView = inView;
  }

  /** Takes over a generation, and frees it or others if there are too many. */
  add(generation: Generation): void {
    // A zoom that goes on interrupts the drawing of the view. Finished tiles are worth keeping nevertheless.
    if (![...generation.tiles.values()].some(({ ready, hasInk }) => ready && hasInk)) {
      this.#free(generation);
      return;
    }
    this.#kept.push(generation);
    this.#changes = 0;
    let tiles = this.#kept.reduce((sum, one) => sum + bitmapsOf(one), 0);
    while (tiles > VIEWS_KEPT * this.#inView()) {
      const oldest = this.#kept.shift();
      if (!oldest) return;
      tiles -= bitmapsOf(oldest);
      this.#free(oldest);
    }
  }

  /** Gives back the one of this scale. */
  take(scale: number): Generation | undefined {
    const at = this.#kept.findIndex((generation) => sameScale(generation.scale, scale));
    return at < 0 ? undefined : this.#kept.splice(at, 1)[0];
  }

  /** Those that may be shown stretched at this scale, the finest first. They stay here. */
  standIns(scale: number): readonly Generation[] {
    return this.#kept.filter((one) => one.isWhole && mayStandIn(one.scale, scale)).sort((a, b) => b.scale - a.scale);
  }

  /** Gives back the finest one that may be shown stretched at this scale. */
  takeStandIn(scale: number): Generation | undefined {
    const [finest] = this.standIns(scale);
    return finest && this.take(finest.scale);
  }

  /** All of them, to be told of a change. */
  changed(): readonly Generation[] {
    if (this.#kept.length > 0 && ++this.#changes > CHANGES_MOST) this.drop();
    return this.#kept;
  }

  drop(): void {
    for (const generation of this.#kept) this.#free(generation);
    this.#kept = [];
  }
}

/** Tiles without ink and tiles that were never drawn take no memory. */
function bitmapsOf({ tiles }: Generation): number {
  return [...tiles.values()].filter(({ hasInk }) => hasInk).length;
}
