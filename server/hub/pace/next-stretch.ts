/** Above this share of a core the hub is busy: what comes in bursts is late. */
const BUSY = 0.85;
/** Near a whole core the share no longer says how much is missing, so the step is as large as the last one can be wrong. */
const OVERLOADED = 0.95;
const LEAP_UP = 1.5;
/** The share that a step aims at. The distance to `BUSY` is for what trembles. */
const AIM = 0.72;
/** Looks that agree before the pauses grow, and before they shrink. */
const LOOKS_UP = 2;
const LOOKS_DOWN = 3;
/** Smaller steps back are not worth a notice to everybody. */
const LEAST_STEP_DOWN = 1.08;
const LARGEST_STEP_DOWN = 1.5;
/** The longest pauses are bounds of the room's pace; beyond this no room changes. */
const MAX_STRETCH = 6;

/** As many looks as a decision reads. */
export const LOOKS = Math.max(LOOKS_UP, LOOKS_DOWN);

/**
 * [FRM-5] The next stretch of the pauses between frames. `looks`: shares of the core that the hub used, newest last, only those
 * since the stretch last changed.
 * Work falls with the stretch, at the most with its square: frames by the stretch, pointers by its square. So a step up assumes
 * the least effect and a step down the largest, and neither causes its opposite.
 */
export function nextStretch(stretch: number, looks: readonly number[]): number {
  const newest = looks.at(-1) ?? 0;
  if (newest > OVERLOADED) return Math.min(MAX_STRETCH, stretch * LEAP_UP);
  const recent = meanOf(looks.slice(-LOOKS_UP));
  if (looks.length >= LOOKS_UP && recent > BUSY) return Math.min(MAX_STRETCH, (stretch * recent) / AIM);
  if (looks.length < LOOKS_DOWN || Math.max(...looks) > BUSY) return stretch;
  const fitting = Math.max(1, stretch * Math.sqrt(meanOf(looks) / AIM), stretch / LARGEST_STEP_DOWN);
  // The last step leads to the usual pace exactly.
  const isWorthIt = fitting * LEAST_STEP_DOWN <= stretch || (fitting === 1 && stretch > 1);
  return isWorthIt ? fitting : stretch;
}

function meanOf(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}
