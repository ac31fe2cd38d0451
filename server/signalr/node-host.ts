import { randomBytes } from 'node:crypto';
import type { Clock, Log, Random } from './host.ts';

/** Node's clock and random source, for applications without their own. Pass a log, or `silentLog`. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(waitMs, run) {
    const timer = setTimeout(run, waitMs);
    return { dispose: () => clearTimeout(timer) };
  },
};

export const nodeRandom: Random = { bytes: (count) => randomBytes(count) };

const ignore = (): void => undefined;
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** All of them, for `createHubServer({ ...nodeHost, … })`. */
export const nodeHost = { clock: nodeClock, random: nodeRandom, log: silentLog };
