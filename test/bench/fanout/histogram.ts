/** Milliseconds in tenths up to 20 seconds: quantiles without keeping samples. */
export interface Histogram {
  add(ms: number): void;
  quantile(q: number): number;
  readonly count: number;
  readonly max: number;
}

const TENTHS = 200_000;

export function histogram(): Histogram {
  const buckets = new Uint32Array(TENTHS + 1);
  let count = 0;
  let max = 0;
  return {
    add: (ms) => {
      const bucket = Math.min(TENTHS, Math.max(0, Math.round(ms * 10)));
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      count++;
      if (ms > max) max = ms;
    },
    quantile: (q) => {
      if (count === 0) return Number.NaN;
      let left = Math.ceil(count * q);
      for (let i = 0; i <= TENTHS; i++) {
        left -= buckets[i] ?? 0;
        if (left <= 0) return i / 10;
      }
      return Number.NaN;
    },
    get count() {
      return count;
    },
    get max() {
      return max;
    },
  };
}
