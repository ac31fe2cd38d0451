import { hostname } from 'node:os';
import { hubKey, newServerId } from '@inkroom/azure-signalr/service-urls';
import type { HubHandle } from '@inkroom/signalr/hub-handle';
import { HUB_HEARTBEAT_MS, HUB_PATH, HUB_POLL_MS } from '../core/contract/hub-contract.ts';
import { LIMITS } from '../core/contract/limits.ts';
import { localBackplane } from './adapters/local-backplane.ts';
import { selfHosted } from './adapters/self-hosted.ts';
import type { Config } from './cli/config.ts';
import { clientNetwork } from './http/admitting/client-address.ts';
import type { BoardHub } from './hub/board-hub.ts';
import { ServerLogEvent } from './log-events.ts';
import type { Backplane } from './ports/backplane.ts';
import type { ClientTransport } from './ports/client-transport.ts';
import type { Metric } from './ports/metric.ts';
import type { ServerHost } from './server-host.ts';
import { productVersion } from './version.ts';

/** Interval of the connection checks, milliseconds. It decides how even the heartbeat is. */
const SWEEP_MS = 250;
/**
 * A ping is due at the check nearest to the heartbeat. That costs 24 ms of a core a second for 1,000 idle connections (18 µs a
 * ping).
 */
const KEEP_ALIVE_MS = HUB_HEARTBEAT_MS - SWEEP_MS / 2;
/** A client that does not answer a Close is cut off after this long, milliseconds: a hub must end within seconds. */
const CLOSE_TIMEOUT_MS = 1_500;

/** A WebSocket message of a client contains one hub message, or a few. */
const FRAME_BYTES = 2 * LIMITS.messageBytes;

/** Share of an address's connections that may wait for their transport. Each waits for one round trip. */
const PENDING_SHARE = 1 / 2;

/** Name of the hub at Azure SignalR Service. Hubs that share rooms use the same name. */
const AZURE_HUB = 'inkroom';

/** How hub and clients, or hubs, reach each other, for operators. */
interface ReachReport {
  /** Why clients should go to another hub. */
  notReady(): string | undefined;
  /** Lines for `/healthz`. */
  health(): string;
  metrics(): readonly Metric[];
}

/** The transport of the clients. */
export interface CarriedClients extends ReachReport {
  readonly hub: BoardHub;
  readonly server: HubHandle;
}

export async function carryClients(
  config: Config,
  host: ServerHost,
  serve: (transport: ClientTransport, backplane: Backplane) => BoardHub,
): Promise<CarriedClients> {
  const { clock, random, log } = host;
  const common = {
    path: HUB_PATH,
    clock,
    random,
    log,
    // A proxy may put another name into `Host` than pages of the public URL have as their origin.
    allowedOrigins:
      config.publicUrl === undefined ? config.allowedOrigins : [...config.allowedOrigins, new URL(config.publicUrl).origin],
    limits: {
      messageBytes: LIMITS.messageBytes,
      sendQueueBytes: LIMITS.sendQueueBytes,
      uselessMessages: LIMITS.uselessMessagesBurst,
      uselessMessagesPerSecond: LIMITS.uselessMessagesPerSecond,
      connections: config.maxConnections,
      keepAliveIntervalMs: KEEP_ALIVE_MS,
      pollTimeoutMs: HUB_POLL_MS,
      sweepIntervalMs: SWEEP_MS,
      closeTimeoutMs: CLOSE_TIMEOUT_MS,
    },
  };
  if (config.azureSignalR.length === 0) {
    const options = {
      ...common,
      limits: {
        ...common.limits,
        frameBytes: FRAME_BYTES,
        connectionsPerAddress: config.maxConnectionsPerAddress,
        pendingPerAddress: Math.max(1, Math.floor(config.maxConnectionsPerAddress * PENDING_SHARE)),
      },
      addressOf: clientNetwork(config.trustProxy),
    };
    const { backplane, ...report } = await backplaneOf(config, host);
    return { ...selfHosted(options, (transport) => serve(transport, backplane)), ...report };
  }
  const { azureSignalR, accessTo } = await import('./adapters/azure-signalr/azure-signalr.ts');
  const { mirrorBackplane } = await import('./adapters/azure-signalr/mirror/mirror-backplane.ts');
  const { azureHealth, azureMetrics, azureNotReady } = await import('./adapters/azure-signalr/azure-readings.ts');
  const endpoints = config.azureSignalR.map((named) => accessTo(named, { clock, log }));
  const serverId = newServerId(hostname(), random);
  const { hub, server } = azureSignalR(
    {
      ...common,
      endpoints,
      hubName: AZURE_HUB,
      serverId,
      // Clients that a balancer or a link sends to this hub stay on it while it runs.
      sticky: 'Preferred',
      userAgent: `inkroom/${productVersion()} (Node.js ${process.versions.node}; ${process.platform}; ${process.arch})`,
    },
    (transport, reach) => serve(transport, mirrorBackplane({ ...common, transport, reach, hubKey: hubKey(AZURE_HUB), serverId })),
  );
  for (const { name, role, endpoint } of endpoints)
    log.info(ServerLogEvent.behindService, { service: endpoint.name, name, role, hub: AZURE_HUB });
  return {
    hub,
    server,
    notReady: () => azureNotReady(server.endpoints),
    health: () => azureHealth(server.endpoints),
    metrics: () => azureMetrics(server.endpoints, hub.counters()),
  };
}

/** What connects hubs whose clients come to them directly. */
async function backplaneOf(
  { redis }: Config,
  { clock, random, log }: ServerHost,
): Promise<ReachReport & { readonly backplane: Backplane }> {
  if (redis === undefined) return { backplane: localBackplane(), notReady: () => undefined, health: () => '', metrics: () => [] };
  const { redisBackplane } = await import('./adapters/redis/redis-backplane.ts');
  const { redisHealth, redisMetrics } = await import('./adapters/redis/redis-readings.ts');
  const backplane = redisBackplane({ ...redis, clock, random, log });
  const { name } = redis.address;
  log.info(ServerLogEvent.sharingRooms, { redis: name, prefix: redis.prefix });
  return {
    backplane,
    // Rooms that are not open here cannot be opened: another hub may serve them.
    notReady: () =>
      backplane.readings().trouble === undefined ? undefined : `redis.lost: other hubs are not heard through ${name}`,
    health: () => redisHealth(name, backplane.readings()),
    metrics: () => redisMetrics(backplane.readings()),
  };
}
