import type { Clock } from '../../../core/base/host.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Timers in one advance: more are a loop. */
const MOST_TIMERS = 1_000_000;

/** Time that stands still until a test moves it. Timers run in the order of their times. */
export class FakeClock implements Clock {
  #mono = 1_000;
  #timers: Timer[] = [];

  now(): number {
    return 1_700_000_000_000 + this.#mono;
  }
  mono(): number {
    return this.#mono;
  }
  after(waitMs: number, run: () => void): { dispose(): void } {
    const timer: Timer = { at: this.#mono + waitMs, run };
    this.#timers.push(timer);
    return {
      dispose: () => {
        this.#timers = this.#timers.filter((one) => one !== timer);
      },
    };
  }
  get timers(): number {
    return this.#timers.length;
  }
  advance(ms: number): void {
    const end = this.#mono + ms;
    for (let runs = 0; ; runs++) {
      if (runs > MOST_TIMERS) throw new Error('timers start timers, and time stands still');
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((one) => one !== due);
      this.#mono = Math.max(this.#mono, due.at);
      due.run();
    }
    this.#mono = end;
  }
}
