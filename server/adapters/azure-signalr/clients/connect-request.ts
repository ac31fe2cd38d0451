import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { principalOf } from '@inkroom/azure-signalr/auth/client-claims';
import { headerValues } from '@inkroom/azure-signalr/protocol/service-containers';
import type { OpenConnection, ServiceHeaders } from '@inkroom/azure-signalr/protocol/service-messages';
import type { ConnectRequest } from '@inkroom/signalr/connection/connection-rules';
import type { HubUser } from '@inkroom/signalr/http/authentication';

/** A client's request at the service, as the hub sees it (reference 7.1). */
export function connectRequestOf({ claims, headers, queryString }: OpenConnection, keepHeaders: boolean): ConnectRequest {
  return {
    search: queryString.replace(/^\?/, ''),
    headers: keepHeaders ? httpHeaders(headers) : {},
    remoteAddress: addressOf(headers),
    user: userOf(claims),
  };
}

/** A client without an id cannot be the target of a user send, whatever claims it has. */
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
