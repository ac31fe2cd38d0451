import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ReadableStream } from 'node:stream/web';
import { corsHeaders, preflightHeaders } from '@inkroom/signalr/http/origin-policy';
import type { FunctionAnswer, FunctionLog, HttpFunction } from '../function-types.ts';
import { type MatchedFunction, matchFunction } from './function-routes.ts';

export interface FunctionHostOptions {
  /** The key of all functions that need one. */
  readonly functionKey: string;
  /** Pages of other origins that may call. */
  readonly allowedOrigins: readonly string[];
  readonly log: FunctionLog;
}

/** Longest body, as in Azure without a setting. What a function leaves unread is thrown away up to here. */
const BODY_BYTES = 100 * 1024 * 1024;

/** A small stand-in for the host of Azure Functions: one address, and the very functions that Azure runs. */
export interface FunctionHost {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Serves these functions. Before that every request gets 503. */
  serve(functions: Readonly<Record<string, HttpFunction>>): void;
  stop(): Promise<void>;
}

/** Listens on a free port of this machine. For development only: it knows one key, and no other triggers than HTTP. */
export async function openFunctionHost({ functionKey, allowedOrigins, log }: FunctionHostOptions): Promise<FunctionHost> {
  let functions: Readonly<Record<string, HttpFunction>> | undefined;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(corsHeaders(request.headers, allowedOrigins)))
      response.setHeader(name, value ?? '');
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const matched = functions === undefined ? 'starting' : matchFunction(functions, request.method ?? '', url.pathname);
    const refuse = (status: number): FunctionAnswer => ({ status });
    let answer: FunctionAnswer;
    if (request.method === 'OPTIONS') answer = preflight(request);
    else if (matched === 'starting') answer = refuse(503);
    else if (matched === 'none') answer = refuse(404);
    else if (matched === 'otherMethod') answer = refuse(405);
    else if (matched.options.authLevel === 'function' && !hasKey(request, url)) answer = refuse(401);
    else answer = await run(matched, request, url);
    if (await isReadToItsEnd(request)) write(response, answer);
    else request.destroy();
  }

  const hasKey = ({ headers }: IncomingMessage, url: URL): boolean =>
    (headers['x-functions-key'] ?? url.searchParams.get('code')) === functionKey;

  function preflight(request: IncomingMessage): FunctionAnswer {
    const headers = Object.entries(preflightHeaders(request.headers)).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    return { status: 204, headers };
  }

  async function run({ name, options, params }: MatchedFunction, request: IncomingMessage, url: URL): Promise<FunctionAnswer> {
    const headers = new Headers();
    for (const [key, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(key, [value].flat().join(', '));
    // Left open when a function reads no further: the answer goes through the same socket.
    const body = request.method === 'GET' ? null : ReadableStream.from(request.iterator({ destroyOnReturn: false }));
    try {
      return await options.handler(
        { method: request.method ?? '', url: url.href, headers, query: url.searchParams, params, body },
        log,
      );
    } catch (error) {
      log.error(`function.failed ${name} ${error instanceof Error ? error.message : 'unknown reason'}`);
      return { status: 500 };
    }
  }

  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    serve(served) {
      functions = served;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Throws away what the function has not read: a client that still sends would not see the answer. False: it is far too long. */
async function isReadToItsEnd(request: IncomingMessage): Promise<boolean> {
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES) return false;
  }
  return true;
}

function write(response: ServerResponse, { status = 200, headers, jsonBody, body }: FunctionAnswer): void {
  response.statusCode = status;
  for (const [name, value] of new Headers(headers)) response.setHeader(name, value);
  if (jsonBody !== undefined) {
    if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(jsonBody));
  } else if (body === undefined || body === null || typeof body === 'string' || body instanceof Uint8Array)
    response.end(body ?? '');
  else throw new TypeError('Our functions answer with texts and bytes.');
}
