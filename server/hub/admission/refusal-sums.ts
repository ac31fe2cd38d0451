import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';

/** Refused batches of one connection that were not logged yet. */
export interface RefusedSum {
  readonly code: RefusalCode;
  /** Refusals since the last log line, without this one. Absent: none. */
  readonly more?: number;
}

/** At most one log line per connection in this time, milliseconds. A line per refusal would let a client fill the disk. */
const INTERVAL_MS = 10_000;

/** Sums the refusals of one connection for the log. */
export class RefusalSums {
  #toldAt = Number.NEGATIVE_INFINITY;
  #untold = 0;
  #lastCode: RefusalCode | undefined;

  /** Records a refusal at `mono`. Returns what to log now, or undefined while the sum waits. */
  note(code: RefusalCode, mono: number): RefusedSum | undefined {
    this.#lastCode = code;
    if (mono - this.#toldAt < INTERVAL_MS) {
      this.#untold++;
      return undefined;
    }
    this.#toldAt = mono;
    return this.#take(code);
  }

  /** The connection ends. Returns what is left to log. */
  end(): RefusedSum | undefined {
    return this.#lastCode !== undefined && this.#untold > 0 ? this.#take(this.#lastCode) : undefined;
  }

  #take(code: RefusalCode): RefusedSum {
    const more = this.#untold;
    this.#untold = 0;
    return more > 0 ? { code, more } : { code };
  }
}
