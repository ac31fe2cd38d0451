/** Time before failed WebSockets are tried again, milliseconds. Each attempt costs seconds where a network swallows them. */
const AGAIN_MS = 5 * 60_000;
/** A WebSocket that was lost sooner than this after its hub was reached counts against WebSockets, milliseconds. */
const SHORT_LIFE_MS = 5_000;
/** After this many in a row the network counts as one that ends WebSockets. A killed hub ends only one. */
const SHORT_LIVES = 3;

/** Keeps over a reload of the page whether the last hub was reached over a WebSocket at its own address. */
export interface DirectSocket {
  read(): boolean;
  write(isDirect: boolean): void;
}

/**
 * Chooses the transports of the next connection. A transport that worked is used again at once, and WebSockets get another chance
 * later. Times are `clock.mono()`.
 */
export class TransportMemory {
  readonly #kept: DirectSocket | undefined;
  #isDirect: boolean;
  #avoidUntil = Number.NEGATIVE_INFINITY;
  #shortLives = 0;

  constructor(kept?: DirectSocket) {
    this.#kept = kept;
    this.#isDirect = kept?.read() ?? false;
  }

  /** True when the last hub was reached over a WebSocket at its own address. The next attempt may then skip negotiation. */
  get isDirect(): boolean {
    return this.#isDirect;
  }

  reachedDirectly(isDirect: boolean): void {
    if (isDirect === this.#isDirect) return;
    this.#isDirect = isDirect;
    this.#kept?.write(isDirect);
  }

  triesWebSockets(now: number): boolean {
    return now >= this.#avoidUntil;
  }

  /** WebSockets failed, and another transport reached the hub. */
  fellBack(now: number): void {
    this.#avoidUntil = now + AGAIN_MS;
    this.#shortLives = 0;
  }

  /** Without WebSockets there was no transport: a service may offer nothing else. */
  hadNoOther(): void {
    this.#avoidUntil = Number.NEGATIVE_INFINITY;
  }

  /** An open WebSocket has ended by itself. `reachedAt`: when the hub was reached over it; undefined when it never was. */
  socketEnded(now: number, reachedAt: number | undefined): void {
    const isShort = reachedAt === undefined || now - reachedAt < SHORT_LIFE_MS;
    this.#shortLives = isShort ? this.#shortLives + 1 : 0;
    if (this.#shortLives >= SHORT_LIVES) this.fellBack(now);
  }
}
