import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../../core/base/host.ts';

/** The machine's clock. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(waitMs, run) {
    // No wait: the next turn of the event loop. A timer would take a millisecond.
    if (waitMs <= 0) {
      const next = setImmediate(run);
      return { dispose: () => clearImmediate(next) };
    }
    const timer = setTimeout(run, waitMs);
    return { dispose: () => clearTimeout(timer) };
  },
};

/** Cryptographic. */
export const nodeRandom: Random = {
  next: () => randomBytes(4).readUInt32BE() / 2 ** 32,
  bytes: (count) => new Uint8Array(randomBytes(count)),
};
