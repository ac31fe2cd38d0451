/** WebSockets that did not work are not tried again before this: each attempt costs seconds where something swallows them. Milliseconds. */
const AGAIN_MS = 5 * 60_000;
/** A WebSocket that was lost sooner than this after its hub was reached counts against WebSockets, milliseconds. */
const SHORT_LIFE_MS = 5_000;
/** So many in a row, and the network is taken for one that ends WebSockets. A hub that is killed ends one. */
const SHORT_LIVES = 3;

/** Which transports the next connection uses: what worked is used again at once, and WebSockets get another chance later. Times are `clock.mono()`. */
export class TransportMemory {
  /** The last hub was reached over a WebSocket, at its own address: the next attempt may ask for one at once, without negotiating. */
  isDirect = false;
  #avoidUntil = Number.NEGATIVE_INFINITY;
  #shortLives = 0;

  triesWebSockets(now: number): boolean {
    return now >= this.#avoidUntil;
  }

  /** WebSockets were tried, and another transport reached the hub. */
  fellBack(now: number): void {
    this.#avoidUntil = now + AGAIN_MS;
    this.#shortLives = 0;
  }

  /** Without WebSockets no transport was to be had: a service may offer nothing else. */
  hadNoOther(): void {
    this.#avoidUntil = Number.NEGATIVE_INFINITY;
  }

  /** A WebSocket that had opened has ended by itself. `reachedAt`: when the hub was reached over it; undefined when it never was. */
  socketEnded(now: number, reachedAt: number | undefined): void {
    const isShort = reachedAt === undefined || now - reachedAt < SHORT_LIFE_MS;
    this.#shortLives = isShort ? this.#shortLives + 1 : 0;
    if (this.#shortLives >= SHORT_LIVES) this.fellBack(now);
  }
}
