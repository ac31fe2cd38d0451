import type { Clock, Random } from '../host.ts';
import type { HubLimits } from '../hub-limits.ts';
import type { Connection } from './connection.ts';
import type { Identity } from './identity.ts';

/** A negotiated connection without a transport. */
interface Pending {
  readonly identity: Identity;
  readonly expiresAt: number;
  /** Bytes posted before there was a transport (reference 2.1). */
  early: Buffer[];
  /** One post at a time: stock clients send no more. */
  isPosting: boolean;
}

const lengthOf = (buffers: readonly Buffer[]): number => buffers.reduce((sum, one) => sum + one.length, 0);

export type Found =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'connected'; readonly connection: Connection };

/** All negotiated connections by token, and all connections by token and by id (reference 1.8, 12.1). */
export class ConnectionRegistry {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #limits: HubLimits;
  /** In the order of expiry. */
  readonly #pending = new Map<string, Pending>();
  /** Bytes of all early posts. */
  #earlyBytes = 0;
  readonly #byToken = new Map<string, Connection>();
  /** Until their transport is gone. */
  readonly #connections = new Map<string, Connection>();
  /** The entries of `#pending` by network address, in the same order. Empty while there is no limit. */
  readonly #pendingByAddress = new Map<string, Set<Pending>>();
  /** Number of connections, negotiated ones included, by network address. Empty while there is no limit. */
  readonly #byAddress = new Map<string, number>();

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

  /** Undefined when the limit is reached. */
  negotiate(version: 0 | 1, isStateful: boolean, address: string): Identity | undefined {
    this.#forgetOldest(address);
    if (this.#pending.size >= this.#limits.pendingConnections || !this.hasRoomFor(address)) return undefined;
    const id = this.#newName();
    const identity = { id, token: version === 0 ? id : this.#newName(), isStateful, address };
    const expiresAt = this.#clock.mono() + this.#limits.negotiateTimeoutMs;
    const pending: Pending = { identity, expiresAt, early: [], isPosting: false };
    this.#pending.set(identity.token, pending);
    if (this.#limits.pendingPerAddress !== Number.POSITIVE_INFINITY) {
      const others = this.#pendingByAddress.get(address) ?? new Set();
      this.#pendingByAddress.set(address, others.add(pending));
    }
    this.#count(address, 1);
    return identity;
  }

  /** For a WebSocket without negotiate (reference 1.6). */
  newIdentity(address: string): Identity {
    const id = this.#newName();
    this.#count(address, 1);
    return { id, token: id, isStateful: false, address };
  }

  /** For a connection that was named by the service that carries it. */
  adopt(id: string, address: string): Identity {
    this.#count(address, 1);
    return { id, token: id, isStateful: false, address };
  }

  find(token: string): Found {
    const connection = this.#byToken.get(token);
    if (connection !== undefined) return { kind: 'connected', connection };
    return { kind: this.#pending.has(token) ? 'pending' : 'unknown' };
  }

  /** Takes a negotiated connection for a transport, with its early posts. A token works once. */
  claim(token: string): { readonly identity: Identity; readonly early: readonly Buffer[] } | undefined {
    const pending = this.#pending.get(token);
    if (pending !== undefined) this.#forget(pending);
    return pending;
  }

  /** Call it before an early post is read. False: there are too many. After true, `postEarly` must follow. */
  reserveEarly(token: string): boolean {
    const pending = this.#pending.get(token);
    const { handshakeBytes, earlyBytes } = this.#limits;
    if (pending === undefined || pending.isPosting || this.#earlyBytes + handshakeBytes > earlyBytes) return false;
    pending.isPosting = true;
    this.#earlyBytes += handshakeBytes;
    return true;
  }

  /** Stores the bytes of an early post, if any. False: too many bytes, or the connection has expired. */
  postEarly(token: string, bytes: Buffer | undefined): boolean {
    const { handshakeBytes } = this.#limits;
    this.#earlyBytes -= handshakeBytes;
    const pending = this.#pending.get(token);
    if (pending === undefined) return false;
    pending.isPosting = false;
    if (bytes === undefined || lengthOf(pending.early) + bytes.length > handshakeBytes) return false;
    pending.early.push(bytes);
    this.#earlyBytes += bytes.length;
    return true;
  }

  /** True when no more transports are accepted. */
  get isCrowded(): boolean {
    return this.#connections.size >= this.#limits.connections;
  }

  hasRoomFor(address: string): boolean {
    return !this.isCrowded && !this.isCrowdedFrom(address);
  }

  /** True when the address has as many connections as it may. */
  isCrowdedFrom(address: string): boolean {
    return (this.#byAddress.get(address) ?? 0) >= this.#limits.connectionsPerAddress;
  }

  add(connection: Connection): void {
    this.#connections.set(connection.id, connection);
    this.#byToken.set(connection.identity.token, connection);
  }

  connection(id: string): Connection | undefined {
    const connection = this.#connections.get(id);
    return connection?.isOpen === true ? connection : undefined;
  }

  /** Its token leads nowhere. */
  left(connection: Connection): void {
    this.#byToken.delete(connection.identity.token);
  }

  gone(connection: Connection): void {
    this.#connections.delete(connection.id);
    this.release(connection.identity);
  }

  /** No longer counts for its address: it ended before it became a connection, or is gone. */
  release(identity: Identity): void {
    this.#count(identity.address, -1);
  }

  sweep(now: number): void {
    for (const pending of this.#pending.values()) {
      if (pending.expiresAt > now) break;
      this.#forget(pending);
      this.release(pending.identity);
    }
    for (const connection of this.#connections.values()) connection.sweep(now);
  }

  forgetPending(): void {
    for (const pending of this.#pending.values()) {
      this.#forget(pending);
      this.release(pending.identity);
    }
  }

  /** Makes room for one more of this address. Other addresses lose nothing. */
  #forgetOldest(address: string): void {
    const pending = this.#pendingByAddress.get(address);
    if (pending === undefined || pending.size < this.#limits.pendingPerAddress) return;
    const [oldest] = pending;
    if (oldest === undefined) return;
    this.#forget(oldest);
    this.release(oldest.identity);
  }

  #forget(pending: Pending): void {
    const { token, address } = pending.identity;
    this.#pending.delete(token);
    this.#earlyBytes -= lengthOf(pending.early);
    const others = this.#pendingByAddress.get(address);
    others?.delete(pending);
    if (others?.size === 0) this.#pendingByAddress.delete(address);
  }

  #count(address: string, change: 1 | -1): void {
    if (this.#limits.connectionsPerAddress === Number.POSITIVE_INFINITY) return;
    const count = (this.#byAddress.get(address) ?? 0) + change;
    if (count > 0) this.#byAddress.set(address, count);
    else this.#byAddress.delete(address);
  }

  /** 128 bits, safe in a URL: clients insert it without encoding (reference 1.2). */
  #newName(): string {
    return Buffer.from(this.#random.bytes(16)).toString('base64url');
  }
}
