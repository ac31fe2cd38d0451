import { median } from '../support/median.ts';

/** The same, as a share of what is held. */
const NOISE_SHARE = 0.05;
/** Fewer readings say nothing. */
const LEAST_READINGS = 6;

/** What is held at one moment, bytes. */
export interface Held {
  readonly bytes: number;
  /** Of it, what the hub counts as its boards. They grow while people draw. */
  readonly boardBytes: number;
}

export interface Trend {
  /** By the line through the readings, from the first to the last one that count. Bytes, without boards. */
  readonly grownBytes: number;
  /** The same of the boards alone. */
  readonly boardsGrownBytes: number;
  readonly verdict: 'flat' | 'grows' | 'too short';
}

/**
 * Says whether memory grows steadily beyond what boards take. `noiseBytes`: growth below it is the collector's, or that of tables that fill up
 * to their bounds. The first third does not count: code is compiled then, and tables fill. Memory grows when the line through the rest rises by
 * more than noise, and its second half lies above its first.
 */
export function trendOf(readings: readonly Held[], noiseBytes: number): Trend {
  const counted = readings.slice(Math.floor(readings.length / 3));
  if (counted.length < LEAST_READINGS) return { grownBytes: Number.NaN, boardsGrownBytes: Number.NaN, verdict: 'too short' };
  const beyond = counted.map(({ bytes, boardBytes }) => bytes - boardBytes);
  const grownBytes = growthOf(beyond);
  const half = Math.floor(beyond.length / 2);
  const rises = median(beyond.slice(-half)) > median(beyond.slice(0, half));
  const noise = Math.max(noiseBytes, NOISE_SHARE * median(counted.map(({ bytes }) => bytes)));
  return {
    grownBytes,
    boardsGrownBytes: growthOf(counted.map(({ boardBytes }) => boardBytes)),
    verdict: rises && grownBytes > noise ? 'grows' : 'flat',
  };
}

function growthOf(values: readonly number[]): number {
  return slopeOf(values) * (values.length - 1);
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
