import { hostname, networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { hubKey, newServerId } from '@inkroom/azure-signalr/service-urls';
import type { HubHandle } from '@inkroom/signalr/hub-handle';
import type { Clock, Log, Random } from '../core/base/host.ts';
import { newInstanceId } from '../core/board/ids.ts';
import { HUB_HEARTBEAT_MS, HUB_PATH, HUB_POLL_MS } from '../core/contract/hub-contract.ts';
import { LIMITS } from '../core/contract/limits.ts';
import { isOpenToOthers } from './adapters/lmdb/data-folder.ts';
import { localBackplane } from './adapters/local-backplane.ts';
import { noStore } from './adapters/no-store.ts';
import { selfHosted } from './adapters/self-hosted.ts';
import { expireBoards } from './board-expiry.ts';
import type { Config, StoreChoice } from './cli/config.ts';
import { type Addresses, addressesOf } from './http/addresses.ts';
import { createHttpApp } from './http/app.ts';
import { forwardedNetwork, socketNetwork } from './http/client-address.ts';
import { createDoors, type Doors } from './http/doors.ts';
import type { Metric } from './http/metrics.ts';
import { listenOnFirstFree, portsToTry } from './http/next-port.ts';
import { findWebRoot } from './http/web-root.ts';
import { hostedAccess, openAccess } from './hub/access.ts';
import { type BoardHub, createBoardHub } from './hub/board-hub.ts';
import type { HubEnd } from './hub/rooms/drain.ts';
import { ServerLogEvent } from './log-events.ts';
import { hubPictures, pictureStore } from './pictures.ts';
import type { Backplane } from './ports/backplane.ts';
import type { BlobStore } from './ports/blob-store.ts';
import type { ClientTransport } from './ports/client-transport.ts';
import type { SnapshotStore } from './ports/snapshot-store.ts';
import { watchLoopDelay } from './process/loop-delay.ts';
import { returnMemory } from './process/memory-return.ts';
import { productVersion } from './version.ts';

export interface ServerHost {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Undefined: no client is the host. */
  readonly hostSide?: HostSide;
}

export interface RunningServer {
  readonly addresses: Addresses;
  /** The address at which people reach the hub, for links. */
  readonly server: string;
  /** Additional listening addresses of the same hub. */
  readonly doors: Doors;
  readonly hub: Pick<BoardHub, 'company' | 'sendGuestsAway'>;
  /** [CLS-1], [CLS-5] Tells the clients, sends what is left, closes. Safe to call twice. */
  stop(end?: HubEnd): Promise<void>;
}

/** Extensions of the command line for the app that runs this server. */
export interface HostSide {
  /** The client that presents it is the host. */
  readonly hostKey: string;
  /** A member joined or left. */
  readonly onCompany: () => void;
}

/** Interval of the connection checks, milliseconds. It decides how even the heartbeat is. */
const SWEEP_MS = 250;
/**
 * A ping is due at the check nearest to the heartbeat. That costs 24 ms of a core a second for 1,000 idle connections (18 µs a
 * ping).
 */
const KEEP_ALIVE_MS = HUB_HEARTBEAT_MS - SWEEP_MS / 2;
/** A client that does not answer a Close is cut off after this long, milliseconds: a hub must end within seconds. */
const CLOSE_TIMEOUT_MS = 1_500;

/** Sockets in addition to those of connected clients: page loads, polls and metrics. */
const SPARE_SOCKETS = 2_000;

/** A WebSocket message of a client contains one hub message, or a few. */
const FRAME_BYTES = 2 * LIMITS.messageBytes;

/** Share of an address's connections that may wait for their transport. Each waits for one round trip. */
const PENDING_SHARE = 1 / 2;

/** Name of the hub at Azure SignalR Service. Hubs that share rooms use the same name. */
const AZURE_HUB = 'inkroom';

/** The only place that chooses adapters and connects the parts. Resolves when the hub listens. */
export async function startServer(config: Config, host: ServerHost): Promise<RunningServer> {
  const opened = await openStore(config, host);
  try {
    return await serveWith(opened, config, host);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

interface OpenedStore {
  readonly store: SnapshotStore;
  readonly pictures: BlobStore;
  readonly close: () => Promise<void>;
}

/** The transport of the clients, and its health report. */
interface CarriedClients {
  readonly hub: BoardHub;
  readonly server: HubHandle;
  notReady(): string | undefined;
  /** Lines for `/healthz`. */
  health(): string;
  metrics(): readonly Metric[];
}

async function carryClients(
  config: Config,
  { clock, random, log }: ServerHost,
  serve: (transport: ClientTransport, backplane: Backplane) => BoardHub,
): Promise<CarriedClients> {
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
  if (config.azureSignalR === undefined) {
    const options = {
      ...common,
      limits: {
        ...common.limits,
        frameBytes: FRAME_BYTES,
        connectionsPerAddress: config.maxConnectionsPerAddress,
        pendingPerAddress: Math.max(1, Math.floor(config.maxConnectionsPerAddress * PENDING_SHARE)),
      },
      addressOf: config.trustProxy ? forwardedNetwork : socketNetwork,
    };
    const selfHostedHub = selfHosted(options, (transport) => serve(transport, localBackplane()));
    return { ...selfHostedHub, notReady: () => undefined, health: () => '', metrics: () => [] };
  }
  const { azureSignalR, credentialsOf } = await import('./adapters/azure-signalr/azure-signalr.ts');
  const { mirrorBackplane } = await import('./adapters/azure-signalr/mirror/mirror-backplane.ts');
  const { azureHealth, azureMetrics } = await import('./adapters/azure-signalr/azure-readings.ts');
  const credentials = credentialsOf(config.azureSignalR, { clock, log });
  const serverId = newServerId(hostname(), random);
  const { hub, server } = azureSignalR(
    {
      ...common,
      ...credentials,
      hubName: AZURE_HUB,
      serverId,
      // Clients that a balancer or a link sends to this hub stay on it while it runs.
      sticky: 'Preferred',
      userAgent: `inkroom/${productVersion()} (Node.js ${process.versions.node}; ${process.platform}; ${process.arch})`,
    },
    (transport, onOnline) =>
      serve(transport, mirrorBackplane({ ...common, ...credentials, transport, onOnline, hubKey: hubKey(AZURE_HUB), serverId })),
  );
  const { name } = config.azureSignalR;
  log.info(ServerLogEvent.behindService, { service: name, hub: AZURE_HUB });
  return {
    hub,
    server,
    notReady: () => (server.lines > 0 ? undefined : 'not connected to Azure SignalR Service'),
    health: () => azureHealth(name, server),
    metrics: () => azureMetrics(server, hub.counters()),
  };
}

/** Rejects when the store cannot be used: a hub that only pretends to keep boards would be worse than none. */
async function openStore(config: Config, { clock, log }: ServerHost): Promise<OpenedStore> {
  const choice = config.store;
  const pictures = pictureStore(choice, maxBoardBytes(config));
  if (choice.mode === 'none') return { store: noStore(), pictures, close: () => Promise.resolve() };
  const { lmdbStore } = await import('./adapters/lmdb/lmdb-store.ts');
  const store = lmdbStore({
    folder: resolve(choice.data),
    now: () => clock.now(),
    maxBytes: choice.maxDiskMiB * 1024 * 1024,
    onTrouble: (trouble) => {
      if (trouble) log.error(ServerLogEvent.storeTrouble, { ...trouble });
      else log.info(ServerLogEvent.storeRecovered, { data: resolve(choice.data) });
    },
  });
  await store.ready();
  if (isOpenToOthers(resolve(choice.data))) {
    const note = 'other users of this machine can read the boards and the names of rooms: chmod -R go= the folder';
    log.warn(ServerLogEvent.storeOpenToOthers, { data: resolve(choice.data), note });
  }
  const expiring = choice.keepDays === undefined ? undefined : expireBoards({ store, pictures }, choice.keepDays, { clock, log });
  return {
    store,
    pictures,
    close: () => {
      expiring?.dispose();
      return store.close();
    },
  };
}

async function serveWith(opened: OpenedStore, config: Config, host: ServerHost): Promise<RunningServer> {
  const { clock, log, random, hostSide } = host;
  // Set when the hub listens.
  let ownUrl: () => string | undefined = () => undefined;
  const pictures = hubPictures(config.store, opened.pictures, () => ownUrl());
  const carried = await carryClients(config, host, (transport, backplane) =>
    createBoardHub({
      pictures,
      instanceId: newInstanceId(random),
      instanceName: config.instanceName,
      instanceNamed: config.instanceNamed,
      clock,
      random,
      log,
      transport,
      store: opened.store,
      backplane,
      authorize: hostSide === undefined ? openAccess : hostedAccess(hostSide.hostKey),
      ...(hostSide === undefined ? {} : { onCompany: hostSide.onCompany }),
      maxRooms: config.maxRooms,
      maxBoardBytes: maxBoardBytes(config),
      // Behind the service a client can claim any address.
      ...(config.azureSignalR === undefined ? { connectionsPerAddress: config.maxConnectionsPerAddress } : {}),
    }),
  );
  const { hub, server } = carried;

  const webRoot = findWebRoot(config.web);
  let phase: 'serving' | 'stopping' = 'serving';
  const network = (): readonly string[] => [...doors.servers(), ...listeningAt().network];
  const { app, anotherServer } = await createHttpApp({
    raw: server,
    log,
    readers: config.allowedOrigins,
    network,
    publicUrl: config.publicUrl,
    hosts: {
      boundTo: config.host,
      allowedHosts: config.allowedHosts,
      publicHost: config.publicUrl === undefined ? undefined : new URL(config.publicUrl).hostname,
    },
    maxSockets: config.maxConnections + SPARE_SOCKETS,
    webRoot,
    connectTo: [config.publicUrl, config.azureSignalR?.clientBase].flatMap((url) =>
      url === undefined ? [] : [new URL(url).origin],
    ),
    notReady: () => (phase === 'serving' ? (goneReason(opened.store) ?? carried.notReady()) : 'draining'),
    health: () => healthOf(opened.store, hub) + carried.health(),
    metrics: config.metricsToken && {
      token: config.metricsToken.reveal(),
      read: () => [...metricsOf(config.store, hub, server, loopDelay.takeMaxMs()), ...carried.metrics()],
    },
    pictures: hub.pictures,
  });
  const doors = createDoors(anotherServer, clock);
  const boundPort = (): number => {
    const bound = app.server.address();
    return bound !== null && typeof bound === 'object' ? bound.port : config.port;
  };
  const listeningAt = (): Addresses => addressesOf(config.host, boundPort(), networkInterfaces());
  await listenOnFirstFree(portsToTry(config.port, config.orNextPort), async (port) => {
    await app.listen({ host: config.host, port });
  });
  const loopDelay = watchLoopDelay(clock);
  const memoryReturn = returnMemory({ clock, heldBytes: () => hub.boardBytes });
  const addresses = listeningAt();
  // Includes addresses that are opened later.
  ownUrl = () => config.publicUrl ?? network()[0] ?? addresses.local;
  log.info(ServerLogEvent.listening, { host: config.host, port: boundPort(), instance: config.instanceName });
  if (config.store.mode === 'lmdb') log.info(ServerLogEvent.storeOpened, { store: 'lmdb', data: resolve(config.store.data) });
  else log.info(ServerLogEvent.memoryOnly, { note: 'boards live in memory only: nothing is kept over a restart' });
  if (webRoot === undefined) log.warn(ServerLogEvent.webClientMissing, { note: 'run npm run build' });

  let stopped: Promise<void> | undefined;
  const stop = async (end?: HubEnd): Promise<void> => {
    phase = 'stopping';
    await hub.drain(end);
    await server.shutdown();
    await hub.close();
    await opened.close();
    await doors.closeAll();
    await app.close();
    loopDelay.dispose();
    memoryReturn.dispose();
  };
  return {
    addresses,
    server: config.publicUrl ?? addresses.network[0] ?? addresses.local,
    doors,
    hub,
    stop(end) {
      stopped ??= stop(end);
      return stopped;
    },
  };
}

/** The other half of the heap is for connections, frames, catch-ups and garbage that was not collected yet. */
function maxBoardBytes({ maxBoardMemoryMiB }: Config): number {
  return maxBoardMemoryMiB === undefined ? getHeapStatistics().heap_size_limit / 2 : maxBoardMemoryMiB * 1024 * 1024;
}

/** The reason why clients should go to another hub: stored boards are missing here. */
function goneReason({ trouble }: SnapshotStore): string | undefined {
  return trouble?.kind === 'gone' ? trouble.reason : undefined;
}

/** The lines of `/healthz`: the hub runs, and where boards are kept. */
function healthOf(store: SnapshotStore, hub: BoardHub): string {
  const { readOnlyRooms } = hub.counters();
  if (store.trouble) return `ok\nboards: NOT kept: ${store.trouble.reason}\n`;
  if (store.mode === 'none') return 'ok\nboards: in memory only, a restart loses them\n';
  const trouble = readOnlyRooms > 0 ? `; the store fails, ${readOnlyRooms} rooms are read only` : '';
  return `ok\nboards: kept (${store.mode})${trouble}\n`;
}

function metricsOf(store: StoreChoice, hub: BoardHub, server: HubHandle, loopDelayMs: number): Metric[] {
  const { rooms, readOnlyRooms, members, boardBytes, maxBoardBytes, messages, batches, frames, refusals } = hub.counters();
  const { connections, messagesIn, messagesOut, bytesIn, bytesOut, slowDropped } = server.stats();
  const gauge = (name: string, help: string, value: number): Metric => ({ name: `inkroom_${name}`, kind: 'gauge', help, value });
  const counter = (name: string, help: string, value: number): Metric => ({
    name: `inkroom_${name}_total`,
    kind: 'counter',
    help,
    value,
  });
  return [
    gauge('connections', 'Open connections.', connections),
    gauge('rooms', 'Open rooms.', rooms),
    gauge('rooms_read_only', 'Open rooms that nobody may change, because the store does not take what is drawn.', readOnlyRooms),
    gauge('boards_kept', '1: a store keeps boards over a restart. 0: they are in memory only.', store.mode === 'none' ? 0 : 1),
    gauge('board_bytes', 'Memory that all open boards take, as estimated.', boardBytes),
    gauge('board_bytes_max', 'What they may take; beyond it the hub refuses what would need more.', maxBoardBytes),
    gauge('members', 'People in rooms.', members),
    gauge(
      'loop_delay_max_ms',
      'Longest time that the event loop was held up since these figures were read last.',
      Math.round(loopDelayMs),
    ),
    counter('messages_in', 'SignalR messages received.', messagesIn),
    counter('messages_out', 'SignalR messages sent.', messagesOut),
    counter('bytes_in', 'Bytes of SignalR messages received.', bytesIn),
    counter('bytes_out', 'Bytes of SignalR messages sent.', bytesOut),
    counter('calls', 'Calls of hub methods.', messages),
    counter('batches', 'Batches accepted.', batches),
    counter('frames', 'Frames made, whatever the number of their receivers.', frames),
    counter('refusals', 'Batches, joins and catch-ups refused.', refusals),
    counter('slow_dropped', 'Connections closed because they did not read.', slowDropped),
  ];
}
