import type { Random } from '../../../core/base/host.ts';

/** First wait after a lost connection, milliseconds. Long enough to spread the clients of a restarted hub, short enough to be a blink. */
const FIRST_WAIT_MS = 250;
/** Longest wait: a hub that is back is found within this time without anybody touching anything. */
const LONGEST_WAIT_MS = 10_000;

/** Milliseconds to wait before attempt `attempt` (0 is the first after the loss): doubling, with half of it random. There is no last attempt. */
export function backoffMs(attempt: number, random: Random): number {
  return halfRandom(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 16)), random);
}

/**
 * The first attempt to return is made at a random moment within this time: all clients of a hub lose their lines together. Short, so that
 * a client whose line broke is back before the pill speaks of it. Milliseconds.
 */
const RETURN_SPREAD_MS = 50;
/** Wait after the first failed attempt to return, doubled after each up to the longest, half of it random. Milliseconds. */
const FIRST_RETURN_WAIT_MS = 150;
const LONGEST_RETURN_WAIT_MS = 1_000;

/** The same while the hub keeps the client's place in the room: more often, for only a return within that time goes unseen. */
export function returnWaitMs(attempt: number, random: Random): number {
  if (attempt === 0) return random.next() * RETURN_SPREAD_MS;
  return halfRandom(Math.min(LONGEST_RETURN_WAIT_MS, FIRST_RETURN_WAIT_MS * 2 ** Math.min(attempt - 1, 16)), random);
}

function halfRandom(ceiling: number, random: Random): number {
  return ceiling / 2 + (random.next() * ceiling) / 2;
}
