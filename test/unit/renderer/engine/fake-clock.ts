import { type Disposable, disposable } from '../../../../core/base/disposable.ts';
import type { Clock } from '../../../../core/base/host.ts';

/** A clock that moves only when told to, and then runs what is due in order. */
export class FakeClock implements Clock {
  #now = 1_000;
  readonly #due: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }
  mono(): number {
    return this.#now;
  }
  get waiting(): number {
    return this.#due.length;
  }

  after(waitMs: number, run: () => void): Disposable {
    const entry = { at: this.#now + Math.max(waitMs, 0), run };
    this.#due.push(entry);
    return disposable(() => {
      const at = this.#due.indexOf(entry);
      if (at >= 0) this.#due.splice(at, 1);
    });
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }
}
