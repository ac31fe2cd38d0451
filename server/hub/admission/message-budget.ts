/**
 * The billing unit of Azure SignalR Service: a message that it sends, to a client or to a hub, counts once for every started 2
 * KiB (reference 11.2).
 */
const UNIT_BYTES = 2_048;
/** A rate covers the last ten seconds, in parts of this length (milliseconds). It follows activity without flickering. */
const PART_MS = 1_000;
const PARTS = 10;

export function unitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / UNIT_BYTES));
}

/**
 * The billed cost of one room on a service that bills messages, as far as this instance causes it. The room's cost is the sum
 * over its instances.
 */
export class MessageBudget {
  readonly #since: number;
  /** Units of each part, in a ring buffer. */
  readonly #units = new Float64Array(PARTS);
  /** The newest part, counted from the beginning. */
  #newest = 0;

  /** `mono`: `clock.mono()`, as everywhere here. */
  constructor(mono: number) {
    this.#since = mono;
  }

  /** Returns the units that were added. */
  add(bytes: number, receivers: number, mono: number): number {
    const units = unitsOf(bytes) * receivers;
    const part = this.#partAt(mono);
    // The parts in between had no messages.
    for (let gone = Math.max(this.#newest + 1, part - PARTS + 1); gone <= part; gone++) this.#units[gone % PARTS] = 0;
    this.#newest = Math.max(this.#newest, part);
    this.#units[part % PARTS] = (this.#units[part % PARTS] ?? 0) + units;
    return units;
  }

  /** Units a second, over the last ten seconds; the time before the beginning counts as 0. Reading changes nothing. */
  perSecond(mono: number): number {
    const oldest = this.#partAt(mono) - PARTS + 1;
    let units = 0;
    for (let part = Math.max(0, oldest); part <= this.#newest; part++) units += this.#units[part % PARTS] ?? 0;
    return (units * 1_000) / (mono - this.#since - oldest * PART_MS);
  }

  #partAt(mono: number): number {
    return Math.floor((mono - this.#since) / PART_MS);
  }
}
