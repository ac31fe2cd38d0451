import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AckStatus, ServiceMessageType } from '@inkroom/azure-signalr/protocol/service-codes';
import type { Secret } from '@inkroom/azure-signalr/secret';
import type { Clock, Disposable, Log, Random } from '@inkroom/signalr/host';
import { ClientAdmission } from './clients/client-admission.ts';
import type { ClientConnectionOwner } from './clients/client-connection.ts';
import { type Chaos, type ChaosSwitches, makeChaos } from './control/chaos.ts';
import { controlPage } from './control/control-page.ts';
import { aboutOf, nameOf, Trace } from './control/trace.ts';
import { DEFAULT_EMULATOR_LIMITS, type EmulatorLimits } from './emulator-limits.ts';
import { Meter, type MeterReading } from './meter.ts';
import type { ServerConnection, ServerConnectionOwner } from './servers/server-connection.ts';
import { handleServerMessage, type ServerMessageHost } from './servers/server-messages.ts';
import { serviceFront } from './service-front.ts';
import { ServiceHub } from './service-hub.ts';
import { type EntraMode, tokenGate } from './token-gate.ts';

export interface EmulatorOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** One or two; each may sign. The first is in the connection string. */
  readonly accessKeys: readonly [Secret, ...Secret[]];
  /** Accepts tokens for any host: for connection strings whose `Endpoint` is another one. */
  readonly anyAudience?: boolean;
  /** Handling of Entra ID tokens; off by default. */
  readonly entra?: EntraMode;
  readonly limits?: Partial<EmulatorLimits>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface EmulatorStats extends MeterReading {
  readonly clients: number;
  readonly serverConnections: number;
  readonly hubs: readonly {
    readonly hub: string;
    readonly clients: number;
    readonly serverConnections: number;
    /** Processes behind the server connections. */
    readonly servers: readonly string[];
    readonly groups: number;
  }[];
}

export interface Emulator {
  /** `http://host:port` */
  readonly url: string;
  /** Contains the key: only for the developer who started it. */
  readonly connectionString: string;
  readonly chaos: Chaos;
  readonly trace: Trace;
  stats(): EmulatorStats;
  stop(): Promise<void>;
}

/** Interval of the checks for silent, slow and late peers, milliseconds. */
const SWEEP_MS = 1_000;

/** An emulator of Azure SignalR Service in Default mode, for development and tests (reference 12). Resolves when it listens. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { clock, log, random } = options;
  const limits: EmulatorLimits = { ...DEFAULT_EMULATOR_LIMITS, ...options.limits };
  const hubs = new Map<string, ServiceHub>();
  const meter = new Meter();
  const trace = new Trace(() => clock.now());
  const switches: ChaosSwitches = { phase: 'online', ackDelayMs: 0, isSilent: false };
  const instanceId = `emulator-${Buffer.from(random.bytes(4)).toString('hex')}`;
  const delayed = new Set<Disposable>();
  const mono = (): number => clock.mono();

  const skipped = (hub: string, peer: string, why: string): void => {
    trace.note({ hub, way: 'note', peer, what: 'skipped', about: why, bytes: 0 });
    log.warn('emulator.skipped', { hub, peer, why });
  };

  /** A hub exists while it has connections. */
  function openHub(key: string): ServiceHub {
    const known = hubs.get(key);
    if (known !== undefined) return known;
    const hub = new ServiceHub(key, { limits, instanceId, mono, skipped: (name, why) => skipped(name, '', why) });
    hubs.set(key, hub);
    return hub;
  }

  function closeIfEmpty(hub: ServiceHub): void {
    if (hub.isEmpty && hubs.get(hub.key) === hub) hubs.delete(hub.key);
  }

  function acknowledge(server: ServerConnection, ackId: number, status: number): void {
    const ack = (): void => server.send({ type: ServiceMessageType.ack, ackId, status, message: null });
    if (switches.ackDelayMs === 0) ack();
    else if (delayed.size >= limits.delayedAcks)
      server.send({ type: ServiceMessageType.ack, ackId, status: AckStatus.internalServerError, message: null });
    else {
      const timer = clock.after(switches.ackDelayMs, () => {
        delayed.delete(timer);
        ack();
      });
      delayed.add(timer);
    }
  }

  const names = new Set(['localhost', '127.0.0.1', '[::1]', urlHost(options.host)]);
  const gate = tokenGate({
    accessKeys: options.accessKeys,
    hosts: options.anyAudience === true ? 'any' : [...names],
    entra: options.entra ?? 'off',
    random,
    now: () => clock.now(),
  });
  const dutyHost: ServerMessageHost = { acknowledge, lend: (token) => gate.lend(token), capacity: limits.clients };

  function serverOwner(hub: ServiceHub): ServerConnectionOwner {
    return {
      limits,
      mono,
      isSilent: () => switches.isSilent,
      opened(server) {
        log.info('emulator.server_connected', { hub: hub.key, connection: server.identity.id, server: server.identity.serverId });
      },
      received(server, message, bytes) {
        trace.note({
          hub: hub.key,
          way: 'server > service',
          peer: server.identity.id,
          what: nameOf(message),
          about: aboutOf(message),
          bytes,
        });
        handleServerMessage(hub, server, message, dutyHost);
      },
      sent(server, message, bytes) {
        if (message.type === ServiceMessageType.connectionData) meter.server(message.payload);
        const row = { hub: hub.key, way: 'service > server', peer: server.identity.id, bytes } as const;
        trace.note({ ...row, what: nameOf(message), about: aboutOf(message) });
      },
      skipped: (server, why) => skipped(hub.key, server.identity.id, why),
      gone(server) {
        log.info('emulator.server_gone', { hub: hub.key, connection: server.identity.id, clients: server.clients.size });
        trace.note({ hub: hub.key, way: 'note', peer: server.identity.id, what: 'server connection gone', about: '', bytes: 0 });
        hub.serverGone(server);
        closeIfEmpty(hub);
      },
    };
  }

  function clientOwner(hub: ServiceHub): ClientConnectionOwner {
    return {
      limits,
      mono,
      asked: (client, record) => hub.clientAsked(client, record),
      received: (client, bytes) => hub.clientReceived(client, bytes),
      sent(client, message) {
        meter.client(message);
        const row = { hub: hub.key, way: 'service > client', peer: client.identity.id } as const;
        trace.note({ ...row, what: client.protocol, about: '', bytes: message.length });
      },
      skipped: ({ identity, protocol }) =>
        skipped(hub.key, identity.id, `a message has nothing for clients that speak ${protocol}`),
      gone(client, why) {
        log.info('emulator.client_gone', { hub: hub.key, connection: client.identity.id, why });
        trace.note({ hub: hub.key, way: 'note', peer: client.identity.id, what: 'client gone', about: why, bytes: 0 });
        hub.clientGone(client);
        closeIfEmpty(hub);
      },
    };
  }

  const clientCount = (): number => [...hubs.values()].reduce((sum, { clients }) => sum + clients.size, 0);
  const serverCount = (): number => [...hubs.values()].reduce((sum, { servers }) => sum + servers.size, 0);

  const admission = new ClientAdmission({ limits, instanceId, random, mono, openClients: clientCount });
  const chaos = makeChaos({
    switches,
    instanceId,
    hubs: () => [...hubs.values()],
    forgetPending: () => admission.forgetPending(),
    noted(what) {
      trace.note({ hub: '', way: 'note', peer: '', what: 'chaos', about: what, bytes: 0 });
      log.warn('emulator.chaos', { what });
    },
  });

  const stats = (): EmulatorStats => ({
    ...meter.reading,
    clients: clientCount(),
    serverConnections: serverCount(),
    hubs: [...hubs.values()].map(({ key, clients, openServers, memberships }) => ({
      hub: key,
      clients: clients.size,
      serverConnections: openServers.length,
      servers: [...new Set(openServers.map(({ identity }) => identity.serverId))],
      groups: memberships.groupCount,
    })),
  });

  const front = serviceFront({
    gate,
    admission,
    limits,
    random,
    now: () => clock.now(),
    isOffline: () => switches.phase === 'offline',
    desk: controlPage({ chaos, trace, stats, now: () => clock.now() }),
    hubs: { find: (key) => hubs.get(key), findOrOpen: openHub, mono },
    serverCount,
    serverOwner: (key) => serverOwner(openHub(key)),
    serverOpened: (key, server) => void openHub(key).servers.add(server),
    clientOwner: (key) => clientOwner(openHub(key)),
    clientOpened: (key, client) => openHub(key).clientAdded(client),
    refused(request, status, why) {
      trace.note({
        hub: '',
        way: 'note',
        peer: '',
        what: 'refused',
        about: `${request.split('?')[0]} ${status} ${why}`,
        bytes: 0,
      });
      log.warn('emulator.refused', { path: request.split('?')[0], status, why });
    },
  });

  const http = createServer((request, response) => front.respond(request, response));
  http.on('upgrade', (request, socket, head) => front.upgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, options.host, () => {
      http.off('error', reject);
      resolve();
    });
  });

  let sweeping: Disposable;
  const sweep = (): void => {
    sweeping = clock.after(SWEEP_MS, sweep);
    const now = mono();
    for (const hub of [...hubs.values()]) {
      hub.sweep(now);
      closeIfEmpty(hub);
    }
    admission.sweep();
  };
  sweep();

  const { port } = http.address() as AddressInfo;
  const base = `http://${urlHost(reachable(options.host))}`;
  return {
    url: `${base}:${port}`,
    connectionString: `Endpoint=${base};Port=${port};AccessKey=${options.accessKeys[0].reveal()};Version=1.0;`,
    chaos,
    trace,
    stats,
    async stop() {
      sweeping.dispose();
      for (const timer of delayed) timer.dispose();
      switches.phase = 'offline';
      for (const { clients } of [...hubs.values()]) for (const client of [...clients.values()]) client.terminate();
      for (const { servers } of [...hubs.values()]) for (const server of [...servers]) server.terminate();
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

/** A wildcard address is not an address to connect to. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? 'localhost' : host;
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
