import { pauseMs, spreadMs } from '../../../core/base/backoff.ts';
import type { Random } from '../../../core/base/host.ts';

/**
 * After a lost connection. The first wait is long enough to spread the clients of a restarted hub, and short enough to be a blink. Within
 * the longest one a hub that is back is found without anybody touching anything.
 */
const WAITS = { firstMs: 250, longestMs: 10_000 };

/** Milliseconds to wait before attempt `attempt`; 0 is the first after the loss. */
export function redialMs(attempt: number, random: Random): number {
  return spreadMs(pauseMs(WAITS, attempt), random.next());
}

/**
 * The first attempt to return is made at a random moment within this time: all clients of a hub lose their lines together. Short, so that
 * a client whose line broke is back before the pill speaks of it. Milliseconds.
 */
const RETURN_SPREAD_MS = 50;
/** After a failed attempt to return. */
const RETURN_WAITS = { firstMs: 150, longestMs: 1_000 };

/** The same while the hub keeps the client's place in the room: more often, for only a return within that time goes unseen. */
export function returnWaitMs(attempt: number, random: Random): number {
  if (attempt === 0) return random.next() * RETURN_SPREAD_MS;
  return spreadMs(pauseMs(RETURN_WAITS, attempt - 1), random.next());
}
