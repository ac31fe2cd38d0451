import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';

/**
 * Lets a fixed number pass in one turn of the event loop, and the others in later turns, in the order in which they came. When a
 * whole room returns at once, each client costs little, but all together would block everyone who draws.
 */
export class TurnGate {
  readonly #clock: Clock;
  readonly #perTurn: number;
  #left: number;
  #waiting: (() => void)[] = [];
  #turn: Disposable | undefined;
  readonly #onTurn = (): void => {
    this.#turn = undefined;
    const passing = this.#waiting.slice(0, this.#perTurn);
    this.#waiting = this.#waiting.slice(passing.length);
    this.#left = this.#perTurn - passing.length;
    if (passing.length > 0) this.#watch();
    for (const pass of passing) pass();
  };

  constructor(clock: Clock, perTurn: number) {
    this.#clock = clock;
    this.#perTurn = perTurn;
    this.#left = perTurn;
  }

  /** Undefined: the caller may pass now. Otherwise a promise to wait for; afterwards check again what may have changed. */
  pass(): Promise<void> | undefined {
    this.#watch();
    if (this.#left > 0) {
      this.#left--;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #watch(): void {
    this.#turn ??= this.#clock.after(0, this.#onTurn);
  }
}
