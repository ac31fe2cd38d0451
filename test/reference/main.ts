/**
 * The reference hub as a program: `npm run signalr:reference -- --port 0` prints `Listening: http://H:P` when it listens, and
 * SIGTERM ends it gracefully. `--azure CONNECTION_STRING` (or AZURE_SIGNALR_CONNECTION_STRING, which no list of processes shows) puts it
 * behind Azure SignalR Service or the emulator: `/readyz` then says 503 until both of its hubs are connected there. The conformance suite,
 * the golden transcripts and the benchmarks drive it. It trusts everybody (`?user=alice` signs in as alice): for tests only.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '@inkroom/signalr/host';
import type { HubHandle } from '@inkroom/signalr/hub-handle';
import type { HubLimits } from '@inkroom/signalr/hub-limits';
import { createHubServer } from '@inkroom/signalr/hub-server';
import { nodeClock, nodeRandom } from '@inkroom/signalr/node-host';
import { readReferenceFlags } from './flags.ts';
import { createReferenceHub } from './hub.ts';
import { answerOutside } from './outside.ts';
import { authenticateReference } from './users.ts';

interface Served {
  readonly hubs: readonly HubHandle[];
  isReady(): boolean;
}

const flags = readReferenceFlags(process.argv.slice(2), process.env);

const write = (event: string, fields: object = {}): void => console.error(JSON.stringify({ event, ...fields }));
const log: Log = { debug: () => undefined, info: write, warn: write, error: write };

const limits: Partial<HubLimits> = {
  ...(flags.keepAliveMs === undefined ? {} : { keepAliveIntervalMs: flags.keepAliveMs }),
  ...(flags.clientTimeoutMs === undefined ? {} : { clientTimeoutMs: flags.clientTimeoutMs }),
  ...(flags.handshakeTimeoutMs === undefined ? {} : { handshakeTimeoutMs: flags.handshakeTimeoutMs }),
  ...(flags.maxMessageBytes === undefined ? {} : { messageBytes: flags.maxMessageBytes }),
  ...(flags.pollTimeoutMs === undefined ? {} : { pollTimeoutMs: flags.pollTimeoutMs }),
  ...(flags.reconnectBufferBytes === undefined ? {} : { reconnectBufferBytes: flags.reconnectBufferBytes }),
  ...(flags.parallel === undefined ? {} : { parallelInvocations: flags.parallel }),
};

/** Short periods, as tests have them, are tested more often than once a second. */
const shortestMs = Math.min(4_000, flags.keepAliveMs ?? 4_000, flags.clientTimeoutMs ?? 4_000, flags.handshakeTimeoutMs ?? 4_000);

const reference = createReferenceHub(flags);
const common = {
  hub: reference.hub,
  keepHeaders: true,
  authenticate: authenticateReference(flags.requireToken),
  clock: nodeClock,
  random: nodeRandom,
  log,
  limits: { ...limits, sweepIntervalMs: shortestMs / 4 },
  detailedErrors: flags.detailedErrors,
  allowedOrigins: flags.allowOrigin === undefined ? ('any' as const) : [flags.allowOrigin],
};
const { hubs, isReady } = flags.azure === undefined ? selfHosted() : await behindService(flags.azure);
reference.attach(hubs);

const http = createServer((request: IncomingMessage, response: ServerResponse) => {
  if (hubs.some((hub) => hub.handleRequest(request, response))) return;
  if (request.method === 'GET' && request.url === '/health') {
    const connections = hubs.reduce((sum, hub) => sum + hub.stats().connections + hub.stats().pending, 0);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ connections }));
    return;
  }
  if (request.method === 'GET' && request.url === '/readyz') {
    response.writeHead(isReady() ? 200 : 503, { 'content-length': 0 }).end();
    return;
  }
  answerOutside(reference, request, response);
});
http.on('upgrade', (request, socket, head) => {
  if (!hubs.some((hub) => hub.handleUpgrade(request, socket, head))) socket.destroy();
});

function selfHosted(): Served {
  const hubs = [
    createHubServer({ ...common, path: '/hub', statefulReconnect: true }),
    createHubServer({ ...common, path: '/plain', statefulReconnect: false }),
  ];
  return { hubs, isReady: () => true };
}

/** Loaded for who asks for it. */
async function behindService(connectionString: string): Promise<Served> {
  const { referenceBehindService } = await import('./behind-service.ts');
  return referenceBehindService(connectionString, common);
}

http.listen(flags.port, flags.host, () => {
  const { port } = http.address() as AddressInfo;
  console.log(`Listening: http://${flags.host}:${port}`);
});

process.once('SIGTERM', () => {
  // The listener last: polls must still find their way to hear of the end.
  Promise.all(hubs.map((hub) => hub.shutdown())).then(
    () => {
      http.close();
      http.closeAllConnections();
    },
    (error: unknown) => {
      write('reference.shutdown_failed', { error: String(error) });
      process.exit(1);
    },
  );
});
