import { pauseMs, spreadMs } from '../../../core/base/backoff.ts';
import type { Random } from '../../../core/base/host.ts';

/**
 * After a lost connection. The first wait spreads the clients of a restarted hub, and is too short to be noticed. Within the
 * longest wait a client finds a returned hub without any action of the person.
 */
const WAITS = { firstMs: 250, longestMs: 10_000 };

/** Milliseconds before attempt `attempt`; 0 is the first after the loss. */
export function redialMs(attempt: number, random: Random): number {
  return spreadMs(pauseMs(WAITS, attempt), random.next());
}

/**
 * The first attempt to return is made at a random moment within this time, because all clients of a hub lose their connections
 * together. It is short, so that a client with a broken connection returns before the pill mentions it. Milliseconds.
 */
const RETURN_SPREAD_MS = 50;
/** Pauses after a failed attempt to return. */
const RETURN_WAITS = { firstMs: 150, longestMs: 1_000 };

/**
 * The same while the hub keeps the client's place in the room. More often, because only a return within that time stays invisible
 * to others.
 */
export function returnWaitMs(attempt: number, random: Random): number {
  if (attempt === 0) return random.next() * RETURN_SPREAD_MS;
  return spreadMs(pauseMs(RETURN_WAITS, attempt - 1), random.next());
}
