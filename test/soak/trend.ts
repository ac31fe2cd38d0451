/** The same, as a share of what is held. */
const NOISE_SHARE = 0.05;
/** Fewer readings say nothing. */
const LEAST_READINGS = 6;

export interface Trend {
  /** By the line through the readings, from the first to the last one that count. Bytes. */
  readonly grownBytes: number;
  readonly verdict: 'flat' | 'grows' | 'too short';
}

/**
 * Says whether memory grows steadily. `noiseBytes`: growth below it is the collector's, or that of tables that fill up to their bounds. The first third does not count: code is compiled then, and tables fill. Memory grows when the line through
 * the rest rises by more than noise, and its second half lies above its first.
 */
export function trendOf(readings: readonly number[], noiseBytes: number): Trend {
  const counted = readings.slice(Math.floor(readings.length / 3));
  if (counted.length < LEAST_READINGS) return { grownBytes: Number.NaN, verdict: 'too short' };
  const grownBytes = slopeOf(counted) * (counted.length - 1);
  const half = Math.floor(counted.length / 2);
  const rises = median(counted.slice(-half)) > median(counted.slice(0, half));
  const noise = Math.max(noiseBytes, NOISE_SHARE * median(counted));
  return { grownBytes, verdict: rises && grownBytes > noise ? 'grows' : 'flat' };
}

/** Of the least squares' line, per reading. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let covariance = 0;
  let variance = 0;
  for (const [i, value] of values.entries()) {
    covariance += (i - middle) * (value - mean);
    variance += (i - middle) ** 2;
  }
  return covariance / variance;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
