import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock, Log } from '../../core/base/host.ts';
import { reasonOf } from '../../core/base/reason-of.ts';
import { hostCheck, isLoopbackHost } from '../http/admitting/host-check.ts';
import { isSameSecret } from '../http/same-secret.ts';

export interface HttpDoorOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Each request brings it as `Authorization: Bearer …`. */
  readonly token: string;
  /** Other names under which assistants reach this door. */
  readonly allowedHosts: readonly string[];
  /** Origins of web pages that may use it. Other pages may not, whatever they know. */
  readonly allowedOrigins: readonly string[];
  readonly messageBytes: number;
  readonly clock: Clock;
  readonly log: Log;
  /** A member of its own for one assistant. */
  enter(): Visit;
}

/** An assistant in the room. */
export interface Visit extends Disposable {
  readonly server: Server;
}

interface Guest {
  readonly transport: StreamableHTTPServerTransport;
  readonly visit: Visit;
  /** Requests that are not answered yet. */
  open: number;
  idle: Disposable | undefined;
}

const MCP_PATH = '/mcp';

/** Assistants at a time. Each is a member of the room with its own copy of the board. */
const GUESTS_MOST = 8;
/** An assistant that asks nothing for so long has gone. Milliseconds. */
const IDLE_MS = 15 * 60_000;
const SOCKETS_MOST = 64;
const HEAD_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
const SESSION_HEADER = 'mcp-session-id';

/** The assistants' protocol over HTTP ("Streamable HTTP"), for several assistants. Each comes in as a member of its own. */
export class HttpDoor {
  readonly #options: HttpDoorOptions;
  readonly #isHostAllowed: (host: string | undefined) => boolean;
  readonly #guests = new Map<string, Guest>();
  readonly #http: HttpServer;
  /** Requests that may become guests. */
  #entering = 0;

  constructor(options: HttpDoorOptions) {
    const { host, allowedHosts } = options;
    this.#options = options;
    const onlyNamed = !isLoopbackHost(host);
    this.#isHostAllowed = hostCheck({ boundTo: host, allowedHosts, publicHost: undefined, onlyNamed });
    const timeouts = { headersTimeout: HEAD_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS };
    this.#http = createServer(timeouts, (request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        options.log.error('mcp.request_failed', { reason: reasonOf(error) });
        if (response.headersSent) response.destroy();
        else refuse(response, 500, 'Something went wrong in Inkroom.');
      });
    });
    this.#http.maxConnections = SOCKETS_MOST;
  }

  /** Resolves with the address. */
  async listen(): Promise<string> {
    const { host, port } = this.#options;
    this.#http.listen(port, host);
    await once(this.#http, 'listening');
    const bound = this.#http.address();
    const name = isIP(host) === 6 ? `[${host}]` : host;
    return `http://${name}:${bound !== null && typeof bound === 'object' ? bound.port : port}${MCP_PATH}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host, origin, authorization } = request.headers;
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-content-type-options', 'nosniff');
    // A web page can point its own name to this machine (DNS rebinding): its name and its origin give it away.
    if (!this.#isHostAllowed(host))
      return refuse(response, 421, 'This door does not go by that name: --allow-host NAME allows it.');
    if (origin !== undefined && !this.#options.allowedOrigins.includes(origin))
      return refuse(response, 403, 'Web pages of that origin may not come in: --allow-origin ORIGIN allows them.');
    if (origin !== undefined) allowPage(response, origin);
    // Not every request names an address that can be read.
    if (URL.parse(request.url ?? '/', 'http://door')?.pathname !== MCP_PATH)
      return refuse(response, 404, `There is only ${MCP_PATH}.`);
    if (request.method === 'OPTIONS' && origin !== undefined) return void response.writeHead(204).end();
    if (!isSameSecret(authorization ?? '', `Bearer ${this.#options.token}`)) {
      response.setHeader('www-authenticate', 'Bearer');
      return refuse(response, 401, 'Send the token of this door: "Authorization: Bearer TOKEN".');
    }
    const id = request.headers[SESSION_HEADER];
    if (id === undefined) return this.#enter(request, response);
    const guest = typeof id === 'string' ? this.#guests.get(id) : undefined;
    // By the protocol the assistant begins again then.
    if (guest === undefined) return refuse(response, 404, 'This session has ended.');
    return this.#serve(guest, request, response);
  }

  /** A request without a session begins one, if it is the protocol's first. */
  async #enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#guests.size + this.#entering >= GUESTS_MOST) {
      response.setHeader('retry-after', '60');
      return refuse(response, 503, 'As many assistants as can be are in the room.');
    }
    this.#entering++;
    try {
      const visit = this.#options.enter();
      const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        maxRequestBodySize: this.#options.messageBytes,
        onsessioninitialized: (id) => void this.#guests.set(id, guest),
      });
      const guest: Guest = { transport, visit, open: 0, idle: undefined };
      visit.server.onclose = () => this.#left(guest);
      await visit.server.connect(transport);
      await this.#serve(guest, request, response).finally(() => this.#isIn(guest) || visit.server.close());
    } finally {
      this.#entering--;
    }
  }

  async #serve(guest: Guest, request: IncomingMessage, response: ServerResponse): Promise<void> {
    guest.open++;
    guest.idle?.dispose();
    response.once('close', () => {
      guest.open--;
      if (guest.open > 0 || !this.#isIn(guest)) return;
      guest.idle?.dispose();
      guest.idle = this.#options.clock.after(IDLE_MS, () => void guest.visit.server.close());
    });
    await guest.transport.handleRequest(request, response);
  }

  #isIn({ transport }: Guest): boolean {
    return transport.sessionId !== undefined && this.#guests.has(transport.sessionId);
  }

  #left({ transport, visit, idle }: Guest): void {
    idle?.dispose();
    if (transport.sessionId !== undefined) this.#guests.delete(transport.sessionId);
    visit.dispose();
  }

  async close(): Promise<void> {
    for (const { visit } of [...this.#guests.values()]) await visit.server.close();
    this.#http.close();
    this.#http.closeAllConnections();
  }
}

/** What a browser needs to hear before it lets a page use the door. */
function allowPage(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'origin');
  response.setHeader('access-control-allow-methods', 'GET, POST, DELETE');
  response.setHeader(
    'access-control-allow-headers',
    `authorization, content-type, ${SESSION_HEADER}, mcp-protocol-version, last-event-id`,
  );
  response.setHeader('access-control-expose-headers', SESSION_HEADER);
}

/** The body of the request is not read, so nothing else can follow on this connection. */
function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null })}\n`);
}
