import { Secret } from '@inkroom/azure-signalr/secret';
import { type Emulator, startEmulator } from '@inkroom/emulator/emulator';
import type { Clock } from '@inkroom/signalr/host';
import { nodeClock, nodeRandom, silentLog } from '@inkroom/signalr/node-host';
import type { HubConnection } from '@microsoft/signalr';
import { onTestFinished } from 'vitest';
import type { AnnouncementNotice } from '../../build/functions/announcement-message.ts';
import { boardFunctions } from '../../build/functions/functions.ts';
import { openFunctionHost } from '../../build/functions/local/function-host.ts';
import { readSettings } from '../../build/functions/settings.ts';
import { type ProtocolName, stockClient } from '../signalr/stock-clients.ts';

export const FUNCTION_KEY = 'function-key';
export const ACCESS_KEY = 'first-access-key';
export const PAGE_ORIGIN = 'https://board.example';

export interface FunctionsRig {
  readonly url: string;
  readonly emulator: Emulator;
  /** Log lines of the functions. */
  readonly lines: readonly string[];
  broadcast(body: unknown, key?: string): Promise<Response>;
  /** A request as from the service. */
  upstream(path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Response>;
  /** A stock client that negotiates with the functions, connected, and what it has been told. */
  join(options?: {
    readonly protocol?: ProtocolName;
    readonly topics?: string;
  }): Promise<{ readonly client: HubConnection; readonly heard: AnnouncementNotice[] }>;
}

export interface FunctionsRigOptions {
  /** Other settings of the function app than the connection string of the service. */
  readonly env?: (connectionString: string) => Readonly<Record<string, string>>;
  /** The functions' own. */
  readonly clock?: Clock;
  /** Of the service. The functions know the first. */
  readonly accessKeys?: readonly [Secret, ...Secret[]];
  readonly fetch?: typeof fetch;
  /** Whether the service takes tokens of Entra ID. */
  readonly acceptsEntra?: boolean;
  /** Token of the service's own identity, for the upstream. */
  readonly upstreamToken?: () => Promise<string>;
}

/** The emulator in Serverless mode, and the functions in the local host. Both end with the test. */
export async function startFunctions(options: FunctionsRigOptions = {}): Promise<FunctionsRig> {
  const lines: string[] = [];
  const note = (...parts: unknown[]): void => void lines.push(parts.join(' '));
  const host = await openFunctionHost({
    functionKey: FUNCTION_KEY,
    allowedOrigins: [PAGE_ORIGIN],
    log: { info: note, warn: note, error: note },
  });
  onTestFinished(() => host.stop());
  const emulator = await startEmulator({
    host: '127.0.0.1',
    port: 0,
    accessKeys: options.accessKeys ?? [new Secret(ACCESS_KEY)],
    acceptsEntra: options.acceptsEntra === true,
    serverless: {
      upstream: [{ urlTemplate: `${host.url}/api/upstream/{category}/{event}?code=${FUNCTION_KEY}` }],
      ...(options.upstreamToken === undefined ? {} : { upstreamToken: options.upstreamToken }),
    },
    clock: nodeClock,
    random: nodeRandom,
    log: silentLog,
  });
  onTestFinished(() => emulator.stop());
  const files = { page: '<p>page</p>', script: 'script()', style: 'p{}' };
  const settings = readSettings({
    AzureSignalRConnectionString: emulator.connectionString,
    ...options.env?.(emulator.connectionString),
  });
  host.serve(boardFunctions({ settings, files, fetch: options.fetch ?? fetch, clock: options.clock ?? nodeClock }));

  return {
    url: host.url,
    emulator,
    lines,
    broadcast: (body, key = FUNCTION_KEY) =>
      fetch(`${host.url}/api/broadcast`, {
        method: 'POST',
        headers: { 'x-functions-key': key, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    upstream: (path, headers, body = '{"type":10}') =>
      fetch(`${host.url}/api/upstream/${path}?code=${FUNCTION_KEY}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      }),
    async join({ protocol = 'json', topics = '' } = {}) {
      const client = stockClient(`${host.url}/api?topics=${topics}`, { protocol });
      onTestFinished(() => client.stop());
      const heard: AnnouncementNotice[] = [];
      client.on('notice', (notice: AnnouncementNotice) => heard.push(notice));
      await client.start();
      return { client, heard };
    },
  };
}
