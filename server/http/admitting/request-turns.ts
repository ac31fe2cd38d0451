import type { Clock } from '../../../core/base/host.ts';

/** Longest beginning of requests in one turn of the event loop, milliseconds. Then all sockets and timers run. */
const TURN_MS = 5;

/**
 * Begins the requests of all sockets in the order in which they came, and few in one turn: a page costs 0.2 ms, and fifty sockets
 * that send sixteen requests each would block everyone for 160 ms.
 */
export class RequestTurns {
  readonly #clock: Pick<Clock, 'mono'>;
  #waiting: (() => void)[] = [];
  #spentMs = 0;
  #isNextSet = false;
  readonly #onTurn = (): void => {
    this.#isNextSet = false;
    this.#spentMs = 0;
    const due = this.#waiting;
    this.#waiting = [];
    let done = 0;
    for (; done < due.length && this.#spentMs < TURN_MS; done++) this.#run(due[done] as () => void);
    this.#waiting = [...due.slice(done), ...this.#waiting];
    if (this.#waiting.length > 0 || this.#spentMs > 0) this.#setNext();
  };

  constructor(clock: Pick<Clock, 'mono'>) {
    this.#clock = clock;
  }

  /** Runs now, if nothing waits and this turn has time left. */
  begin(run: () => void): void {
    if (this.#waiting.length > 0 || this.#spentMs >= TURN_MS) {
      this.add(run);
      return;
    }
    this.#run(run);
    this.#setNext();
  }

  /**
   * Runs in a later turn. A request that was sent ahead waits until its bytes are parsed: a socket that is closed for what follows
   * has then cost no more than the parsing.
   */
  add(run: () => void): void {
    this.#waiting.push(run);
    this.#setNext();
  }

  #run(run: () => void): void {
    const from = this.#clock.mono();
    run();
    this.#spentMs += this.#clock.mono() - from;
  }

  #setNext(): void {
    if (this.#isNextSet) return;
    this.#isNextSet = true;
    setImmediate(this.#onTurn);
  }
}
