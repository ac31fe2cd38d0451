import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ConnectionRegistry } from './connection-registry.ts';
import { negotiateAnswer, negotiateVersion, queryValue } from './negotiate.ts';
import { type AllowedOrigins, corsHeaders, isOriginAllowed, preflightHeaders } from './origin-policy.ts';

/** What a request is for. Undefined: not for this hub. */
export type Route = { readonly to: 'hub' | 'negotiate'; readonly search: string };

/** The hub's path is matched without regard to case, with or without a slash at its end (reference 2.1). */
export function routeOf(url: string, hubPath: string): Route | undefined {
  const mark = url.indexOf('?');
  const path = (mark < 0 ? url : url.slice(0, mark)).toLowerCase();
  const search = mark < 0 ? '' : url.slice(mark + 1);
  const hub = hubPath.toLowerCase().replace(/\/$/, '');
  if (!path.startsWith(hub)) return undefined;
  const rest = path.slice(hub.length);
  if (rest === '' || rest === '/') return { to: 'hub', search };
  if (rest === '/negotiate' || rest === '/negotiate/') return { to: 'negotiate', search };
  return undefined;
}

/** An answer of a few words; they end up in the messages of clients. */
interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly json?: string;
}

const NO_CONNECTION: Answer = { status: 404, text: 'No Connection with that ID' };
const BUSY: Answer = { status: 503, text: 'The server takes no more connections' };

export interface HubEndpoint {
  /** The answer to a plain HTTP request on one of the hub's addresses. */
  respond(route: Route, request: IncomingMessage, response: ServerResponse): void;
  /** Whether an upgrade may go on; otherwise it has been refused. */
  admit(route: Route, request: IncomingMessage, socket: Duplex): { readonly id: string; readonly token: string } | undefined;
}

export interface HubEndpointOptions {
  readonly registry: ConnectionRegistry;
  readonly allowedOrigins: AllowedOrigins;
  isClosing(): boolean;
  /** A negotiated connection waits for its transport. */
  onNegotiated(): void;
}

/** The HTTP side of the hub: negotiate, CORS, and the status codes of section 2.1 of the reference. */
export function hubEndpoint({ registry, allowedOrigins, isClosing, onNegotiated }: HubEndpointOptions): HubEndpoint {
  const hasCors = allowedOrigins === 'any' || allowedOrigins.length > 0;

  function negotiate(search: string): Answer {
    const version = negotiateVersion(new URLSearchParams(search));
    if (version.kind === 'refused') return { status: 200, json: JSON.stringify({ error: version.error }) };
    const identity = isClosing() ? undefined : registry.negotiate(version.version);
    if (identity === undefined) return BUSY;
    onNegotiated();
    return { status: 200, json: negotiateAnswer(version.version, identity.id, identity.token) };
  }

  /** The other transports will answer here; until then each is one that this server does not have. */
  function answerHub(search: string, request: IncomingMessage): Answer {
    const { method = 'GET', headers } = request;
    if (method !== 'GET' && method !== 'POST' && method !== 'DELETE') return { status: 405 };
    const token = queryValue(new URLSearchParams(search), 'id');
    if (token === undefined || token === '') return { status: 400, text: 'Connection ID required' };
    const found = registry.find(token);
    if (found === 'unknown') return NO_CONNECTION;
    if (method === 'DELETE') return { status: 400, text: 'Cannot terminate this connection using the DELETE endpoint.' };
    if (method === 'POST' && found === 'connected') {
      return { status: 405, text: 'POST requests are not allowed for WebSocket connections.' };
    }
    const isSse = method === 'GET' && (headers.accept ?? '').includes('text/event-stream');
    return { status: 404, text: `${isSse ? 'ServerSentEvents' : 'LongPolling'} transport not supported by this end point type` };
  }

  function answer(route: Route, request: IncomingMessage): Answer {
    if (request.method === 'OPTIONS' && hasCors) return { status: 204 };
    if (route.to === 'hub') return answerHub(route.search, request);
    return request.method === 'POST' ? negotiate(route.search) : { status: 405 };
  }

  function refuseUpgrade(request: IncomingMessage, search: string): Answer | { readonly id: string; readonly token: string } {
    if (request.method !== 'GET') return { status: 405 };
    if (!isOriginAllowed(request.headers, allowedOrigins)) return { status: 403, text: 'Origin not allowed' };
    if (isClosing() || registry.isFull) return BUSY;
    const token = queryValue(new URLSearchParams(search), 'id');
    if (token === undefined) return registry.newIdentity();
    const claim = registry.claim(token);
    switch (claim.kind) {
      case 'claimed':
        return claim.identity;
      case 'taken':
        return { status: 409 };
      case 'unknown':
        return NO_CONNECTION;
    }
  }

  return {
    respond(route, request, response) {
      const { status, text, json } = answer(route, request);
      const body = json ?? text ?? '';
      const isPreflight = request.method === 'OPTIONS' && hasCors;
      const headers: OutgoingHttpHeaders = {
        ...corsHeaders(request.headers, allowedOrigins),
        ...(isPreflight && isOriginAllowed(request.headers, allowedOrigins) ? preflightHeaders(request.headers) : {}),
        ...(body === '' ? {} : { 'content-type': json === undefined ? 'text/plain' : 'application/json' }),
        ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
        ...(json === undefined ? {} : { 'cache-control': 'no-store' }),
      };
      response.writeHead(status, headers);
      response.end(body);
    },

    admit(route, request, socket) {
      const admitted = route.to === 'negotiate' ? { status: 405 } : refuseUpgrade(request, route.search);
      if (!('status' in admitted)) return admitted;
      const body = admitted.text ?? '';
      const head = [
        `HTTP/1.1 ${admitted.status} ${STATUS_CODES[admitted.status] ?? ''}`,
        'Connection: close',
        `Content-Length: ${Buffer.byteLength(body)}`,
      ];
      for (const [name, value] of Object.entries(corsHeaders(request.headers, allowedOrigins)))
        head.push(`${name}: ${String(value)}`);
      if (body !== '') head.push('Content-Type: text/plain');
      // A peer that has gone meanwhile is no error of ours.
      socket.on('error', () => socket.destroy());
      socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
      return undefined;
    },
  };
}
