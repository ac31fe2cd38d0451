import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { VerifiedToken } from '@inkroom/azure-signalr/auth/access-token';
import { boundedBody } from '@inkroom/azure-signalr/bounded-body';
import type { Random } from '@inkroom/signalr/host';
import { bearerToken } from '@inkroom/signalr/http/authentication';
import { corsHeaders, preflightHeaders } from '@inkroom/signalr/http/origin-policy';
import { WebSocketServer } from 'ws';
import type { ClientAdmission } from './clients/client-admission.ts';
import { ClientConnection, type ClientConnectionOwner } from './clients/client-connection.ts';
import type { ControlPage } from './control/control-page.ts';
import type { EmulatorLimits } from './emulator-limits.ts';
import { answerRest, type RestHubs } from './rest/rest-plane.ts';
import { ServerConnection, type ServerConnectionOwner } from './servers/server-connection.ts';
import type { TokenGate } from './token-gate.ts';

/** Longest WebSocket message: a frame of the service protocol, with reserve. */
const SOCKET_BYTES = 32 * 1024 * 1024;

export interface ServiceFrontOptions {
  readonly gate: TokenGate;
  readonly admission: ClientAdmission;
  readonly limits: EmulatorLimits;
  readonly random: Random;
  /** Milliseconds since 1970: the `Date` of the answers. */
  now(): number;
  readonly desk: ControlPage;
  readonly hubs: RestHubs;
  isOffline(): boolean;
  serverCount(): number;
  /** The quota of connections is used up. */
  isFull(): boolean;
  serverOwner(hub: string): ServerConnectionOwner;
  serverOpened(hub: string, server: ServerConnection): void;
  clientOwner(hub: string): ClientConnectionOwner;
  clientOpened(hub: string, client: ClientConnection): void;
  /** `request` is the requested address with its query. */
  refused(request: string, status: number, why: string): void;
  /** A fault of the emulator itself ended a request. */
  failed(request: string, error: unknown): void;
}

export interface ServiceFront {
  respond(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** All addresses of the service (reference 2, 9): checks the token and passes the request on. */
export function serviceFront(options: ServiceFrontOptions): ServiceFront {
  const { gate, admission, limits } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: SOCKET_BYTES,
    // Hub messages pass through unchanged.
    skipUTF8Validation: true,
  });
  const date = (): string => new Date(options.now()).toUTCString();
  sockets.on('headers', (headers) => headers.push(`Date: ${date()}`));

  function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}, body = ''): void {
    response.writeHead(status, { date: date(), ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  }

  async function negotiate(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    for (const [name, value] of Object.entries(corsHeaders(request.headers, 'any'))) response.setHeader(name, value ?? '');
    if (request.method === 'OPTIONS') {
      for (const [name, value] of Object.entries(preflightHeaders(request.headers))) response.setHeader(name, value ?? '');
      answer(response, 204);
      return;
    }
    if (request.method !== 'POST') {
      answer(response, 405);
      return;
    }
    const hub = oneHub(url);
    if (hub === undefined) {
      answer(response, 400, {}, 'The parameter hub must be there, once.');
      return;
    }
    const token = await gate.check(request, url, 'client', hub);
    if (!token.ok) {
      options.refused(request.url ?? '', 401, whyNot(token));
      answer(response, 401);
      return;
    }
    const { status, body, isText } = admission.negotiate(url, hub, token);
    if (status === 429) options.refused(request.url ?? '', status, body ?? 'too many in a short time');
    const type = isText === true ? 'text/plain' : 'application/json';
    answer(response, status, { 'content-type': type, 'cache-control': 'no-store' }, body);
  }

  async function rest(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (isOfPage(request)) {
      options.refused(request.url ?? '', 403, 'a web page');
      answer(response, 403);
      return;
    }
    if (/^\/api(\/v1)?\/health$/.test(url.pathname)) {
      answer(response, 200);
      return;
    }
    if (/^\/api(\/v1)?\/auth\/accessKey$/i.test(url.pathname)) {
      const key = gate.lend(bearerToken(request.headers, url.searchParams));
      if (key === undefined) options.refused(request.url ?? '', 401, 'token: not of an identity with the role');
      const text = key === undefined ? '' : JSON.stringify({ KeyId: key.kid, AccessKey: key.key.reveal() });
      answer(response, key === undefined ? 401 : 200, { 'content-type': 'application/json', 'cache-control': 'no-store' }, text);
      return;
    }
    const token = await gate.checkRest(request, url);
    if (!token.ok) {
      options.refused(request.url ?? '', 401, whyNot(token));
      answer(response, 401);
      return;
    }
    const body = await boundedBody(request, limits.restBodyBytes);
    if (body === undefined) {
      answer(response, 413);
      return;
    }
    const contentType = request.headers['content-type'] ?? '';
    const { status, code, message } = answerRest({ method: request.method ?? 'GET', url, contentType, body }, options.hubs);
    const headers = { 'content-type': 'application/json', ...(code === undefined ? {} : { 'x-ms-error-code': code }) };
    const text = code === undefined && message === undefined ? '' : JSON.stringify({ code, message: message ?? code });
    answer(response, status, headers, text);
  }

  function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    // A caller that has gone is no fault.
    if (response.destroyed) return;
    options.failed(request.url ?? '', error);
    if (response.headersSent) response.destroy();
    else answer(response, 500);
  }

  async function openServer(request: IncomingMessage, url: URL, socket: Duplex, head: Buffer): Promise<void> {
    if (isOfPage(request)) return refuse(socket, request, 403, 'a web page');
    const hub = oneHub(url);
    if (hub === undefined) return refuse(socket, request, 400, 'hub');
    const token = await gate.check(request, url, 'server', hub);
    if (!token.ok) return refuse(socket, request, 401, whyNot(token));
    if (options.isFull() || options.serverCount() >= limits.serverConnections)
      return refuse(socket, request, 429, 'too many server connections');
    if (socket.destroyed) return;
    const header = request.headers['x-asrs-server-id'];
    const named = token.claims.find(([type]) => type === 'nameid')?.[1];
    const identity = {
      id: Buffer.from(options.random.bytes(9)).toString('base64url'),
      serverId: (typeof header === 'string' ? header : undefined) ?? named ?? 'unknown',
      cid: url.searchParams.get('cid') ?? '',
    };
    sockets.handleUpgrade(request, socket, head, (ws) => {
      options.serverOpened(hub, new ServerConnection(ws, identity, options.serverOwner(hub)));
    });
  }

  async function openClient(request: IncomingMessage, url: URL, socket: Duplex, head: Buffer): Promise<void> {
    const hub = oneHub(url);
    if (hub === undefined) return refuse(socket, request, 400, 'hub');
    const token = await gate.check(request, url, 'client', hub);
    if (!token.ok) return refuse(socket, request, 401, whyNot(token));
    if (socket.destroyed) return;
    const identity = admission.admit(request, url, hub, token);
    if (typeof identity === 'number') return refuse(socket, request, identity, 'not negotiated, or too late, or too many');
    sockets.handleUpgrade(request, socket, head, (ws) => {
      options.clientOpened(hub, new ClientConnection(ws, identity, options.clientOwner(hub)));
    });
  }

  function refuse(socket: Duplex, request: IncomingMessage, status: number, why: string): void {
    options.refused(request.url ?? '', status, why);
    // A peer that has gone is not an error here.
    socket.on('error', () => socket.destroy());
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Length: 0',
      `Date: ${date()}`,
    ];
    for (const [name, value] of Object.entries(corsHeaders(request.headers, 'any'))) head.push(`${name}: ${String(value)}`);
    socket.end(`${head.join('\r\n')}\r\n\r\n`, () => socket.destroy());
  }

  return {
    respond(request, response) {
      const url = urlOf(request);
      if (url === undefined) answer(response, 400);
      else if (options.desk.respond(request, response, url)) return;
      else if (options.isOffline()) answer(response, 503);
      else if (url.pathname.startsWith('/api/')) rest(request, response, url).catch((error) => fail(request, response, error));
      else if (pathOf(url) === '/client/negotiate')
        negotiate(request, response, url).catch((error) => fail(request, response, error));
      else if (pathOf(url) === '/client' || pathOf(url) === '/server')
        answer(response, 400, { 'content-type': 'text/plain' }, 'This emulator serves WebSockets only.');
      else answer(response, 404);
    },

    upgrade(request, socket, head) {
      const onError = (): void => void socket.destroy();
      socket.on('error', onError);
      const url = urlOf(request);
      const open = url === undefined ? undefined : { '/server': openServer, '/client': openClient }[pathOf(url)];
      if (options.isOffline()) refuse(socket, request, 503, 'offline');
      else if (url === undefined || open === undefined) refuse(socket, request, 404, 'no such address');
      else
        open(request, url, socket, head)
          .catch((error) => {
            if (!socket.destroyed) options.failed(request.url ?? '', error);
            socket.destroy();
          })
          .finally(() => socket.off('error', onError));
    },
  };
}

/** True for requests of web pages, which name their origin. An application server is never one. */
const isOfPage = ({ headers }: IncomingMessage): boolean => headers.origin !== undefined;

function urlOf(request: IncomingMessage): URL | undefined {
  const text = `http://emulator${request.url ?? ''}`;
  return request.url?.startsWith('/') === true && URL.canParse(text) ? new URL(text) : undefined;
}

const pathOf = ({ pathname }: URL): string => pathname.replace(/\/$/, '').toLowerCase();

/** The service refuses more than one too (reference 2.2). */
function oneHub(url: URL): string | undefined {
  const [hub, ...more] = url.searchParams.getAll('hub');
  return hub === undefined || hub === '' || hub.length > 257 || more.length > 0 ? undefined : hub.toLowerCase();
}

const whyNot = (token: Extract<VerifiedToken, { ok: false }>): string => `token: ${token.problem}`;
