import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';

/** A look that comes this late says nothing: this program slept or was busy, and what came meanwhile waits to be read. Milliseconds. */
const LATE_MS = 150;
/** After a late look there is another one when what waits has had its turn, milliseconds. */
const SECOND_LOOK_MS = 300;
/** Late looks in a row that are let pass. In a hidden tab, where timers are slowed down, every look is late. */
const MAX_SECOND_LOOKS = 3;

/** `quiet`: long enough to say so. `dead`: long enough to do something about it. */
export type Silence = 'quiet' | 'dead';

/** Silence after which it is told, milliseconds; `quiet` is the shorter. */
export interface SilenceLimits {
  readonly quietMs: number;
  readonly deadMs: number;
}

export interface SilenceWatchOptions {
  readonly clock: Clock;
  /** Asked anew at each look: what is on its way may be large. */
  readonly limits: () => SilenceLimits;
  readonly tell: (silence: Silence) => void;
}

/** Notices when nothing has been heard for too long, from the first `heard` until `rest`. Each silence is told once. */
export class SilenceWatch implements Disposable {
  readonly #options: SilenceWatchOptions;
  #heardAt = Number.NEGATIVE_INFINITY;
  #next: Silence | 'nothing' = 'nothing';
  #lateLooks = 0;
  #timer: Disposable | undefined;
  /** `clock.mono()` of the next look. */
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
    // The timer that runs is for a time before: when it is due, it is set anew. So hearing costs nothing.
    if (this.#next === 'quiet' && this.#due <= this.#heardAt + quietMs) return;
    this.#next = 'quiet';
    this.#arm(quietMs);
  }

  /** There is nothing to be heard until something is. */
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
    // Less than a millisecond is a matter of rounding.
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
