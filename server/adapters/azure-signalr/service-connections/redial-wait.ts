import type { Random } from '@inkroom/signalr/host';
import { pauseMs } from '../../../../core/base/backoff.ts';

const PAUSES = { firstMs: 1_000, longestMs: 60_000 };
/** Spreads the attempts of servers that lost the service at the same moment. */
const JITTER_MS = 1_000;

/**
 * Milliseconds until the next attempt to open a server connection (reference 5.5): at once, then 1, 2, 4 … 60 s plus up to one
 * more.
 */
export function redialWaitMs(failures: number, random: Random): number {
  if (failures === 0) return 0;
  return pauseMs(PAUSES, failures - 1) + fractionOf(random) * JITTER_MS;
}

/** In [0, 1). */
export function fractionOf(random: Random): number {
  return Buffer.from(random.bytes(4)).readUInt32BE(0) / 2 ** 32;
}
