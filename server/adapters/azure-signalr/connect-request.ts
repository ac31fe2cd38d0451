import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { principalOf } from '../../azure-service/auth/client-claims.ts';
import { headerValues } from '../../azure-service/protocol/service-containers.ts';
import type { OpenConnection, ServiceHeaders } from '../../azure-service/protocol/service-messages.ts';
import type { ConnectRequest } from '../../signalr/connection/connection-rules.ts';
import type { HubUser } from '../../signalr/http/authentication.ts';

/** The request that a client has made at the service, as the hub sees it (reference 7.1). */
export function connectRequestOf({ claims, headers, queryString }: OpenConnection, keepHeaders: boolean): ConnectRequest {
  return {
    search: queryString.replace(/^\?/, ''),
    headers: keepHeaders ? httpHeaders(headers) : {},
    remoteAddress: addressOf(headers),
    user: userOf(claims),
  };
}

/** Who has no id is nobody that a send could be for, whatever claims came along. */
function userOf(claims: OpenConnection['claims']): HubUser | undefined {
  const { userId, claims: own } = principalOf(claims);
  return userId === undefined ? undefined : { id: userId, claims: own.map(([type, value]) => ({ type, value })) };
}

function addressOf(headers: ServiceHeaders): string {
  const first = headerValues(headers, 'X-Forwarded-For')[0]?.split(',')[0]?.trim() ?? '';
  return isIP(first) === 0 ? '' : first;
}

function httpHeaders(headers: ServiceHeaders): IncomingHttpHeaders {
  const own: IncomingHttpHeaders = {};
  for (const [name, values] of headers) own[name.toLowerCase()] = values.join(', ');
  return own;
}
