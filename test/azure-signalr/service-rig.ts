import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EntraTokens } from '@inkroom/azure-signalr/auth/entra-tokens';
import type { SigningKeys } from '@inkroom/azure-signalr/auth/signing-keys';
import { type NamedEndpoint, parseEndpoints } from '@inkroom/azure-signalr/endpoints/named-endpoint';
import { Secret } from '@inkroom/azure-signalr/secret';
import { newServerId } from '@inkroom/azure-signalr/service-urls';
import { type Emulator, type EmulatorOptions, startEmulator } from '@inkroom/emulator/emulator';
import type { Hub } from '@inkroom/signalr/hub';
import { silentLog } from '@inkroom/signalr/node-host';
import { accessTo, azureSignalR } from '../../server/adapters/azure-signalr/azure-signalr.ts';
import type { ServiceReach } from '../../server/adapters/azure-signalr/endpoints/service-reach.ts';
import type { BehindServiceOptions, ServiceHub } from '../../server/adapters/azure-signalr/hub-behind-service.ts';
import { hubBehindService } from '../../server/adapters/azure-signalr/hub-behind-service.ts';
import type { ClientTransport, HubMethods } from '../../server/ports/client-transport.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';

export const KEY = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';

export async function emulate(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  return startEmulator({
    host: '127.0.0.1',
    port: 0,
    accessKeys: [new Secret(KEY)],
    clock: nodeClock,
    random: nodeRandom,
    log: silentLog,
    ...options,
  });
}

/** One process behind a service: its hub, and an HTTP server at which clients negotiate. */
export interface BehindService {
  /** `http://host:port`; the hub is at `/hub`. */
  readonly url: string;
  readonly server: ServiceHub;
  stop(): Promise<void>;
}

/** `keys` and `tokens` replace those of the connection strings. */
export type Behind = Partial<Omit<BehindServiceOptions, 'hub' | 'endpoints'>> & {
  readonly keys?: SigningKeys;
  readonly tokens?: EntraTokens;
};

/** The services of these connection strings, as `--azure-signalr` gives them. The keys are names with or without a role. */
export function servicesAt(strings: string | Readonly<Record<string, string>>): readonly NamedEndpoint[] {
  const given = typeof strings === 'string' ? [[undefined, strings] as const] : Object.entries(strings);
  const parsed = parseEndpoints(given.map(([key, connectionString]) => ({ key, connectionString, setting: '' })));
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.endpoints;
}

/** `serve` is given what every process needs; resolves when all five server connections are open. */
export async function listen<T extends { readonly server: ServiceHub }>(made: T): Promise<T & BehindService> {
  const { server } = made;
  const http = createServer((request, response) => {
    if (!server.handleRequest(request, response)) response.writeHead(404).end();
  });
  http.on('upgrade', (request, socket, head) => void (server.handleUpgrade(request, socket, head) || socket.destroy()));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    ...made,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await server.shutdown();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

export function behindOptions(
  strings: string | Readonly<Record<string, string>>,
  { keys, tokens, ...over }: Behind = {},
): Omit<BehindServiceOptions, 'hub'> {
  const host = { clock: over.clock ?? nodeClock, random: nodeRandom, log: over.log ?? silentLog };
  return {
    ...host,
    endpoints: servicesAt(strings).map((named) => ({
      ...accessTo(named, host),
      ...(keys === undefined ? {} : { keys }),
      ...(tokens === undefined ? {} : { tokens }),
    })),
    path: '/hub',
    hubName: 'Chat',
    serverId: newServerId('test', nodeRandom),
    userAgent: 'test',
    ...over,
  };
}

export async function transportBehind(
  strings: string | Readonly<Record<string, string>>,
  hub: HubMethods,
  over: Behind = {},
): Promise<BehindService & { readonly transport: ClientTransport; readonly reach: ServiceReach }> {
  const given = Promise.withResolvers<ServiceReach>();
  const behind = azureSignalR(behindOptions(strings, over), (_transport, reach) => {
    given.resolve(reach);
    return hub;
  });
  const made = { ...behind, reach: await given.promise };
  await eventually(() => {
    if (made.server.endpoints.some(({ lines }) => lines < 5)) throw new Error('not connected');
  });
  return listen(made);
}

export async function hubBehind(connectionString: string, hub: Hub, over: Behind = {}): Promise<BehindService> {
  const server = hubBehindService({ ...behindOptions(connectionString, over), hub });
  await eventually(() => {
    if (server.lines < 5) throw new Error('not connected');
  });
  return listen({ server });
}
