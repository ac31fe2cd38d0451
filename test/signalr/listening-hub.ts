import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, Log, LogFields } from '@inkroom/signalr/host';
import type { Hub } from '@inkroom/signalr/hub';
import { createHubServer, type HubServer, type HubServerOptions } from '@inkroom/signalr/hub-server';
import { nodeClock, nodeRandom } from '@inkroom/signalr/node-host';

export interface LoggedEvent {
  readonly event: string;
  readonly fields: LogFields;
}

export function recordingLog(): Log & { readonly events: LoggedEvent[] } {
  const events: LoggedEvent[] = [];
  const record = (event: string, fields: LogFields = {}): void => {
    events.push({ event, fields });
  };
  return { events, debug: record, info: record, warn: record, error: record };
}

export interface ListeningHub {
  readonly hub: HubServer;
  readonly http: Server;
  readonly origin: string;
  readonly url: string;
  readonly log: ReturnType<typeof recordingLog>;
  close(): Promise<void>;
}

/** A hub at `/hub` of a plain HTTP server on a free port of this machine. */
/** Real time that a test can move on. */
export function movableClock(): { readonly clock: Clock; skip(ms: number): void } {
  let skippedMs = 0;
  return {
    clock: { ...nodeClock, mono: () => nodeClock.mono() + skippedMs },
    skip(ms) {
      skippedMs += ms;
    },
  };
}

export async function listenHub(hub: Hub, options: Partial<HubServerOptions> = {}, port = 0): Promise<ListeningHub> {
  const log = recordingLog();
  const server = createHubServer({ path: '/hub', hub, clock: nodeClock, random: nodeRandom, log, ...options });
  const http = createServer((request, response) => {
    if (!server.handleRequest(request, response)) response.writeHead(404).end();
  });
  // On a busy machine a client would use a socket again in the moment in which the server gives it up.
  http.keepAliveTimeout = 10 * 60_000;
  http.on('upgrade', (request, socket, head) => {
    if (!server.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    hub: server,
    http,
    origin,
    url: `${origin}/hub`,
    log,
    async close() {
      // The listener last: polls must still find their way to hear of the end.
      await server.shutdown();
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await closed;
    },
  };
}
