import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Pace } from '../../../core/contract/hub-contract.ts';

/**
 * Decides when a room's frames leave: the first change after a pause at once, then at most one frame per `frameMs`, or per
 * `cursorMs` while only cursors wait. One timer while something waits, otherwise none.
 */
export class FramePacer implements Disposable {
  readonly #clock: Clock;
  readonly #flush: () => void;
  readonly #pace: () => Pace;
  #lastAt = Number.NEGATIVE_INFINITY;
  #timer: { readonly due: number; readonly end: Disposable } | undefined;
  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.now();
  };

  constructor(clock: Clock, pace: () => Pace, flush: () => void) {
    this.#clock = clock;
    this.#pace = pace;
    this.#flush = flush;
  }

  /** Something must be sent. `mono`: `clock.mono()`. */
  changed(mono: number, what: 'batches' | 'cursors'): void {
    const { frameMs, cursorMs = frameMs } = this.#pace();
    const due = this.#lastAt + (what === 'batches' ? frameMs : cursorMs);
    if (this.#timer !== undefined && this.#timer.due <= due) return;
    if (due <= mono) this.now();
    else this.#arm(due, due - mono);
  }

  /** Like `changed`, but never within this call: the caller's answer is sent first. */
  changedSoon(): void {
    const mono = this.#clock.mono();
    const due = Math.max(mono + 1, this.#lastAt + this.#pace().frameMs);
    if (this.#timer === undefined || this.#timer.due > due) this.#arm(due, due - mono);
  }

  #arm(due: number, waitMs: number): void {
    this.#timer?.end.dispose();
    this.#timer = { due, end: this.#clock.after(waitMs, this.#onTimer) };
  }

  now(): void {
    this.#timer?.end.dispose();
    this.#timer = undefined;
    this.#lastAt = this.#clock.mono();
    this.#flush();
  }

  dispose(): void {
    this.#timer?.end.dispose();
    this.#timer = undefined;
  }
}
