import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';

/**
 * Lets so many pass in one turn of the event loop, and the others in the turns after it, in the order in which they came. When a whole room
 * comes back at once, what each of them costs is little and all of it together would hold up everybody who draws.
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

  /** Undefined: it may pass now. Else a promise to wait for; look again at what may have changed meanwhile. */
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
