import type { Connection } from './connection.ts';
import type { Clock, Random } from './host.ts';
import type { HubLimits } from './hub-limits.ts';

export interface Identity {
  readonly id: string;
  /** The secret by which a transport claims the connection; equal to the id in negotiate version 0. */
  readonly token: string;
}

/** Negotiated, and no transport yet. */
interface Pending extends Identity {
  readonly expiresAt: number;
}

export type Claim =
  | { readonly kind: 'claimed'; readonly identity: Identity }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'taken' };

/** Who exists: negotiated connections by token, and connections by token and by id (reference 1.8, 12.1). */
export class ConnectionRegistry {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #limits: HubLimits;
  /** In the order of their expiry. */
  readonly #pending = new Map<string, Pending>();
  readonly #byToken = new Map<string, Connection>();
  /** Until their transport is gone. */
  readonly #connections = new Map<string, Connection>();

  constructor(clock: Clock, random: Random, limits: HubLimits) {
    this.#clock = clock;
    this.#random = random;
    this.#limits = limits;
  }

  get pending(): number {
    return this.#pending.size;
  }

  get size(): number {
    return this.#connections.size;
  }

  get isEmpty(): boolean {
    return this.#pending.size === 0 && this.#connections.size === 0;
  }

  all(): IterableIterator<Connection> {
    return this.#connections.values();
  }

  /** Undefined when there is no room for more. */
  negotiate(version: 0 | 1): Identity | undefined {
    const { pendingConnections, connections, negotiateTimeoutMs } = this.#limits;
    if (this.#pending.size >= pendingConnections || this.#connections.size >= connections) return undefined;
    const id = this.#newName();
    const pending = { id, token: version === 0 ? id : this.#newName(), expiresAt: this.#clock.mono() + negotiateTimeoutMs };
    this.#pending.set(pending.token, pending);
    return pending;
  }

  /** For a client that skips negotiate (reference 1.6). */
  newIdentity(): Identity {
    const id = this.#newName();
    return { id, token: id };
  }

  find(token: string): 'pending' | 'connected' | 'unknown' {
    if (this.#byToken.has(token)) return 'connected';
    return this.#pending.has(token) ? 'pending' : 'unknown';
  }

  /** Takes a negotiated connection for a transport; a token works once. */
  claim(token: string): Claim {
    const identity = this.#pending.get(token);
    if (identity === undefined) return { kind: this.#byToken.has(token) ? 'taken' : 'unknown' };
    this.#pending.delete(token);
    return { kind: 'claimed', identity };
  }

  get isFull(): boolean {
    return this.#connections.size >= this.#limits.connections;
  }

  add(connection: Connection): void {
    this.#connections.set(connection.id, connection);
    this.#byToken.set(connection.token, connection);
  }

  connection(id: string): Connection | undefined {
    const connection = this.#connections.get(id);
    return connection?.isOpen === true ? connection : undefined;
  }

  left(connection: Connection): void {
    this.#byToken.delete(connection.token);
  }

  gone(connection: Connection): void {
    this.#connections.delete(connection.id);
  }

  sweep(now: number): void {
    for (const [token, pending] of this.#pending) {
      if (pending.expiresAt > now) break;
      this.#pending.delete(token);
    }
    for (const connection of this.#connections.values()) connection.sweep(now);
  }

  forgetPending(): void {
    this.#pending.clear();
  }

  /** 128 bits, safe in a URL: clients put it there without encoding it (reference 1.2). */
  #newName(): string {
    return Buffer.from(this.#random.bytes(16)).toString('base64url');
  }
}
