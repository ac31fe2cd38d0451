import type { Random } from '../../core/base/host.ts';

/** First wait after a lost connection, milliseconds. Long enough to spread the clients of a restarted hub, short enough to be a blink. */
const FIRST_WAIT_MS = 250;
/** Longest wait: a hub that is back is found within this time without anybody touching anything. */
const LONGEST_WAIT_MS = 10_000;

/** Milliseconds to wait before attempt `attempt` (0 is the first after the loss): doubling, with half of it random. There is no last attempt. */
export function backoffMs(attempt: number, random: Random): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 16));
  return ceiling / 2 + (random.next() * ceiling) / 2;
}
