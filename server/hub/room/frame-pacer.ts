import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Pace } from '../../../core/contract/hub-contract.ts';

/**
 * When a room's frames leave: the first change after a pause at once, then at most one frame per `frameMs`, or per `cursorMs` while nothing but
 * cursors waits. One timer while there is something to send, none while there is not.
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

  /** Something is to be sent. `mono`: the clock's. */
  changed(mono: number, what: 'batches' | 'cursors'): void {
    const { frameMs, cursorMs = frameMs } = this.#pace();
    const due = this.#lastAt + (what === 'batches' ? frameMs : cursorMs);
    if (this.#timer !== undefined && this.#timer.due <= due) return;
    if (due <= mono) this.now();
    else this.#arm(due, due - mono);
  }

  /** As `changed`, but never within this call: what the caller answers goes out first. */
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

/**
 * The pace of a room by the number of its members. A frame costs one socket write per member, which is most of what a room costs: larger rooms
 * share fewer, larger frames. On sockets of our own all of it is within one tick of the clients (33 ms), so nobody sees less (`npm run
 * bench:fanout`). Behind a service each message is billed, to clients and from them: there people's movements are shown 20 to 5 times a
 * second, and what they draw 20 to 10 times (`npm run bench:scale`).
 */
export function paceFor(members: number, carrier: 'own' | 'billed'): Pace {
  if (carrier === 'billed') {
    if (members <= 4) return { frameMs: 50, cursorMs: 50 };
    return members <= 16 ? { frameMs: 66, cursorMs: 100 } : { frameMs: 100, cursorMs: 200 };
  }
  if (members <= 32) return { frameMs: 16 };
  return { frameMs: members <= 300 ? 25 : 33 };
}
