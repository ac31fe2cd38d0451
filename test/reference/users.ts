import type { Authenticate } from '@inkroom/signalr/http/authentication';
import type { HubConnection } from '@inkroom/signalr/hub';

/** Who a connection of the reference hub is signed in as: what the query of its request says, for tests only. */
export interface ReferenceUser {
  readonly userId: string | null;
  readonly name: string | null;
  readonly authenticated: boolean;
  readonly roles: readonly string[];
  /** `type=value`, with the claim types that ASP.NET uses. */
  readonly claims: readonly string[];
}

const NAME_ID = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier';
const NAME = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name';
const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';

/** Trusts everybody, but for the token if one is required. */
export function authenticateReference(requiredToken: string | undefined): Authenticate {
  return ({ query, token }) => {
    if (requiredToken !== undefined && token !== requiredToken) return { refused: 401 };
    const id = query.get('user');
    if (id === null || id === '') return undefined;
    const tier = query.get('tier');
    const claims = [
      { type: NAME_ID, value: id },
      { type: NAME, value: `Name of ${id}` },
      ...query.getAll('role').map((value) => ({ type: ROLE, value })),
      ...(tier === null ? [] : [{ type: 'tier', value: tier }]),
    ];
    return { id, claims };
  };
}

export function userOf({ user }: HubConnection): ReferenceUser {
  if (user === undefined) return { userId: null, name: null, authenticated: false, roles: [], claims: [] };
  const valuesOf = (wanted: string): string[] => user.claims.filter(({ type }) => type === wanted).map(({ value }) => value);
  return {
    userId: user.id,
    name: valuesOf(NAME)[0] ?? null,
    authenticated: true,
    roles: valuesOf(ROLE),
    claims: user.claims.map(({ type, value }) => `${type}=${value}`),
  };
}
