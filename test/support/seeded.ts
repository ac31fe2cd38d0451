import type { Random } from '../../core/base/host.ts';

/** A seeded generator (mulberry32), so that a failing run can be repeated. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { next, bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)) };
}

/** A new seed for each run unless `INKROOM_SEED` is set. Print it with every failure. */
export function runSeed(): number {
  const named = Number(process.env.INKROOM_SEED);
  return Number.isSafeInteger(named) && named > 0 ? named : (Date.now() ^ (process.pid << 8)) >>> 0;
}

/** How often a property is tried: so often in each run, and more often with `npm run test:thorough`. */
export function runs(usual: number, thorough: number): number {
  return process.env.INKROOM_THOROUGH === 'yes' ? thorough : usual;
}
