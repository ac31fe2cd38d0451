import type { Tile } from './tile.ts';
import { mayStandIn } from './tile-plan.ts';

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

/** Tiles that are kept, a megabyte each: a large screen and its surroundings at two scales, or a usual one at more. */
const TILES_KEPT = 80;
/** Many changes are not worth noting on tiles that are not seen. */
const CHANGES_MOST = 500;

/**
 * Finished tiles of scales that were left. People zoom in to a detail and back out to the whole, and the whole is what costs most to draw.
 */
export class KeptGenerations {
  readonly #free: (generation: Generation) => void;
  /** The one left last is the last. */
  #kept: Generation[] = [];
  #changes = 0;

  constructor(free: (generation: Generation) => void) {
    this.#free = free;
  }

  /** Takes over a generation, and frees it or others if there are too many. */
  add(generation: Generation): void {
    if (!generation.isWhole) {
      this.#free(generation);
      return;
    }
    this.#kept.push(generation);
    this.#changes = 0;
    let tiles = this.#kept.reduce((sum, one) => sum + bitmapsOf(one), 0);
    while (tiles > TILES_KEPT) {
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

  /** Gives back the finest one that may be shown stretched at this scale. */
  takeStandIn(scale: number): Generation | undefined {
    const fit = this.#kept.filter((generation) => mayStandIn(generation.scale, scale));
    const finest = fit.sort((a, b) => b.scale - a.scale)[0];
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
  return [...tiles.values()].filter(({ bitmap }) => bitmap !== undefined).length;
}
