import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Chaos } from './chaos.ts';
import { FLOW_PAGE } from './flow-page.ts';
import type { Trace, TraceRow } from './trace.ts';
import { TRACE_PAGE } from './trace-page.ts';

/** Pages that watch at a time. */
const WATCHERS = 20;
/** Above this backlog, rows for a page that does not read are dropped. */
const WATCHER_BYTES = 512 * 1024;

export interface ControlPageOptions {
  readonly chaos: Chaos;
  readonly trace: Trace;
  stats(): object;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface ControlPage {
  /** Answers requests to the control page's addresses. False: another address. */
  respond(request: IncomingMessage, response: ServerResponse, url: URL): boolean;
}

/** The pages of the developer at this machine: `/emulator/` and `/trace`. Other machines and web pages are refused. */
export function controlPage({ chaos, trace, stats, now }: ControlPageOptions): ControlPage {
  let watchers = 0;

  function json(response: ServerResponse, status: number, value: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(value));
  }

  /** Server-sent events, one per row. */
  function watch(response: ServerResponse): void {
    if (watchers >= WATCHERS) {
      json(response, 429, { error: 'Too many pages watch.' });
      return;
    }
    watchers++;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const write = (row: TraceRow): void => {
      if (response.writableLength < WATCHER_BYTES) response.write(`data: ${JSON.stringify(row)}\n\n`);
    };
    for (const row of trace.rows) write(row);
    const end = trace.watch(write);
    response.on('close', () => {
      watchers--;
      end();
    });
  }

  const makers: Readonly<Record<string, (query: URLSearchParams) => unknown>> = {
    'drop-server-connections': (query) => ({
      dropped: chaos.dropServerConnections({ ...text(query, 'hub'), ...text(query, 'serverId'), ...count(query) }),
    }),
    'drop-clients': (query) => ({ dropped: chaos.dropClients({ ...text(query, 'hub'), ...count(query) }) }),
    offline: () => chaos.offline(),
    online: () => chaos.online(),
    'delay-acks': (query) => chaos.delayAcks(wholeNumber(query.get('ms')) ?? 0),
    silence: () => chaos.silence(true),
    speak: () => chaos.silence(false),
    'ask-for-connection': () => ({ asked: chaos.askForConnection() }),
    'announce-offline': () => ({ told: chaos.announceOffline() }),
    'fail-server-connections': () => ({ failed: chaos.failServerConnections() }),
  };

  return {
    respond(request, response, url) {
      const isFlow = url.pathname === '/trace';
      if (!isFlow && url.pathname !== '/emulator' && !url.pathname.startsWith('/emulator/')) return false;
      const path = isFlow ? '' : url.pathname.slice('/emulator'.length).replace(/\/$/, '');
      const name = path.startsWith('/chaos/') ? path.slice('/chaos/'.length) : '';
      const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
      if (!isOwnMachine(request)) json(response, 403, { error: 'Only for the machine that the emulator runs on.' });
      else if (make !== undefined && request.method !== 'POST') json(response, 405, { error: 'Use POST.' });
      else if (make !== undefined) {
        const wrong = wrongParameter(url.searchParams);
        if (wrong === undefined) json(response, 200, make(url.searchParams) ?? {});
        else json(response, 400, { error: `The parameter ${wrong} cannot be read.` });
      } else if (request.method !== 'GET') json(response, 405, { error: 'Use GET.' });
      else if (path === '')
        response
          .writeHead(200, {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy':
              "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'",
          })
          .end(isFlow ? FLOW_PAGE : TRACE_PAGE);
      else if (path === '/trace') watch(response);
      else if (path === '/stats') json(response, 200, stats());
      else if (path === '/identity') json(response, 200, emulatedIdentity(now()));
      else json(response, 404, { error: 'No such address.' });
      return true;
    },
  };
}

/** The answer of App Service to an app that requests a token of its managed identity. It is valid only at this emulator. */
function emulatedIdentity(now: number): object {
  const expires = String(Math.floor(now / 1000) + 86_400);
  return { access_token: 'emulated-identity', expires_on: expires, resource: 'https://signalr.azure.com', token_type: 'Bearer' };
}

const LOOPBACK = /^(::1|(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;
const LOOPBACK_NAME = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/** By address and by name: a web page whose name resolves to this machine is still foreign. */
function isOwnMachine({ socket, headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers;
  if (!LOOPBACK.test(socket.remoteAddress ?? '') || !LOOPBACK_NAME.test(host)) return false;
  return origin === undefined || origin === `http://${host}`;
}

/** What the addresses of failures take, and whether it is a number. */
const PARAMETERS: ReadonlyMap<string, 'text' | 'number'> = new Map([
  ['hub', 'text'],
  ['serverId', 'text'],
  ['count', 'number'],
  ['ms', 'number'],
]);

/** The first parameter that nothing here takes, or that is no number where one is due: "the first two" must not become "all". */
function wrongParameter(query: URLSearchParams): string | undefined {
  return [...query].find(([name, value]) => {
    const form = PARAMETERS.get(name);
    return form === undefined || (form === 'number' && wholeNumber(value) === undefined);
  })?.[0];
}

function wholeNumber(value: string | null): number | undefined {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function text<N extends string>(query: URLSearchParams, name: N): Partial<Record<N, string>> {
  const value = query.get(name);
  return value === null || value === '' ? {} : ({ [name]: value } as Record<N, string>);
}

function count(query: URLSearchParams): { readonly count?: number } {
  const value = wholeNumber(query.get('count'));
  return value === undefined ? {} : { count: value };
}
