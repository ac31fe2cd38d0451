import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';

/** Interval of the check, milliseconds. Much shorter delays are not detected, and no person would notice them. */
const LOOK_MS = 20;

export interface LoopDelay extends Disposable {
  /** Longest delay of the event loop since the last call, milliseconds. */
  takeMaxMs(): number;
}

/** Watches the event loop of this process. While it is blocked, everyone in every room waits. */
export function watchLoopDelay(clock: Clock): LoopDelay {
  let maxMs = 0;
  let due = 0;
  let timer: Disposable | undefined;
  const watch = (): void => {
    due = clock.mono() + LOOK_MS;
    timer = clock.after(LOOK_MS, () => {
      maxMs = Math.max(maxMs, clock.mono() - due);
      watch();
    });
  };
  watch();
  return {
    takeMaxMs() {
      const taken = maxMs;
      maxMs = 0;
      return taken;
    },
    dispose: () => timer?.dispose(),
  };
}
