import type { IncomingHttpHeaders } from 'node:http';
import { queryValue } from './query-value.ts';

export interface Claim {
  readonly type: string;
  readonly value: string;
}

/** The user of a connection. Frozen. */
export interface HubUser {
  /** Sends to a user reach all connections with this id. */
  readonly id: string;
  readonly claims: readonly Claim[];
}

/** The parts of a request that an application may use to identify the user. */
export interface HubRequest {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  readonly remoteAddress: string;
  /** The bearer token: from the header, or from `access_token` where a browser cannot set headers (reference 2.2). */
  readonly token: string | undefined;
}

/** Undefined: an anonymous user, who may connect too. */
export type Authentication = HubUser | undefined | { readonly refused: 401 | 403; readonly text?: string };

/** Called for every request of a connection. An exception is answered by 500. */
export type Authenticate = (request: HubRequest) => Authentication | Promise<Authentication>;

export function bearerToken(headers: IncomingHttpHeaders, query: URLSearchParams): string | undefined {
  const header = /^bearer +(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1];
  return header ?? queryValue(query, 'access_token');
}

/** A connection belongs to the user that opened it (reference 2.5, 6.4). */
export function isSameUser(one: HubUser | undefined, other: HubUser | undefined): boolean {
  return one?.id === other?.id;
}
