/** The part of a vault with the numbers that its identity has used up. */
export const HEAD_PART = 'head';
/** The part with the undo steps. */
export const STEPS_PART = 'undo';
