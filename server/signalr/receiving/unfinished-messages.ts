import type { Clock } from '../host.ts';

/** The holder of the first bytes of an unfinished message. */
export interface UnfinishedOwner {
  /** The message takes too long, or the budget is used up: drop it and its transport. */
  giveUp(): void;
}

export interface UnfinishedRules {
  readonly unfinishedBytes: number;
  readonly messageTimeoutMs: number;
}

interface Unfinished {
  bytes: number;
  /** Start of the message, monotonic milliseconds. Infinity while the server itself does not read. */
  since: number;
}

/** Overhead of each piece of a message, bytes: it is an object of its own, however short. */
export const PIECE_BYTES = 128;
/** Frees more than one message at a time, because it must visit all of them. */
const KEPT_SHARE = 7 / 8;

/** The unfinished messages of all clients of a server: one budget for their bytes, and a time limit for each. */
export class UnfinishedMessages {
  readonly #clock: Clock;
  readonly #rules: UnfinishedRules;
  readonly #open = new Map<UnfinishedOwner, Unfinished>();
  #bytes = 0;

  constructor(clock: Clock, rules: UnfinishedRules) {
    this.#clock = clock;
    this.#rules = rules;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** `bytes` of the owner's message have come so far. The first call starts its time. */
  grown(owner: UnfinishedOwner, bytes: number): void {
    const known = this.#open.get(owner);
    if (known === undefined) this.#open.set(owner, { bytes, since: this.#clock.mono() });
    else {
      this.#bytes -= known.bytes;
      known.bytes = bytes;
    }
    this.#bytes += bytes;
    if (this.#bytes > this.#rules.unfinishedBytes) this.#makeRoom();
  }

  finished(owner: UnfinishedOwner): void {
    const known = this.#open.get(owner);
    if (known === undefined) return;
    this.#open.delete(owner);
    this.#bytes -= known.bytes;
  }

  /** The server has stopped reading: the client does not cause the delay. */
  paused(owner: UnfinishedOwner): void {
    const known = this.#open.get(owner);
    if (known !== undefined) known.since = Number.POSITIVE_INFINITY;
  }

  resumed(owner: UnfinishedOwner): void {
    const known = this.#open.get(owner);
    if (known !== undefined) known.since = this.#clock.mono();
  }

  sweep(now: number): void {
    for (const [owner, { since }] of this.#open) {
      if (now - since >= this.#rules.messageTimeoutMs) this.#giveUp(owner);
    }
  }

  /** The longest are dropped first: those are the fewest. */
  #makeRoom(): void {
    const largest = [...this.#open].sort(([, one], [, other]) => other.bytes - one.bytes);
    for (const [owner] of largest) {
      if (this.#bytes <= this.#rules.unfinishedBytes * KEPT_SHARE) return;
      this.#giveUp(owner);
    }
  }

  #giveUp(owner: UnfinishedOwner): void {
    this.finished(owner);
    owner.giveUp();
  }
}
