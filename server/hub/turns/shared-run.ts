import type { Clock } from '../../../core/base/host.ts';
import { pause } from './pause.ts';

/**
 * Runs something slow for whoever wants it: one run at a time, with a pause between two. Who wants it while it runs is given the next run,
 * together with all others who want it by then: what is under way may have looked before they asked.
 */
export class SharedRun<T> {
  readonly #clock: Clock;
  readonly #pauseMs: number;
  readonly #run: () => Promise<T>;
  #running: Promise<T> | undefined;
  #next: Promise<T> | undefined;
  #endedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, pauseMs: number, run: () => Promise<T>) {
    this.#clock = clock;
    this.#pauseMs = pauseMs;
    this.#run = run;
  }

  /** What a run gives that begins after this was called. */
  next(): Promise<T> {
    this.#next ??= this.#after(this.#running);
    return this.#next;
  }

  async #after(running: Promise<T> | undefined): Promise<T> {
    await running?.catch(() => {});
    const waitMs = this.#endedAt + this.#pauseMs - this.#clock.mono();
    if (waitMs > 0) await pause(this.#clock, waitMs);
    this.#running = this.#next;
    this.#next = undefined;
    try {
      return await this.#run();
    } finally {
      this.#endedAt = this.#clock.mono();
    }
  }
}
