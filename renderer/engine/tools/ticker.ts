import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { TICK_MS } from './tool.ts';

/** Sends at most once per tick. */
export class Ticker {
  readonly #clock: Clock;
  readonly #send: () => void;
  #timer: Disposable | undefined;

  constructor(clock: Clock, send: () => void) {
    this.#clock = clock;
    this.#send = send;
  }

  soon(): void {
    this.#timer ??= this.#clock.after(TICK_MS, () => {
      this.#timer = undefined;
      this.#send();
    });
  }

  now(): void {
    this.stop();
    this.#send();
  }

  stop(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}
