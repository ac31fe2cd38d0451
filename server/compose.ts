import { networkInterfaces } from 'node:os';
import { newInstanceId, type RoomId } from '../core/board/ids.ts';
import type { RoomLink } from '../core/contract/access/room-link.ts';
import { carryClients } from './carried-clients.ts';
import type { Config } from './cli/config.ts';
import { type Addresses, addressesOf } from './http/addresses.ts';
import { clientNetwork } from './http/admitting/client-address.ts';
import { createHttpApp } from './http/app.ts';
import { createDoors, type Doors } from './http/doors.ts';
import { hubMetrics } from './http/hub-metrics.ts';
import { listenOnFirstFree, portsToTry } from './http/next-port.ts';
import { TraceStreams } from './http/trace-stream.ts';
import { findWebRoot } from './http/web-root.ts';
import { accessBy } from './hub/access.ts';
import { type BoardHub, createBoardHub } from './hub/board-hub.ts';
import type { HubEnd } from './hub/rooms/drain.ts';
import { openLinks, openSignIn } from './links-and-sign-in.ts';
import { ServerLogEvent } from './log-events.ts';
import { maxBoardBytes, type OpenedStore, openStore, placeOf } from './opened-store.ts';
import { openApi, openOtlp, openWebhooks } from './outside-systems.ts';
import { hubPictures } from './pictures.ts';
import type { SnapshotStore } from './ports/snapshot-store.ts';
import { watchLoopDelay } from './process/loop-delay.ts';
import { watchLoopUse } from './process/loop-use.ts';
import { returnMemory } from './process/memory-return.ts';
import type { ServerHost } from './server-host.ts';
import { productVersion } from './version.ts';

export interface RunningServer {
  readonly addresses: Addresses;
  /** The address at which people reach the hub, for links. */
  readonly server: string;
  /** Additional listening addresses of the same hub. */
  readonly doors: Doors;
  readonly hub: Pick<BoardHub, 'company' | 'sendGuestsAway'>;
  /** What a first link to a new room carries: where rooms need links, a host's token for a day. */
  firstAccess(room: RoomId): Promise<Pick<RoomLink, 'access'>>;
  /** [CLS-1], [CLS-5] Tells the clients, sends what is left, closes. Safe to call twice. */
  stop(end?: HubEnd): Promise<void>;
}

/** Sockets in addition to those of connected clients: page loads, polls and metrics. */
const SPARE_SOCKETS = 2_000;

/** How long the link that a hub prints at its start holds, where rooms need one. Milliseconds. */
const FIRST_LINK_MS = 24 * 3_600_000;

/** Connects the parts. Resolves when the hub listens. `openStore` and `carryClients` choose the adapters. */
export async function startServer(config: Config, host: ServerHost): Promise<RunningServer> {
  const opened = await openStore(config, host);
  try {
    return await serveWith(opened, config, host);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function serveWith(opened: OpenedStore, config: Config, host: ServerHost): Promise<RunningServer> {
  const { clock, log, random, hostSide } = host;
  const links = await openLinks(config, host);
  const signIn = await openSignIn(links, config, host);
  const api = await openApi(config, host);
  const webhooks = await openWebhooks(config, host);
  // Set when the hub listens.
  let ownUrl: () => string | undefined = () => undefined;
  const pictures = hubPictures(config.store, opened.pictures, () => config.peerUrl ?? ownUrl());
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
      authorize: accessBy({
        hostKey: hostSide?.hostKey,
        links,
        requiresLinks: config.requiresLinks,
        hasSignIn: signIn !== undefined,
      }),
      ...(links === undefined ? {} : { links }),
      ...(webhooks === undefined ? {} : { watch: webhooks.watch }),
      ...(hostSide === undefined ? {} : { onCompany: hostSide.onCompany }),
      takeUsed: watchLoopUse(),
      maxRooms: config.maxRooms,
      maxViewersPerRoom: config.maxViewersPerRoom,
      maxBoardBytes: maxBoardBytes(config),
      // Behind the service a client can claim any address.
      ...(config.azureSignalR.length === 0 ? { connectionsPerAddress: config.maxConnectionsPerAddress } : {}),
    }),
  );
  const { hub, server } = carried;

  const traces = new TraceStreams(hub.tracing, clock);
  const otlp = await openOtlp(config, host, hub.tracing);

  const webRoot = findWebRoot(config.web);
  let phase: 'serving' | 'stopping' = 'serving';
  const network = (): readonly string[] => [...doors.servers(), ...listeningAt().network];
  const { app, anotherServer } = await createHttpApp({
    raw: server,
    clock,
    log,
    readers: config.allowedOrigins,
    network,
    publicUrl: config.publicUrl,
    hosts: {
      boundTo: config.host,
      allowedHosts: config.allowedHosts,
      publicHost: config.publicUrl === undefined ? undefined : new URL(config.publicUrl).hostname,
    },
    ...socketBounds(config),
    webRoot,
    connectTo: [config.publicUrl, ...config.azureSignalR.map(({ endpoint }) => endpoint.clientBase)].flatMap((url) =>
      url === undefined ? [] : [new URL(url).origin],
    ),
    notReady: () => (phase === 'serving' ? (goneReason(opened.store) ?? carried.notReady()) : 'draining'),
    health: () => healthOf(opened.store, hub) + carried.health(),
    metrics: config.metricsToken && {
      token: config.metricsToken.reveal(),
      traces,
      read: () => [...hubMetrics(config.store, hub, server, loopDelay.takeMaxMs()), ...carried.metrics()],
    },
    pictures: hub.pictures,
    addressOf: clientNetwork(config.trustProxy),
    api: api && {
      ...api,
      outside: hub.outside,
      traces,
      clock,
      log,
      version: productVersion(),
      server: config.publicUrl ?? '/',
    },
    signIn: signIn && {
      ...signIn,
      serverAt: (host) => config.publicUrl ?? (host === undefined ? addresses.local : `http://${host}`),
    },
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
  const place = placeOf(config.store);
  if (place !== undefined) log.info(ServerLogEvent.storeOpened, { store: config.store.mode, data: place });
  else log.info(ServerLogEvent.memoryOnly, { note: 'boards live in memory only: nothing is kept over a restart' });
  if (webRoot === undefined) log.warn(ServerLogEvent.webClientMissing, { note: 'run npm run build' });

  let stopped: Promise<void> | undefined;
  const stop = async (end?: HubEnd): Promise<void> => {
    phase = 'stopping';
    await hub.drain(end);
    await server.shutdown();
    await otlp?.close();
    await hub.close();
    await opened.close();
    await doors.closeAll();
    await app.close();
    links?.dispose();
    api?.keys.dispose();
    webhooks?.dispose();
    loopDelay.dispose();
    memoryReturn.dispose();
  };
  return {
    addresses,
    server: config.publicUrl ?? addresses.network[0] ?? addresses.local,
    doors,
    hub,
    async firstAccess(room) {
      if (links === undefined || !config.requiresLinks) return {};
      const { token } = await links.make({ room, grant: 'host', until: clock.now() + FIRST_LINK_MS });
      return { access: token };
    },
    stop(end) {
      stopped ??= stop(end);
      return stopped;
    },
  };
}

/** One network address may have half of the sockets, or what its connections need, so that others come in whatever it does. */
function socketBounds({ maxConnections, maxConnectionsPerAddress, trustProxy }: Config) {
  const maxSockets = maxConnections + SPARE_SOCKETS;
  const share = Math.max(maxSockets / 2, maxConnectionsPerAddress + SPARE_SOCKETS);
  return { maxSockets, maxSocketsPerAddress: trustProxy ? Number.POSITIVE_INFINITY : share };
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
