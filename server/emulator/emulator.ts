import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AckStatus, ConnectionType, ServiceMessageType } from '@inkroom/azure-signalr/protocol/service-codes';
import type { Secret } from '@inkroom/azure-signalr/secret';
import type { Clock, Disposable, Log, Random } from '@inkroom/signalr/host';
import { ClientAdmission } from './clients/client-admission.ts';
import type { ClientConnection, ClientConnectionOwner } from './clients/client-connection.ts';
import { type Chaos, type ChaosSwitches, makeChaos } from './control/chaos.ts';
import { controlPage } from './control/control-page.ts';
import { aboutOf, nameOf, Trace } from './control/trace.ts';
import { DEFAULT_EMULATOR_LIMITS, type EmulatorLimits } from './emulator-limits.ts';
import { isPing, Meter, type MeterReading } from './meter.ts';
import { MESSAGES_FULL, messagesFullFor, Quota } from './quota.ts';
import { type ServerlessMode, serverlessClients } from './serverless/serverless-clients.ts';
import type { ServerConnection, ServerConnectionOwner } from './servers/server-connection.ts';
import { handleServerMessage, type ServerMessageHost } from './servers/server-messages.ts';
import { serviceFront } from './service-front.ts';
import { ServiceHub } from './service-hub.ts';
import { tokenGate } from './token-gate.ts';

export interface EmulatorOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** One or two; each may sign. The first is in the connection string. */
  readonly accessKeys: readonly [Secret, ...Secret[]];
  /** Accepts tokens for any host: for connection strings whose `Endpoint` is another one. */
  readonly anyAudience?: boolean;
  /** Accepts tokens of Entra ID: any token that no access key has signed. False by default. */
  readonly acceptsEntra?: boolean;
  /** Serverless mode. Default mode without it. */
  readonly serverless?: ServerlessMode;
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
  /** The keys are made anew. Open connections stay. The connection string keeps its key. */
  changeKeys(accessKeys: readonly [Secret, ...Secret[]]): void;
  stats(): EmulatorStats;
  stop(): Promise<void>;
}

/** Interval of the checks for silent, slow and late peers, milliseconds. */
const SWEEP_MS = 1_000;

/** The service's own text is not known. */
const SERVERLESS = 'The service is in Serverless mode: it takes no application servers.';

/** An emulator of Azure SignalR Service in Default or Serverless mode, for development and tests (reference 10, 12). Resolves when it listens. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { clock, log, random } = options;
  const limits: EmulatorLimits = { ...DEFAULT_EMULATOR_LIMITS, ...options.limits };
  const hubs = new Map<string, ServiceHub>();
  let keys: readonly Secret[] = options.accessKeys;
  const meter = new Meter();
  const trace = new Trace(clock);
  const switches: ChaosSwitches = { phase: 'online', ackDelayMs: 0, isSilent: false };
  const instanceId = `emulator-${Buffer.from(random.bytes(4)).toString('hex')}`;
  const delayed = new Set<Disposable>();
  const mono = (): number => clock.mono();

  const skipped = (hub: string, peer: string, why: string): void => {
    trace.note({ hub, way: 'note', peer, what: 'skipped', about: why, bytes: 0 });
    log.warn('emulator.skipped', { hub, peer, why });
  };

  const serverless =
    options.serverless === undefined
      ? undefined
      : serverlessClients({ ...options.serverless, accessKeys: () => keys, limits, trace, clock, skipped });

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
    accessKeys: () => keys,
    hosts: options.anyAudience === true ? 'any' : [...names],
    acceptsEntra: options.acceptsEntra === true,
    random,
    now: () => clock.now(),
  });
  const dutyHost: ServerMessageHost = { acknowledge, lend: (token) => gate.lend(token), capacity: limits.clients };

  function serverOwner(hub: ServiceHub): ServerConnectionOwner {
    return {
      limits,
      mono,
      // Weak connections only send, and are welcome in both modes (reference 10.1).
      refusal: ({ connectionType }) => {
        if (quota.isUsedUp()) return messagesFullFor(limits);
        return serverless === undefined || connectionType === ConnectionType.weak ? undefined : SERVERLESS;
      },
      isSilent: () => switches.isSilent,
      opened(server) {
        log.info('emulator.server_connected', { hub: hub.key, connection: server.identity.id, server: server.identity.serverId });
      },
      received(server, message, bytes) {
        const row = { hub: hub.key, way: 'server > service', peer: server.identity.id, bytes } as const;
        trace.noteWith({ ...row, what: nameOf(message), about: aboutOf(message) }, () =>
          handleServerMessage(hub, server, message, dutyHost),
        );
      },
      sent(server, message, bytes) {
        const units = message.type === ServiceMessageType.connectionData ? { units: meter.server(message.payload) } : {};
        const row = { hub: hub.key, way: 'service > server', peer: server.identity.id, bytes, ...units } as const;
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
      asked: (client, record) =>
        serverless === undefined ? hub.clientAsked(client, record) : serverless.asked(hub.key, client, record),
      received(client, bytes) {
        const row = { hub: hub.key, way: 'client > service', peer: client.identity.id, bytes: bytes.length } as const;
        trace.noteWith({ ...row, what: whatOf(client, bytes), about: '' }, () =>
          serverless === undefined ? hub.clientReceived(client, bytes) : serverless.received(client, bytes),
        );
      },
      sent(client, message) {
        const units = meter.client(message);
        const row = { hub: hub.key, way: 'service > client', peer: client.identity.id } as const;
        trace.note({ ...row, what: whatOf(client, message), about: '', bytes: message.length, units });
      },
      skipped: ({ identity, protocol }) =>
        skipped(hub.key, identity.id, `a message has nothing for clients that speak ${protocol}`),
      gone(client, why) {
        log.info('emulator.client_gone', { hub: hub.key, connection: client.identity.id, why });
        trace.note({ hub: hub.key, way: 'note', peer: client.identity.id, what: 'client gone', about: why, bytes: 0 });
        hub.clientGone(client);
        serverless?.gone(client, why);
        closeIfEmpty(hub);
      },
    };
  }

  const clientCount = (): number => [...hubs.values()].reduce((sum, { clients }) => sum + clients.size, 0);
  const serverCount = (): number => [...hubs.values()].reduce((sum, { servers }) => sum + servers.size, 0);

  const quota = new Quota({
    limits,
    clock,
    billedUnits: () => meter.reading.billedUnits,
    connections: () => clientCount() + serverCount(),
  });
  const admission = new ClientAdmission({ limits, instanceId, quota, random, mono, openClients: clientCount });
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

  /** The messages of the day are used up: no client is served until midnight. */
  function stopMessages(): void {
    for (const { clients, servers } of [...hubs.values()]) {
      for (const client of [...clients.values()]) client.dismiss(MESSAGES_FULL, true, 'Throttled');
      for (const server of [...servers]) {
        server.send({ type: ServiceMessageType.serviceError, errorMessage: messagesFullFor(limits) });
        server.close(1000, '');
      }
    }
  }

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
    isFull: () => quota.isFull(),
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
    failed(request, error) {
      const reason = error instanceof Error ? error.message : 'unknown reason';
      log.error('emulator.failed', { path: request.split('?')[0], reason });
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
    serverless?.sweep(now);
    if (quota.isUsedUp()) stopMessages();
  };
  sweep();

  const { port } = http.address() as AddressInfo;
  const base = `http://${urlHost(reachable(options.host))}`;
  return {
    url: `${base}:${port}`,
    connectionString: `Endpoint=${base};Port=${port};AccessKey=${options.accessKeys[0].reveal()};Version=1.0;`,
    chaos,
    trace,
    changeKeys(changed) {
      keys = changed;
    },
    stats,
    async stop() {
      sweeping.dispose();
      for (const timer of delayed) timer.dispose();
      switches.phase = 'offline';
      serverless?.stop();
      for (const { clients } of [...hubs.values()]) for (const client of [...clients.values()]) client.terminate();
      for (const { servers } of [...hubs.values()]) for (const server of [...servers]) server.terminate();
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

function whatOf({ protocol }: ClientConnection, message: Uint8Array): string {
  return isPing(message) ? 'ping' : protocol;
}

/** A wildcard address is not an address to connect to. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? 'localhost' : host;
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
