/** What Azure SignalR Service bills: a message that it sends, to a client or to a hub, counts once for every 2 KiB begun (reference 11.2). */
export const UNIT_BYTES = 2_048;
/** Rates are taken over at least this long, milliseconds. */
const WINDOW_MS = 1_000;

export function unitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / UNIT_BYTES));
}

/** What one room costs on a service that bills messages: those that this instance causes. The sum over the instances is what the room costs. */
export class MessageBudget {
  #units = 0;
  #taken = 0;
  #takenAt: number;
  #perSecond = 0;

  constructor(mono: number) {
    this.#takenAt = mono;
  }

  /** Gives the units that were added. */
  add(bytes: number, receivers: number): number {
    const units = unitsOf(bytes) * receivers;
    this.#units += units;
    return units;
  }

  /** Units a second, over the time since this was asked last, or since a moment before. */
  perSecond(mono: number): number {
    const passedMs = mono - this.#takenAt;
    if (passedMs >= WINDOW_MS) {
      this.#perSecond = ((this.#units - this.#taken) * 1_000) / passedMs;
      this.#taken = this.#units;
      this.#takenAt = mono;
    }
    return this.#perSecond;
  }
}
