import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseConnectionString } from '@inkroom/azure-signalr/connection-string';
import { Secret } from '@inkroom/azure-signalr/secret';
import { newServerId } from '@inkroom/azure-signalr/service-urls';
import { type Emulator, type EmulatorOptions, startEmulator } from '@inkroom/emulator/emulator';
import type { Hub } from '@inkroom/signalr/hub';
import { silentLog } from '@inkroom/signalr/node-host';
import { azureSignalR, credentialsOf } from '../../server/adapters/azure-signalr/azure-signalr.ts';
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

export type Behind = Partial<Omit<BehindServiceOptions, 'hub'>>;

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

export function behindOptions(connectionString: string, over: Behind = {}): Omit<BehindServiceOptions, 'hub'> {
  const parsed = parseConnectionString(connectionString, '');
  if (!parsed.ok) throw new Error(parsed.text);
  const host = { clock: over.clock ?? nodeClock, random: nodeRandom, log: over.log ?? silentLog };
  return {
    ...host,
    ...credentialsOf(parsed.endpoint, host),
    path: '/hub',
    hubName: 'Chat',
    serverId: newServerId('test', nodeRandom),
    userAgent: 'test',
    ...over,
  };
}

export async function transportBehind(
  connectionString: string,
  hub: HubMethods,
  over: Behind = {},
): Promise<BehindService & { readonly transport: ClientTransport; readonly onOnline: (listener: () => void) => void }> {
  let onOnline: (listener: () => void) => void = () => {};
  const behind = azureSignalR(behindOptions(connectionString, over), (_transport, whenOnline) => {
    onOnline = whenOnline;
    return hub;
  });
  const made = { ...behind, onOnline };
  await eventually(() => {
    if (made.server.lines < 5) throw new Error('not connected');
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
