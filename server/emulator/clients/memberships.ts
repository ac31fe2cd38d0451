import type { EmulatorLimits } from '../emulator-limits.ts';
import type { ClientConnection } from './client-connection.ts';

/** The groups and the users' connections of one hub. A connection's memberships end with it. */
export class Memberships {
  readonly #limits: EmulatorLimits;
  readonly #groups = new Map<string, Set<ClientConnection>>();
  readonly #users = new Map<string, Set<ClientConnection>>();
  /**
   * user -> group -> end time (milliseconds, monotonic; infinite without an end). They apply to later connections too (reference
   * 9.4).
   */
  readonly #lasting = new Map<string, Map<string, number>>();

  constructor(limits: EmulatorLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#users.size === 0 && this.#lasting.size === 0 && this.#groups.size === 0;
  }

  get groupCount(): number {
    return this.#groups.size;
  }

  /** A client has connected: adds it to its user and to the user's groups. */
  opened(client: ClientConnection, now: number): void {
    const { userId } = client.identity;
    if (userId === undefined) return;
    setOf(this.#users, userId).add(client);
    for (const [group, until] of this.#lasting.get(userId) ?? []) if (until > now) this.join(client, group);
  }

  gone(client: ClientConnection): void {
    for (const group of client.groups) removeFrom(this.#groups, group, client);
    client.groups.clear();
    const { userId } = client.identity;
    if (userId !== undefined) removeFrom(this.#users, userId, client);
  }

  /** False when the client is in as many groups as allowed. */
  join(client: ClientConnection, group: string): boolean {
    if (client.groups.has(group)) return true;
    if (client.groups.size >= this.#limits.groupsPerClient) return false;
    client.groups.add(group);
    setOf(this.#groups, group).add(client);
    return true;
  }

  /** Null: every group. */
  leave(client: ClientConnection, group: string | null): void {
    for (const one of group === null ? [...client.groups] : [group]) {
      client.groups.delete(one);
      removeFrom(this.#groups, one, client);
    }
  }

  inGroup(group: string): ReadonlySet<ClientConnection> {
    return this.#groups.get(group) ?? NOBODY;
  }

  ofUser(userId: string): ReadonlySet<ClientConnection> {
    return this.#users.get(userId) ?? NOBODY;
  }

  /** `ttl` in seconds: undefined without an end, 0 for current connections only. False when the limit is reached. */
  joinUser(userId: string, group: string, ttl: number | undefined, now: number): boolean {
    if (ttl !== 0) {
      const known = this.#lasting.get(userId);
      if (known === undefined && this.#lasting.size >= this.#limits.lastingUsers) return false;
      const groups = known ?? new Map<string, number>();
      // Re-inserted as the newest: a repeated membership counts as young.
      groups.delete(group);
      groups.set(group, ttl === undefined ? Number.POSITIVE_INFINITY : now + ttl * 1_000);
      for (const oldest of groups.keys()) {
        if (groups.size <= this.#limits.lastingGroups) break;
        groups.delete(oldest);
      }
      this.#lasting.set(userId, groups);
    }
    for (const client of this.ofUser(userId)) this.join(client, group);
    return true;
  }

  /** Null: every group. */
  leaveUser(userId: string, group: string | null): void {
    const groups = this.#lasting.get(userId);
    if (group === null) groups?.clear();
    else groups?.delete(group);
    if (groups?.size === 0) this.#lasting.delete(userId);
    for (const client of this.ofUser(userId)) this.leave(client, group);
  }

  isUserInGroup(userId: string, group: string): boolean {
    if (this.#lasting.get(userId)?.has(group) === true) return true;
    for (const client of this.ofUser(userId)) if (client.groups.has(group)) return true;
    return false;
  }

  /** Ends expired memberships. */
  sweep(now: number): void {
    for (const [userId, groups] of this.#lasting) {
      for (const [group, until] of groups) if (until <= now) this.leaveUser(userId, group);
    }
  }
}

const NOBODY: ReadonlySet<ClientConnection> = new Set();

function setOf(map: Map<string, Set<ClientConnection>>, key: string): Set<ClientConnection> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = new Set<ClientConnection>();
  map.set(key, fresh);
  return fresh;
}

function removeFrom(map: Map<string, Set<ClientConnection>>, key: string, client: ClientConnection): void {
  const set = map.get(key);
  set?.delete(client);
  if (set?.size === 0) map.delete(key);
}
