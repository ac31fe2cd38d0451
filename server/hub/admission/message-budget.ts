/** What Azure SignalR Service bills: a message that it sends, to a client or to a hub, counts once for every 2 KiB begun (reference 11.2). */
const UNIT_BYTES = 2_048;
/** Rates are of the last ten seconds, in parts of one: a figure that follows what people do and does not flicker. */
const PART_MS = 1_000;
const PARTS = 10;

export function unitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / UNIT_BYTES));
}

/** What one room costs on a service that bills messages: those that this instance causes. The sum over the instances is what the room costs. */
export class MessageBudget {
  readonly #since: number;
  /** Units of each part, in a ring. */
  readonly #units = new Float64Array(PARTS);
  /** The part that was last added to, counted from the beginning. */
  #newest = 0;

  /** `mono`: the clock's, as everywhere here. */
  constructor(mono: number) {
    this.#since = mono;
  }

  /** Gives the units that were added. */
  add(bytes: number, receivers: number, mono: number): number {
    const units = unitsOf(bytes) * receivers;
    const part = this.#partAt(mono);
    // What lies between was nothing.
    for (let gone = Math.max(this.#newest + 1, part - PARTS + 1); gone <= part; gone++) this.#units[gone % PARTS] = 0;
    this.#newest = Math.max(this.#newest, part);
    this.#units[part % PARTS] = (this.#units[part % PARTS] ?? 0) + units;
    return units;
  }

  /** Units a second, over the last ten: before the beginning there was nothing. Asking changes nothing. */
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
