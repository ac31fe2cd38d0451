import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';

/** A look at the loop this often, milliseconds: what is much shorter is not seen, and nobody would notice it. */
const LOOK_MS = 20;

export interface LoopDelay extends Disposable {
  /** Longest time that the event loop was held up since this was asked last, milliseconds. */
  takeMaxMs(): number;
}

/** Watches the event loop of this process: while it is held up, everybody in every room waits. */
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
