import type { ServiceClaim } from '../protocol/service-messages.ts';

/** Claims of a client on their way: application -> token -> service -> application (reference 3.4, 3.5, 7.1). */

const SYSTEM = 'asrs.s.';
const USER = 'asrs.u.';

/** The claims that the service reads in a client's token. */
export const SystemClaim = {
  userId: `${SYSTEM}uid`,
  serverName: `${SYSTEM}sn`,
  sticky: `${SYSTEM}ssticky`,
  diagnostic: `${SYSTEM}dc`,
  handshakeTimeout: `${SYSTEM}cht`,
  authenticationType: `${SYSTEM}aut`,
  endpoints: `${SYSTEM}secn`,
  detailedErrors: `${SYSTEM}derror`,
  nameType: `${SYSTEM}nt`,
  roleType: `${SYSTEM}rt`,
  longPollSeconds: `${SYSTEM}ttl`,
} as const;

const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const MICROSOFT = 'http://schemas.microsoft.com/identity/claims/';

/** The long claim names of .NET. */
export const LongClaim = {
  nameIdentifier: `${SOAP}nameidentifier`,
  name: `${SOAP}name`,
  role: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
} as const;

/** Long name in the application -> name in the token. */
const SHORT_OF: ReadonlyMap<string, string> = new Map([
  [LongClaim.nameIdentifier, 'nameid'],
  [LongClaim.name, 'unique_name'],
  [LongClaim.role, 'role'],
  [`${SOAP}emailaddress`, 'email'],
  [`${SOAP}givenname`, 'given_name'],
  [`${SOAP}surname`, 'family_name'],
  [`${SOAP}upn`, 'upn'],
  [`${MICROSOFT}objectidentifier`, 'oid'],
  [`${MICROSOFT}tenantid`, 'tid'],
  [`${MICROSOFT}scope`, 'scp'],
]);

const LONG_OF = new Map<string, string>([
  ...Array.from(SHORT_OF, ([long, short]): [string, string] => [short, long]),
  ['sub', LongClaim.nameIdentifier],
  ['roles', LongClaim.role],
]);

/** Names of the token itself. A user's claim with such a name travels under another one. */
const RESERVED = new Set(['aud', 'exp', 'iat', 'nbf', 'iss', 'actort', 'acr', 'azp', 'c_hash', 'jti', 'nonce']);

export interface ClientIdentity {
  /** Sends to a user reach all connections with this id. */
  readonly userId?: string;
  /** The user's own claims, of any type. */
  readonly claims?: readonly ServiceClaim[];
  /** Default: `Bearer`. */
  readonly authenticationType?: string;
}

export interface ClientRules {
  /** Keeps a client's connections on the application server that negotiated. The id is that of its server connections. */
  readonly sticky?: { readonly serverId: string; readonly mode: 'Preferred' | 'Required' };
  /** Seconds, 1 to 30. The service's default is 15. */
  readonly handshakeTimeout?: number;
  readonly detailedErrors?: boolean;
  /** The endpoints of the application. The service is told when there are several. */
  readonly endpoints?: number;
}

/** Claims for a client's token, in the order in which the SDK writes them. */
export function clientTokenClaims(identity: ClientIdentity, rules: ClientRules = {}): ServiceClaim[] {
  const claims: ServiceClaim[] = [];
  const { userId, authenticationType } = identity;
  const { sticky, handshakeTimeout } = rules;
  if (userId !== undefined) claims.push([SystemClaim.userId, userId]);
  if (sticky !== undefined) claims.push([SystemClaim.serverName, sticky.serverId], [SystemClaim.sticky, sticky.mode]);
  if (handshakeTimeout !== undefined && handshakeTimeout !== 15 && handshakeTimeout >= 1 && handshakeTimeout <= 30)
    claims.push([SystemClaim.handshakeTimeout, String(Math.round(handshakeTimeout))]);
  if (authenticationType !== undefined && authenticationType !== 'Bearer')
    claims.push([SystemClaim.authenticationType, authenticationType]);
  if (rules.endpoints !== undefined && rules.endpoints > 1) claims.push([SystemClaim.endpoints, String(rules.endpoints)]);
  if (rules.detailedErrors === true) claims.push([SystemClaim.detailedErrors, 'True']);
  let subjects = 0;
  for (const [type, value] of identity.claims ?? []) {
    // Users must not set the application's own instructions to the service.
    if (type.startsWith(SYSTEM)) continue;
    const isTaken = RESERVED.has(type) || (type === 'sub' && subjects++ > 0);
    claims.push([isTaken ? `${USER}${type}` : (SHORT_OF.get(type) ?? type), value]);
  }
  return claims;
}

/** The service's side: the user of a token. Undefined for an anonymous one. */
export function userIdOf(tokenClaims: readonly ServiceClaim[]): string | undefined {
  for (const type of [SystemClaim.userId, 'nameid', 'sub']) {
    const found = tokenClaims.find(([one]) => one === type);
    if (found !== undefined) return found[1];
  }
  return undefined;
}

/**
 * The service's side: the claims that an application server gets about a client. All claims of the token, known ones under long
 * names.
 */
export function openConnectionClaims(tokenClaims: readonly ServiceClaim[]): ServiceClaim[] {
  return tokenClaims.map(([type, value]) => [LONG_OF.get(type) ?? type, value]);
}

/** The user of a connection, as the application sees it. */
export interface Principal {
  /** Undefined for an anonymous user. */
  readonly userId: string | undefined;
  /** Without the claims of the service and of the token itself. */
  readonly claims: readonly ServiceClaim[];
  /** Undefined without claims: the user then counts as not signed in, although a token was valid (reference 3.5). */
  readonly authenticationType: string | undefined;
}

/** The application server's side: restores the user that was signed in at negotiation. */
export function principalOf(claims: readonly ServiceClaim[]): Principal {
  const own: ServiceClaim[] = [];
  let userId: string | undefined;
  let authenticationType = 'Bearer';
  for (const [type, value] of claims) {
    if (type === SystemClaim.userId) userId ??= value;
    else if (type === SystemClaim.authenticationType) authenticationType = value;
    else if (type.startsWith(USER)) own.push([type.slice(USER.length), value]);
    else if (!type.startsWith(SYSTEM) && !RESERVED.has(type)) own.push([type, value]);
  }
  userId ??= own.find(([type]) => type === LongClaim.nameIdentifier)?.[1];
  return { userId, claims: own, authenticationType: own.length === 0 ? undefined : authenticationType };
}
