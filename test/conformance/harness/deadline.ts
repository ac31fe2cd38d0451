import { AssertionError } from 'node:assert';

/** How long a check waits for what must come. Generous: the machine is shared, and nothing waits this long when all is well. */
export const PATIENCE_MS = 8_000;

/** Fails with `what` when the promise has not settled after `waitMs`. */
export async function within<T>(promise: Promise<T>, what: string, waitMs = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AssertionError({ message: `nothing within ${waitMs} ms: ${what}` })), waitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Lets a server's own period pass (an expiry, a send timeout). Only for rules about time itself: what a check waits for
 * otherwise is an event.
 */
export function period(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
