/** Upper ends of the buckets, milliseconds. People see ink as live below 100 ms. */
export const DELIVERY_BUCKETS_MS = [5, 10, 20, 50, 100, 200, 500, 1_000, 5_000] as const;

/** How long accepted changes waited for the frame that carries them, as counts of a histogram. */
export class DeliveryTimes {
  /** For each bucket and, last, beyond all of them. */
  readonly #counts = new Array<number>(DELIVERY_BUCKETS_MS.length + 1).fill(0);
  #sumMs = 0;

  took(ms: number): void {
    const at = DELIVERY_BUCKETS_MS.findIndex((end) => ms <= end);
    const bucket = at < 0 ? DELIVERY_BUCKETS_MS.length : at;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sumMs += ms;
  }

  read(): { readonly counts: readonly number[]; readonly sumMs: number } {
    return { counts: this.#counts, sumMs: this.#sumMs };
  }
}
