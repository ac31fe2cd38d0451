import { type Disposable, disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/** Timers in one advance: more are a loop. */
const MOST_TIMERS = 1_000_000;

/** Time that passes when the test says so. Timers run in the order in which they are due, at the time at which they are due. */
export class FakeClock implements Clock {
  #mono = 1_000;
  #order = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return 1_700_000_000_000 + this.#mono;
  }
  mono(): number {
    return this.#mono;
  }
  after(waitMs: number, run: () => void): Disposable {
    const timer = { due: this.#mono + Math.max(0, waitMs), order: this.#order++, run };
    this.#timers.add(timer);
    return disposable(() => this.#timers.delete(timer));
  }

  advance(ms: number): void {
    const until = this.#mono + ms;
    let runs = 0;
    for (let timer = this.#next(until); timer; timer = this.#next(until)) {
      if (++runs > MOST_TIMERS) throw new Error('timers start timers, and time stands still');
      this.#timers.delete(timer);
      this.#mono = Math.max(this.#mono, timer.due);
      timer.run();
    }
    this.#mono = until;
  }

  /** Time in which this program does nothing: timers that were due meanwhile run at the next `advance`, late. */
  sleep(ms: number): void {
    this.#mono += ms;
  }

  get timers(): number {
    return this.#timers.size;
  }

  #next(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due > until) continue;
      if (!next || timer.due < next.due || (timer.due === next.due && timer.order < next.order)) next = timer;
    }
    return next;
  }
}
