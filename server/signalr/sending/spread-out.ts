import type { Clock } from '../host.ts';

/** Pause between two steps, milliseconds: short compared with any useful spread. */
const STEP_MS = 20;

export interface Spread {
  readonly clock: Clock;
  /** From the first to the last, milliseconds. 0: all in this turn. */
  readonly spreadMs: number;
  /** True when nothing is left to do. */
  isOver(): boolean;
}

/** Runs once for each item, evenly over a time, the first at once. Resolves with the last. */
export async function spreadOut<T>(all: readonly T[], { clock, spreadMs, isOver }: Spread, run: (one: T) => void): Promise<void> {
  const from = clock.mono();
  let done = 0;
  for (;;) {
    const share = spreadMs <= 0 ? 1 : (clock.mono() - from) / spreadMs;
    const due = Math.min(all.length, Math.floor(all.length * share) + 1);
    for (; done < due; done++) run(all[done] as T);
    if (done >= all.length || isOver()) return;
    await new Promise<void>((resolve) => clock.after(STEP_MS, resolve));
  }
}
