import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { fastifyStatic } from '@fastify/static';
import { LOGGED_CHARS } from '@inkroom/signalr/http/http-gate';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Clock, Log } from '../../core/base/host.ts';
import { parseRoomId } from '../../core/board/ids.ts';
import { ADDRESSES_PATH } from '../../core/contract/server-addresses.ts';
import type { PictureExchange } from '../hub/pictures/picture-exchange.ts';
import { ServerLogEvent } from '../log-events.ts';
import type { Metric } from '../ports/metric.ts';
import { toldAddresses } from './addresses.ts';
import { boundSockets } from './admitting/bounded-sockets.ts';
import { type HostRules, hostCheck } from './admitting/host-check.ts';
import { UnansweredRequests } from './admitting/pipelining.ts';
import { RequestTurns } from './admitting/request-turns.ts';
import type { ApiRoutes } from './api/api-route.ts';
import { formatMetrics } from './metrics.ts';
import { prefixOf, takePrefixOff } from './path-prefix.ts';
import { servePictures } from './pictures-route.ts';
import { PLAIN_TEXT, sendPlain } from './plain-text.ts';
import { isSameSecret } from './same-secret.ts';
import { contentSecurityPolicy, isSecurePage, OPENER_POLICY, SECURITY_HEADERS } from './security-headers.ts';
import { type SignInRoute, serveSignIn } from './sign-in-route.ts';
import { sendStream, type TraceStreams } from './trace-stream.ts';

/** The hub, which takes its requests and sockets before the web server sees them. */
export interface RawHandlers {
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

export interface HttpAppOptions {
  readonly clock: Pick<Clock, 'mono'>;
  readonly raw: RawHandlers;
  readonly log: Log;
  readonly hosts: HostRules;
  /** Most open sockets, for any purpose. Further ones are closed at once. */
  readonly maxSockets: number;
  /** Of these, those of one network address. Infinite behind a proxy, which has them all. */
  readonly maxSocketsPerAddress: number;
  /** Tests wait less. */
  readonly stalledMs?: number;
  /** Folder of the built web client. Undefined: it is not built. */
  readonly webRoot: string | undefined;
  /** Other origins whose pages may read the hub's addresses. */
  readonly readers: readonly string[];
  /** Addresses for other machines of the network, the best guess first. */
  readonly network: () => readonly string[];
  /** The hub's public address, given by the operator. Requests may come with its path in front, or without. */
  readonly publicUrl: string | undefined;
  /** Other origins that the web client connects to. */
  readonly connectTo: readonly string[];
  /** The reason why the hub should get no clients now, in a word or two. Undefined: it is ready. */
  readonly notReady: () => string | undefined;
  /** Lines of the health answer; the first is `ok`. */
  readonly health: () => string;
  /** Served to a request with the token as `Authorization: Bearer …`. Undefined: there is no `/metrics`. */
  readonly metrics:
    | { readonly token: string; readonly read: () => readonly Metric[]; readonly traces?: TraceStreams | undefined }
    | undefined;
  readonly pictures: Pick<PictureExchange, 'get' | 'put' | 'shows'>;
  /** The network address of a client. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Undefined: the hub has no sign-in. */
  readonly signIn: Omit<SignInRoute, 'prefix' | 'addressOf'> | undefined;
  /** Undefined: there is no API. */
  readonly api?: ApiRoutes | undefined;
}

/** A socket that has not sent a request head after this time is closed, milliseconds. That also ends silent sockets. */
const HEAD_TIMEOUT_MS = 10_000;
/** The same for a whole request. The longest body is a post of some hundred KiB. */
const REQUEST_TIMEOUT_MS = 60_000;
/** A reader that takes nothing of an answer for so long is cut off, milliseconds: the answer waits in memory, and its socket is one of a bounded number. */
const STALLED_MS = 30_000;
/** Least bound of a body that the web server knows. Without it any request could leave a megabyte in memory while it is sent. */
const NO_BODY_BYTES = 1;
/** Interval of both checks. */
const TIMEOUT_CHECK_MS = 5_000;

/** Files whose names contain a hash of their content, as Vite names them: they never change. */
const HASHED = /[/\\]assets[/\\][^/\\]+-[A-Za-z0-9_-]{8}\.[a-z0-9.]+$/;

/** The HTTP side of a hub: one server for each listening address. */
export interface HttpApp {
  /** The first server: listens at the operator's address. */
  readonly app: FastifyInstance;
  /** Another server for the same pages and the same hub, with its own allowed names. The caller starts and closes it. */
  anotherServer(hosts: HostRules): Server;
}

/** The HTTP side: the web client, health and metrics. Requests of the hub bypass it. */
export async function createHttpApp(options: HttpAppOptions): Promise<HttpApp> {
  const { log, webRoot } = options;
  const turns = new RequestTurns(options.clock);
  let serve: RequestHandler = (_request, response) => void response.writeHead(503).end();
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A route that takes a body says how much of it.
    bodyLimit: NO_BODY_BYTES,
    serverFactory(handler): Server {
      serve = handler;
      return guardedServer(options, options.hosts, handler, turns);
    },
  });

  app.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy(request.headers.host, options.connectTo));
  });
  app.addHook('onSend', async ({ raw }, reply) => {
    reply.raw.setTimeout(options.stalledMs ?? STALLED_MS, () => raw.socket.destroy());
  });
  app.setErrorHandler(async (error: { readonly statusCode?: number; readonly message: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error(ServerLogEvent.requestFailed, { method: request.method, status, reason: error.message });
    return sendPlain(reply, status, status >= 500 ? 'Something went wrong.\n' : 'This request cannot be read.\n');
  });
  app.setNotFoundHandler(async (_request, reply) => sendPlain(reply, 404, 'There is nothing here.\n'));

  // The page of the desktop app, which has another origin, checks here for an answer before it reconnects.
  app.get('/healthz', async (_request, reply) =>
    sendPlain(reply.header('cross-origin-resource-policy', 'cross-origin'), 200, options.health()),
  );
  app.get('/readyz', async (_request, reply) => {
    const why = options.notReady();
    return sendPlain(reply, why === undefined ? 200 : 503, `${why ?? 'ready'}\n`);
  });
  if (options.metrics !== undefined) {
    const { token, read, traces } = options.metrics;
    const isOperator = ({ headers }: FastifyRequest): boolean => isSameSecret(headers.authorization ?? '', `Bearer ${token}`);
    const wantsToken = (reply: FastifyReply): FastifyReply =>
      sendPlain(reply.header('www-authenticate', 'Bearer'), 401, 'This page wants the token of --metrics-token.\n');
    app.get('/metrics/trace', async (request, reply) => {
      if (!isOperator(request)) return wantsToken(reply);
      const room = parseRoomId((request.query as Readonly<Record<string, unknown>>).room);
      if (!room.ok) return sendPlain(reply, 400, 'Name the room: /metrics/trace?room=ROOM\n');
      const stream = traces?.open(room.value);
      if (stream === undefined) return sendPlain(reply, 503, 'As many rooms are followed as may be.\n');
      return sendStream(reply.header('cache-control', 'no-store'), stream);
    });
    app.get('/metrics', async (request, reply) =>
      isOperator(request)
        ? reply.type('text/plain; version=0.0.4; charset=utf-8').send(formatMetrics(read()))
        : wantsToken(reply),
    );
  }
  app.get(ADDRESSES_PATH, async (request, reply) => {
    const { origin, host } = request.headers;
    // A page of the desktop app has another origin.
    if (origin !== undefined && options.readers.includes(origin)) reply.header('access-control-allow-origin', origin);
    return reply
      .header('vary', 'origin')
      .header('cache-control', 'no-store')
      .send(toldAddresses(host, options.network(), options.publicUrl));
  });

  servePictures(app, { exchange: options.pictures, addressOf: options.addressOf });
  const { signIn, addressOf } = options;
  if (signIn !== undefined) serveSignIn(app, { ...signIn, addressOf, prefix: prefixOf(options.publicUrl) });

  if (options.api !== undefined) {
    // Loaded only where there is an API: it draws boards.
    const { serveApi } = await import('./api/api-route.ts');
    await serveApi(app, options.api);
  }

  if (webRoot === undefined) {
    app.get('/', async (_request, reply) => reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT));
  } else {
    await app.register(fastifyStatic, {
      root: webRoot,
      cacheControl: false,
      // The build writes a `.br` and a `.gz` file next to every text file. A file without them is served as it is.
      preCompressed: true,
      dotfiles: 'ignore',
      setHeaders(reply, path) {
        reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  return { app, anotherServer: (hosts) => guardedServer(options, hosts, serve, turns) };
}

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that checks the name in each request and passes the hub's requests to the hub. It does not listen yet. */
function guardedServer(options: HttpAppOptions, hosts: HostRules, handler: RequestHandler, turns: RequestTurns): Server {
  const { raw, log } = options;
  const isAllowed = hostCheck(hosts);
  const isHostAllowed = (host: string | undefined): boolean => {
    if (isAllowed(host)) return true;
    log.info(ServerLogEvent.hostRefused, { host: host?.slice(0, LOGGED_CHARS) });
    return false;
  };
  const prefix = prefixOf(options.publicUrl);
  const unanswered = new UnansweredRequests();
  const timeouts = {
    headersTimeout: HEAD_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
  };
  const server = createServer(timeouts, (request, response) => {
    const waiting = unanswered.admit(request, response);
    if (waiting === 1) turns.begin(() => begin(request, response));
    else if (waiting > 1) turns.add(() => begin(request, response));
  });
  const begin: RequestHandler = (request, response) => {
    if (request.socket.destroyed) return;
    const { host } = request.headers;
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const forwarded = request.headers['x-forwarded-proto'];
    if (isSecurePage(host, Array.isArray(forwarded) ? forwarded.join() : forwarded, options.publicUrl))
      response.setHeader(...OPENER_POLICY);
    if (!isHostAllowed(host)) {
      response.writeHead(421, { 'content-type': PLAIN_TEXT, connection: 'close' }).end(MISDIRECTED);
      return;
    }
    if (!takePrefixOff(request, prefix)) {
      response.writeHead(308, { location: `${prefix}/`, 'content-length': 0 }).end();
      return;
    }
    if (!raw.handleRequest(request, response)) handler(request, response);
  };
  boundSockets(server, {
    ...options,
    refused: (address) => log.warn(ServerLogEvent.socketsFull, { sockets: options.maxSockets, address }),
  });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const isOurs = isHostAllowed(request.headers.host) && takePrefixOff(request, prefix);
    if (isOurs && raw.handleUpgrade(request, socket, head)) return;
    // A peer that has gone is not an error here.
    socket.on('error', () => socket.destroy());
    const status = isOurs ? '404 Not Found' : '421 Misdirected Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const onError = (): void => void socket.destroy();
    socket.on('error', onError);
    // A room that returns at once brings hundreds in one turn.
    turns.begin(() => {
      socket.off('error', onError);
      if (!socket.destroyed) upgrade(request, socket, head);
    });
  });
  return server;
}

const MISDIRECTED = 'This hub does not go by that name. Its operator may allow it: --allow-host NAME.\n';

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Inkroom</title>
<h1>The hub is running, but its web client is not built.</h1>
<p>Run <code>npm run build</code> in Inkroom's folder and start the hub again. Desktop apps can join this hub already.</p>
</html>
`;
