import type { HubLimits } from '../hub-limits.ts';

/** The action that a connection needs. */
export type Verdict = 'fine' | 'ping' | 'clientTimeout' | 'sendTimeout' | 'tooSlow';

export interface LivenessFacts {
  readonly writable: boolean;
  readonly bufferedBytes: number;
  /** True while the server itself delays the client's messages, so silence does not count. */
  readonly isBusy: boolean;
  readonly keepsAlive: boolean;
}

/** When one connection was last heard, pinged and writable. Monotonic milliseconds. */
export class Liveness {
  #lastHeard: number;
  #lastPing: number;
  /** The client timeout counts from the first ping only (reference 5.2). */
  #hasPinged = false;
  /** When the transport stopped accepting bytes; -1 while it accepts them. */
  #blockedSince = -1;

  constructor(now: number) {
    this.#lastHeard = now;
    this.#lastPing = now;
  }

  heard(now: number): void {
    this.#lastHeard = now;
  }

  /** A new socket: its state is unknown. */
  reattached(now: number): void {
    this.#lastHeard = now;
    this.#lastPing = now;
    this.#blockedSince = -1;
  }

  pinged(): void {
    this.#hasPinged = true;
  }

  unblocked(): void {
    this.#blockedSince = -1;
  }

  /**
   * Called once per sweep. Ping intervals count from the previous ping: other traffic does not postpone a ping (reference 5.1).
   */
  judge(now: number, facts: LivenessFacts, limits: HubLimits): Verdict {
    if (facts.writable) this.#blockedSince = -1;
    else if (this.#blockedSince < 0) this.#blockedSince = now;
    else if (now - this.#blockedSince >= limits.sendTimeoutMs) return 'sendTimeout';
    if (facts.bufferedBytes > limits.sendQueueBytes) return 'tooSlow';
    if (!facts.keepsAlive) return 'fine';
    if (facts.isBusy) this.#lastHeard = now;
    if (this.#hasPinged && now - this.#lastHeard >= limits.clientTimeoutMs) return 'clientTimeout';
    if (now - this.#lastPing < limits.keepAliveIntervalMs || !facts.writable) return 'fine';
    this.#lastPing = now;
    return 'ping';
  }
}
