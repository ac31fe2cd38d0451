import type { Clock } from '../../../core/base/host.ts';
import { pause } from './pause.ts';

/**
 * Runs a slow task, one run at a time, with a pause between two. Callers during a run share the next run: the current one may
 * have read state older than their question.
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

  /** The result of a run that begins after this call. */
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
