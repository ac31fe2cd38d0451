import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { LOOKS, nextStretch } from './next-stretch.ts';

/** Interval of the look at the load, milliseconds. Shorter ones would take a single large join for load. */
const LOOK_MS = 500;

/** How many times longer than usual the pauses between frames are, because the hub is busy. */
export interface Stretch {
  readonly stretch: number;
}

export interface HubLoadOptions {
  readonly clock: Clock;
  /** The share of its core that this process used since the last call, 0 to 1. Undefined: it is not known. */
  readonly takeUsed: (() => number) | undefined;
  /** The stretch has changed. */
  readonly changed: () => void;
  /** False: no room is served, and the looks end until `watch` is called. */
  readonly isServing: () => boolean;
}

/**
 * [FRM-5] Looks at the load of the hub while it serves rooms, and stretches the pauses between frames: fewer and fuller frames
 * instead of late ones. One timer, none without rooms.
 */
export class HubLoad implements Stretch, Disposable {
  readonly #options: HubLoadOptions;
  #stretch = 1;
  /** Newest last, since the stretch last changed. */
  #looks: readonly number[] = [];
  #timer: Disposable | undefined;

  constructor(options: HubLoadOptions) {
    this.#options = options;
  }

  get stretch(): number {
    return this.#stretch;
  }

  /** The hub serves rooms. Safe to call again. */
  watch(): void {
    const { takeUsed } = this.#options;
    if (this.#timer || !takeUsed) return;
    // What was used before belongs to no look.
    takeUsed();
    this.#lookLater(takeUsed);
  }

  #lookLater(takeUsed: () => number): void {
    this.#timer = this.#options.clock.after(LOOK_MS, () => {
      this.#timer = undefined;
      this.#look(takeUsed());
      if (this.#options.isServing() || this.#stretch > 1) this.#lookLater(takeUsed);
    });
  }

  #look(used: number): void {
    this.#looks = [...this.#looks, used].slice(-LOOKS);
    const next = nextStretch(this.#stretch, this.#looks);
    if (next === this.#stretch) return;
    this.#stretch = next;
    this.#looks = [];
    this.#options.changed();
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}
