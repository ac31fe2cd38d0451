import type { Clock } from '../host.ts';

/**
 * Longest handling of all clients' messages in one turn of the event loop, milliseconds. Then frames and timers run. The longest
 * messages take longer, and garbage is collected besides: with this bound a turn holds one of them and not two.
 */
const TURN_MS = 5;
/** Pause after a turn whose time was used up: those who send much have half of the time, and the others the rest. */
const PAUSE_MS = 5;

/**
 * Limits the reading of all connections of a hub in one turn: thirty clients that each send 64 KiB of batches would otherwise
 * block everyone for half a second. Connections without remaining time wait, in the order of arrival.
 */
export class ReadingTurn {
  readonly #clock: Pick<Clock, 'mono' | 'after'>;
  /** Distinguishes turns. */
  #no = 0;
  /** `clock.mono()` when the first reader of this turn began. Undefined: none has. */
  #began: number | undefined;
  #waiting: (() => void)[] = [];
  #isNextSet = false;
  readonly #onTurn = (): void => {
    this.#no++;
    this.#began = undefined;
    const due = this.#waiting;
    this.#waiting = [];
    let done = 0;
    while (done < due.length && this.hasTime()) due[done++]?.();
    // Unfinished readers are queued behind those that have not begun.
    this.#waiting = [...due.slice(done), ...this.#waiting];
    if (this.#waiting.length > 0 && !this.hasTime()) {
      this.#clock.after(PAUSE_MS, this.#onTurn);
      return;
    }
    this.#isNextSet = false;
    if (done > 0) this.#setNext();
  };

  constructor(clock: Pick<Clock, 'mono' | 'after'>) {
    this.#clock = clock;
  }

  /** A connection begins to read. Returns the number of the turn. Hot path. */
  begin(): number {
    this.#setNext();
    return this.#no;
  }

  /** True when another message may be handled in this turn. The first one always may. */
  hasTime(): boolean {
    const now = this.#clock.mono();
    this.#began ??= now;
    return now - this.#began < TURN_MS;
  }

  /** Runs in a later turn. */
  wait(run: () => void): void {
    this.#waiting.push(run);
    this.#setNext();
  }

  #setNext(): void {
    if (this.#isNextSet) return;
    this.#isNextSet = true;
    setImmediate(this.#onTurn);
  }
}
