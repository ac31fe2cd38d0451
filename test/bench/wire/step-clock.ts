import type { Clock } from '../../../core/base/host.ts';

/** A clock that the bench moves: pen and session tick on it exactly, however busy the machine is. */
export interface StepClock extends Clock {
  advance(ms: number): void;
}

export function stepClock(): StepClock {
  let now = 0;
  let timers: { readonly due: number; readonly run: () => void }[] = [];
  return {
    now: () => Date.UTC(2026, 0, 1) + now,
    mono: () => now,
    after: (waitMs, run) => {
      const timer = { due: now + Math.max(0, waitMs), run };
      timers.push(timer);
      return {
        dispose: () => {
          timers = timers.filter((other) => other !== timer);
        },
      };
    },
    advance: (ms) => {
      const until = now + ms;
      for (;;) {
        const next = timers.reduce<(typeof timers)[number] | undefined>(
          (first, timer) => (timer.due <= until && (!first || timer.due < first.due) ? timer : first),
          undefined,
        );
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.due);
        next.run();
      }
      now = until;
    },
  };
}
