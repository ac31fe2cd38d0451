import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** Web origins whose pages may use the hub, besides the hub's own. */
export type AllowedOrigins = readonly string[] | 'any';

/** A page of the requested host is never foreign. Only the host is compared, because a proxy may have ended TLS. */
function isSameOrigin(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}

/**
 * True when a browser page with this origin may connect. A request without `Origin` does not come from a browser page, and may.
 */
export function isOriginAllowed(headers: IncomingHttpHeaders, allowed: AllowedOrigins): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed === 'any') return true;
  return isSameOrigin(origin, host) || allowed.includes(origin);
}

/** For every answer, errors included: without them the client sees a network error instead of the status (reference 1.7). */
export function corsHeaders(headers: IncomingHttpHeaders, allowed: AllowedOrigins): OutgoingHttpHeaders {
  if (allowed !== 'any' && allowed.length === 0) return {};
  const { origin } = headers;
  if (origin === undefined || !isOriginAllowed(headers, allowed)) return { vary: 'Origin' };
  // Never `*`: clients send credentials.
  return { vary: 'Origin', 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
}

const HEADER_NAMES = /^[A-Za-z0-9-]+(\s*,\s*[A-Za-z0-9-]+)*$/;

/** Additional headers of the answer to a preflight. */
export function preflightHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const asked = headers['access-control-request-headers'];
  const names =
    typeof asked === 'string' && HEADER_NAMES.test(asked)
      ? asked
      : 'x-requested-with,x-signalr-user-agent,authorization,content-type';
  return {
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers': names,
    'access-control-max-age': '600',
  };
}
