import type { Clock } from '../host.ts';

/** The longest that messages of all clients together are handled in one turn of the event loop, milliseconds; then frames and timers have theirs. */
const TURN_MS = 10;

/**
 * What reading may take in one turn, for all connections of a hub together: thirty clients that each send 64 KiB of batches would hold up
 * everybody else for half a second, one after the other. Who finds no time left waits, in the order in which they came.
 */
export class ReadingTurn {
  readonly #clock: Pick<Clock, 'mono'>;
  /** Tells one turn from another. */
  #no = 0;
  /** `clock.mono()` at which the first one began in this turn; undefined: nobody has. */
  #began: number | undefined;
  #waiting: (() => void)[] = [];
  #isNextSet = false;
  readonly #onTurn = (): void => {
    this.#isNextSet = false;
    this.#no++;
    this.#began = undefined;
    const due = this.#waiting;
    this.#waiting = [];
    let done = 0;
    while (done < due.length && this.hasTime()) due[done++]?.();
    // Whoever was not finished has come back behind those that did not begin.
    this.#waiting = [...due.slice(done), ...this.#waiting];
    if (this.#waiting.length > 0) this.#setNext();
  };

  constructor(clock: Pick<Clock, 'mono'>) {
    this.#clock = clock;
  }

  /** Somebody is to be read. Gives the number of the turn. A hot path. */
  begin(): number {
    this.#setNext();
    return this.#no;
  }

  /** Whether another message may be handled in this turn. The first one always may. */
  hasTime(): boolean {
    const now = this.#clock.mono();
    this.#began ??= now;
    return now - this.#began < TURN_MS;
  }

  /** Runs in one of the turns after this one. */
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
