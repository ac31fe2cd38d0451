import type { HubConnection } from './hub.ts';

/** Who a connection of the reference hub is signed in as: what the query of its request says, for tests only. */
export interface ReferenceUser {
  readonly userId: string | null;
  readonly name: string | null;
  readonly authenticated: boolean;
  readonly roles: readonly string[];
  /** `type=value`, with the claim types that ASP.NET uses. */
  readonly claims: readonly string[];
}

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';

export function userOf(connection: HubConnection): ReferenceUser {
  const { query } = connection;
  const user = query.get('user');
  if (user === null || user === '') return { userId: null, name: null, authenticated: false, roles: [], claims: [] };
  const name = `Name of ${user}`;
  const roles = query.getAll('role');
  const tier = query.get('tier');
  const claims = [`${CLAIMS}/nameidentifier=${user}`, `${CLAIMS}/name=${name}`, ...roles.map((role) => `${ROLE}=${role}`)];
  return { userId: user, name, authenticated: true, roles, claims: tier === null ? claims : [...claims, `tier=${tier}`] };
}

/** Open connections by the user they belong to. */
export interface ReferenceUsers {
  joined(connection: HubConnection): void;
  left(connection: HubConnection): void;
  send(user: string, target: string, args: readonly unknown[]): void;
}

export function createReferenceUsers(): ReferenceUsers {
  const byUser = new Map<string, Set<HubConnection>>();
  return {
    joined(connection) {
      const { userId } = userOf(connection);
      if (userId === null) return;
      const connections = byUser.get(userId) ?? new Set();
      byUser.set(userId, connections.add(connection));
    },
    left(connection) {
      const { userId } = userOf(connection);
      if (userId === null) return;
      const connections = byUser.get(userId);
      connections?.delete(connection);
      if (connections?.size === 0) byUser.delete(userId);
    },
    send(user, target, args) {
      for (const connection of byUser.get(user) ?? []) connection.send(target, args);
    },
  };
}
