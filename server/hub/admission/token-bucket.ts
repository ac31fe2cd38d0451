/** A rate with a burst: `burst` tokens at most, `perSecond` come back. Holds two numbers and no timer. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  /** `mono`: milliseconds that only grow. */
  constructor(perSecond: number, burst: number, mono: number) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = mono;
  }

  /** False, and nothing taken, when there are fewer than `count`. */
  take(count: number, mono: number): boolean {
    const refilled = this.#tokens + (mono - this.#at) * this.#perMs;
    this.#at = mono;
    this.#tokens = Math.min(refilled, this.#burst);
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }

  /** What was taken in vain comes back. */
  giveBack(count: number): void {
    this.#tokens = Math.min(this.#tokens + count, this.#burst);
  }
}
