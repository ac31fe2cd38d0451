/** How much pressure makes wide ink: little of it, as the pen says, or much of it. */
export type PressureCurve = 'light' | 'even' | 'firm';
/** How much the ink is pulled behind the pointer, so that a trembling hand draws even lines. */
export type Steadying = 'off' | 'some' | 'strong';
/** Ink is as wide as chosen on the board at 100 %, or on the screen at any zoom. */
export type WidthIn = 'board' | 'screen';

export interface PenProfile {
  readonly steadying: Steadying;
  readonly widthIn: WidthIn;
}

export const USUAL_PROFILE: PenProfile = { steadying: 'off', widthIn: 'board' };

const POWERS: Readonly<Record<PressureCurve, number>> = { light: 0.6, even: 1, firm: 1.7 };

/** Pressure 0 to 1 after the curve. */
export function curved(pressure: number, curve: PressureCurve): number {
  return curve === 'even' ? pressure : pressure ** POWERS[curve];
}

/** The length of the string between the pointer and the ink, screen pixels. */
const STRINGS: Readonly<Record<Steadying, number>> = { off: 0, some: 8, strong: 24 };

/**
 * Pulls the ink behind the pointer on a string: movements that are shorter than the string do not move it, and corners become round.
 * Unlike an average over time it does not depend on how often the pen reports.
 */
export class PulledInk {
  readonly #length: number;
  x: number;
  y: number;

  /** World pixels. `zoom`: screen pixels per world pixel. */
  constructor(steadying: Steadying, zoom: number, x: number, y: number) {
    this.#length = STRINGS[steadying] / zoom;
    this.x = x;
    this.y = y;
  }

  /** Moves the ink after the pointer. False if it has not moved. */
  follow(x: number, y: number): boolean {
    const far = Math.hypot(x - this.x, y - this.y);
    if (far <= this.#length && this.#length > 0) return false;
    const share = far === 0 ? 0 : (far - this.#length) / far;
    this.x += (x - this.x) * share;
    this.y += (y - this.y) * share;
    return true;
  }
}
