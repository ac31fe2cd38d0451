import type { Clock } from '@inkroom/signalr/host';

/** Time that passes when the test says so. */
export interface FakeClock extends Clock {
  /** Lets time pass, and runs on their way what is due. */
  advance(ms: number): void;
  /** Timers that are set. */
  waiting(): number;
}

export function fakeClock(): FakeClock {
  let now = 1_000_000;
  let waiting: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    mono: () => now,
    waiting: () => waiting.length,
    after(waitMs, run) {
      const timer = { at: now + waitMs, run };
      waiting.push(timer);
      return {
        dispose: () => {
          waiting = waiting.filter((one) => one !== timer);
        },
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting = waiting.filter((one) => one !== next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}
