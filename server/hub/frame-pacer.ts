import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';

/**
 * When a room's frames leave: the first change after a pause at once, then at most one frame per `intervalMs`. One timer while there
 * is something to send, none while there is not.
 */
export class FramePacer implements Disposable {
  readonly #clock: Clock;
  readonly #flush: () => void;
  readonly #intervalMs: () => number;
  #lastAt = Number.NEGATIVE_INFINITY;
  #timer: Disposable | undefined;
  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.now();
  };

  constructor(clock: Clock, intervalMs: () => number, flush: () => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#flush = flush;
  }

  /** Something is to be sent. `mono`: the clock's. */
  changed(mono: number): void {
    if (this.#timer !== undefined) return;
    const waitMs = this.#lastAt + this.#intervalMs() - mono;
    if (waitMs <= 0) this.now();
    else this.#timer = this.#clock.after(waitMs, this.#onTimer);
  }

  /** As `changed`, but never within this call: what the caller answers goes out first. */
  changedSoon(): void {
    if (this.#timer !== undefined) return;
    const waitMs = this.#lastAt + this.#intervalMs() - this.#clock.mono();
    this.#timer = this.#clock.after(Math.max(1, waitMs), this.#onTimer);
  }

  now(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#lastAt = this.#clock.mono();
    this.#flush();
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}

/**
 * Milliseconds between frames by size of the room. A frame costs one socket write per member, which is most of what a room costs: larger
 * rooms share fewer, larger frames. All of it is within one tick of the clients (33 ms), so nobody sees less (`npm run bench:fanout`).
 */
export function frameMsFor(members: number): number {
  if (members <= 32) return 16;
  return members <= 300 ? 25 : 33;
}
