import type { PointerFacts } from './pointer-facts.ts';

/** The source of the ink's width: the pen's pressure if the pen measures it, else the speed; always the speed; or a constant. */
export type InkWidth = 'pressure' | 'speed' | 'constant';

/** A pressure must differ from another one by this share of the whole range to count as measured. */
const CHANGE = 0.01;
/** A pen that reports the same pressure this many times does not measure pressure. */
const SAME_SAMPLES = 12;

/**
 * Decides from a pen's strokes whether it measures pressure. Devices that do not may report 0, 0.5 (Pointer Events, section 4.1), 1
 * or any other value, but always the same one. The pressure of fingers has no meaning.
 */
export class PressureJudge {
  /** The verdict about this page's pen from its earlier strokes. */
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

  /** Adds a sample of the press under way. */
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
