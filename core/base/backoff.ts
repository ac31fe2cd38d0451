/**
 * Pauses between attempts, milliseconds: the first one, then doubled after each attempt up to the longest. Attempts never end.
 */
export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** The pause before an attempt. `attempt` counts from 0. */
export function pauseMs({ firstMs, longestMs }: Pauses, attempt: number): number {
  // Bounded, because infinity times zero is not a number.
  return Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 30));
}

/**
 * Half of the pause plus a random share of the other half, so that clients which failed together do not retry together.
 * `fraction`: in [0, 1).
 */
export function spreadMs(ms: number, fraction: number): number {
  return ms / 2 + (fraction * ms) / 2;
}

/** Counts the attempts of one operation that is retried. */
export class Backoff {
  readonly #pauses: Pauses;
  #attempts = 0;

  constructor(pauses: Pauses) {
    this.#pauses = pauses;
  }

  /** The pause before the next attempt. */
  next(): number {
    return pauseMs(this.#pauses, this.#attempts++);
  }

  /** An attempt has succeeded. */
  reset(): void {
    this.#attempts = 0;
  }
}
