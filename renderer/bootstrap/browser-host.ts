import { disposable } from '../../core/base/disposable.ts';
import type { Clock, Random } from '../../core/base/host.ts';

/** The browser's clock, injected wherever time is needed. */
export const browserClock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(waitMs, run) {
    const timer = setTimeout(run, waitMs);
    return disposable(() => clearTimeout(timer));
  },
};

/** Cryptographic bytes, because room and client ids must not be guessable. */
export const browserRandom: Random = {
  next: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};
