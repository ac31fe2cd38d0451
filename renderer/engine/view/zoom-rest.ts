import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';

/**
 * What the zoom does. `moving`: bitmaps of other scales are shown stretched. `resting`: it has not changed for a moment, so the view is drawn
 * for it. `kept`: no further step came, so the surroundings of the view are drawn ahead too.
 */
export type ZoomState = 'moving' | 'resting' | 'kept';

/** Milliseconds after the last step of a zoom. People zoom in several steps. */
const REST_MS = 90;
const REST_MOST_MS = 140;
const KEPT_MS = 700;
/** The next step is expected after the time between the last two and half of it. */
const PACE = 1.5;

/** Milliseconds from a step until the zoom rests. `gapMs`: from the step before it. Slow steps need not belong to one zoom. */
export function restAfter(gapMs: number): number {
  const next = gapMs * PACE;
  return next > KEPT_MS ? REST_MS : Math.min(REST_MOST_MS, Math.max(REST_MS, next));
}

/** Watches the steps of a zoom and says what is worth drawing. */
export class ZoomRest implements Disposable {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #state: ZoomState = 'kept';
  #timer: Disposable | undefined;
  #rest = REST_MS;
  #isShown = true;
  #steppedAt = Number.NEGATIVE_INFINITY;

  /** `changed`: called when more is worth drawing. */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get state(): ZoomState {
    return this.#state;
  }

  zoomed(): void {
    this.#state = 'moving';
    const now = this.#clock.mono();
    this.#rest = restAfter(now - this.#steppedAt);
    this.#steppedAt = now;
    this.#isShown = false;
    this.#wait();
  }

  /** A frame shows the last step. On a busy machine that is late, and so is the next step. */
  shown(): void {
    if (this.#state !== 'moving' || this.#isShown) return;
    this.#isShown = true;
    this.#wait();
  }

  #wait(): void {
    this.#timer?.dispose();
    this.#timer = this.#clock.after(this.#rest, () => {
      this.#timer = this.#clock.after(KEPT_MS - this.#rest, () => this.#become('kept'));
      this.#become('resting');
    });
  }

  /** The view moved at the same zoom: who pans stays at it. */
  panned(): void {
    if (this.#state !== 'resting') return;
    this.#timer?.dispose();
    this.#state = 'kept';
  }

  #become(state: ZoomState): void {
    this.#state = state;
    this.#changed();
  }

  dispose(): void {
    this.#timer?.dispose();
  }
}
