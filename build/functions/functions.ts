import { serviceRest } from '@inkroom/azure-signalr/serverless/service-rest';
import type { Clock } from '@inkroom/signalr/host';
import { credentialsFor } from './credentials.ts';
import { refused } from './function-refusals.ts';
import type { FunctionHandler, HttpFunction } from './function-types.ts';
import { type BoardFiles, boardFile, boardPage } from './handlers/board.ts';
import { broadcast } from './handlers/broadcast.ts';
import { negotiate } from './handlers/negotiate.ts';
import { connections, messages } from './handlers/upstream.ts';
import { upstreamProof } from './handlers/upstream-proof.ts';
import type { ReadSettings } from './settings.ts';

export interface FunctionsOptions {
  readonly settings: ReadSettings;
  readonly files: BoardFiles;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** The functions of the announcement board, by name: what Azure Functions and the local host serve. */
export function boardFunctions({
  settings: read,
  files,
  fetch,
  clock,
}: FunctionsOptions): Readonly<Record<string, HttpFunction>> {
  const page = {
    board: open('GET', 'board', boardPage(files, read.ok ? read.settings.endpoint : undefined)),
    boardScript: open('GET', 'board/board.js', boardFile(files.script, 'text/javascript')),
    boardStyle: open('GET', 'board/board.css', boardFile(files.style, 'text/css')),
  };
  const routes = {
    connections: 'upstream/connections/{event}',
    messages: 'upstream/messages/{event}',
  } as const;
  if (!read.ok) {
    const broken: FunctionHandler = async (_request, log) => {
      log.error(`settings.unreadable ${read.problem}`);
      return refused('functions.settings');
    };
    return {
      ...page,
      negotiate: open('POST', 'negotiate', broken),
      broadcast: keyed('broadcast', broken),
      connections: keyed(routes.connections, broken),
      messages: keyed(routes.messages, broken),
    };
  }
  const { settings } = read;
  const { endpoint, hub } = settings;
  const { keys, caller } = credentialsFor(settings, { fetch, clock });
  const rest = serviceRest({ endpoint, caller, hub, fetch, clock });
  const service = { hub, proof: upstreamProof(settings, { fetch, clock }), rest };
  return {
    ...page,
    negotiate: open(
      'POST',
      'negotiate',
      negotiate(settings, keys, () => clock.now()),
    ),
    broadcast: keyed('broadcast', broadcast(rest)),
    connections: keyed(routes.connections, connections(service)),
    messages: keyed(routes.messages, messages(service)),
  };
}

/** For everybody. */
const open = (method: 'GET' | 'POST', route: string, handler: FunctionHandler): HttpFunction => ({
  authLevel: 'anonymous',
  methods: [method],
  route,
  handler,
});

/** For those who have a key of the function app. */
const keyed = (route: string, handler: FunctionHandler): HttpFunction => ({
  authLevel: 'function',
  methods: ['POST'],
  route,
  handler,
});
