import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';

/** A check that comes this late proves nothing: the program slept or was busy, and messages may wait to be read. Milliseconds. */
const LATE_MS = 150;
/** After a late check, another one follows when the waiting messages have had their turn, milliseconds. */
const SECOND_LOOK_MS = 300;
/** Late checks in a row that are ignored. In a hidden tab with throttled timers every check is late. */
const MAX_SECOND_LOOKS = 3;

/** `quiet`: long enough to show it. `dead`: long enough to act on it. */
export type Silence = 'quiet' | 'dead';

/** Silence after which it is reported, milliseconds; `quiet` is the shorter. */
export interface SilenceLimits {
  readonly quietMs: number;
  readonly deadMs: number;
}

export interface SilenceWatchOptions {
  readonly clock: Clock;
  /** Read at each check, because a large message may be in flight. */
  readonly limits: () => SilenceLimits;
  readonly tell: (silence: Silence) => void;
}

/** Detects a silence that is too long, from the first `heard` until `rest`. Each silence is reported once. */
export class SilenceWatch implements Disposable {
  readonly #options: SilenceWatchOptions;
  #heardAt = Number.NEGATIVE_INFINITY;
  #next: Silence | 'nothing' = 'nothing';
  #lateLooks = 0;
  #timer: Disposable | undefined;
  /** `clock.mono()` of the next check. */
  #due = Number.POSITIVE_INFINITY;

  constructor(options: SilenceWatchOptions) {
    this.#options = options;
  }

  /** `clock.mono()`. */
  get heardAt(): number {
    return this.#heardAt;
  }

  heard(): void {
    this.#heardAt = this.#options.clock.mono();
    this.#lateLooks = 0;
    const { quietMs } = this.#options.limits();
    // The running timer was set for an earlier moment, and is set again when it is due. Calls of `heard` therefore cost nothing.
    if (this.#next === 'quiet' && this.#due <= this.#heardAt + quietMs) return;
    this.#next = 'quiet';
    this.#arm(quietMs);
  }

  /** No silence is reported until the next `heard`. */
  rest(): void {
    this.#next = 'nothing';
    this.#timer?.dispose();
  }

  #arm(waitMs: number): void {
    const { clock } = this.#options;
    const due = clock.mono() + waitMs;
    this.#due = due;
    this.#timer?.dispose();
    this.#timer = clock.after(waitMs, () => this.#look(clock.mono() - due));
  }

  #look(lateMs: number): void {
    const { clock, limits, tell } = this.#options;
    const silence = this.#next;
    if (silence === 'nothing') return;
    const { quietMs, deadMs } = limits();
    const silentMs = clock.mono() - this.#heardAt;
    const leftMs = (silence === 'quiet' ? quietMs : deadMs) - silentMs;
    // Less than a millisecond is a rounding difference.
    if (leftMs >= 1) {
      this.#arm(leftMs);
    } else if (lateMs > LATE_MS && this.#lateLooks < MAX_SECOND_LOOKS) {
      this.#lateLooks++;
      this.#arm(SECOND_LOOK_MS);
    } else {
      this.#next = silence === 'quiet' ? 'dead' : 'nothing';
      if (this.#next === 'dead') this.#arm(Math.max(0, deadMs - silentMs));
      tell(silence);
    }
  }

  dispose(): void {
    this.rest();
  }
}
