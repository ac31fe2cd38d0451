import type { Disposable } from '../../../../core/base/disposable.ts';
import type { Clock } from '../../../../core/base/host.ts';

/**
 * Milliseconds from one look of moving cursors until the next is asked for: every third frame of a usual screen. Each frame costs the browser
 * some four milliseconds, however little has moved.
 */
const EVERY_MS = 40;

/** Says when others' cursors must be shown again: at a steady pace while they move, else when they change or fade. */
export class CursorPace implements Disposable {
  readonly #clock: Clock;
  readonly #show: () => void;
  #timer: Disposable | undefined;
  #isMoving = false;

  constructor(clock: Clock, show: () => void) {
    this.#clock = clock;
    this.#show = show;
  }

  /** True while a frame that is painted anyway should show them too: ink runs ahead of its cursor otherwise. */
  get isMoving(): boolean {
    return this.#isMoving;
  }

  /** A move came, or a person came or went. Moving cursors take it up at their next turn. */
  changed(): void {
    if (!this.#isMoving) this.#show();
  }

  /** They are shown. `isMoving`: they will look different at once; `waitMs`: else after this, if at all. */
  shown(isMoving: boolean, waitMs: number | undefined): void {
    this.#timer?.dispose();
    this.#isMoving = isMoving;
    const wait = isMoving ? EVERY_MS : waitMs;
    this.#timer = wait === undefined ? undefined : this.#clock.after(wait, this.#show);
  }

  dispose(): void {
    this.#timer?.dispose();
  }
}
