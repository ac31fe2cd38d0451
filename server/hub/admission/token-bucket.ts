/** A rate with a burst: at most `burst` tokens, refilled by `perSecond`. It stores two numbers and needs no timer. */
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

  /** True when there are `count` tokens. */
  has(count: number, mono: number): boolean {
    const refilled = this.#tokens + (mono - this.#at) * this.#perMs;
    this.#at = mono;
    this.#tokens = Math.min(refilled, this.#burst);
    return this.#tokens >= count;
  }

  /** False when there are fewer than `count` tokens; then none is taken. */
  take(count: number, mono: number): boolean {
    if (!this.has(count, mono)) return false;
    this.#tokens -= count;
    return true;
  }

  /** Returns tokens that were taken but not used. */
  giveBack(count: number): void {
    this.#tokens = Math.min(this.#tokens + count, this.#burst);
  }
}
