import type { Clock } from '../../../core/base/host.ts';
import { pause } from './pause.ts';

/** Longest work in one turn of the event loop, milliseconds, before other work runs. A single step may take longer. */
const TURN_MS = 5;

/** Runs all steps, a few in each turn of the event loop. */
export async function inTurns<T>(steps: Generator<undefined, T>, clock: Clock): Promise<T> {
  let turnFrom = clock.mono();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (clock.mono() - turnFrom < TURN_MS) continue;
    await pause(clock, 0);
    turnFrom = clock.mono();
  }
}
