import type { PointerFacts } from './pointer-facts.ts';

/** What makes ink thicker and thinner: the pen's pressure where it measures it, else the speed; always the speed; or nothing. */
export type InkWidth = 'pressure' | 'speed' | 'constant';

/** Share of the whole range by which a pressure must differ from another one to count as measured. */
const CHANGE = 0.01;
/** A pen that says the same so many times measures nothing. */
const SAME_SAMPLES = 12;

/**
 * Whether a pen measures pressure, judged over its strokes: devices that do not may report 0, 0.5 (Pointer Events, section 4.1), 1 or
 * anything else, but always the same. Fingers report what means nothing.
 */
export class PressureJudge {
  /** Of this page's pen, from the strokes before. */
  #known: boolean | undefined;
  #verdict: boolean | undefined = false;
  #first = 0;
  #same = 0;

  /** `undefined`: not known yet. */
  get verdict(): boolean | undefined {
    return this.#verdict;
  }

  press(type: PointerFacts['type'], width: InkWidth): void {
    this.#first = 0;
    this.#same = 0;
    this.#verdict = type === 'pen' && width === 'pressure' ? this.#known || undefined : false;
    if (width === 'constant') this.#verdict = true;
  }

  /** A sample of the press under way. */
  add(pressure: number): void {
    if (pressure === 0) return;
    if (this.#first === 0) this.#first = pressure;
    if (Math.abs(pressure - this.#first) > CHANGE) {
      this.#same = 0;
      this.#known = true;
      this.#verdict ??= true;
    } else if (++this.#same === SAME_SAMPLES) this.#known = undefined;
  }
}
