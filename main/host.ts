import { randomBytes } from 'node:crypto';
import { disposable } from '../core/base/disposable.ts';
import type { Clock, Random } from '../core/base/host.ts';

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(waitMs, run) {
    const timer = setTimeout(run, waitMs);
    return disposable(() => clearTimeout(timer));
  },
};

/** The machine's random source; `bytes` is cryptographic. */
export const systemRandom: Random = {
  next: () => randomBytes(4).readUInt32LE() / 2 ** 32,
  bytes: (count) => new Uint8Array(randomBytes(count)),
};
