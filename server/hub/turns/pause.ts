import type { Clock } from '../../../core/base/host.ts';

/** Resolves after `waitMs`; with 0, in a later turn of the event loop. */
export function pause(clock: Clock, waitMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(waitMs, resolve));
}
