import type { EntraTokens } from '@inkroom/azure-signalr/auth/entra-tokens';
import type { SigningKeys } from '@inkroom/azure-signalr/auth/signing-keys';
import type { ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import { readPingFromService, serverPings } from '@inkroom/azure-signalr/protocol/pings';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { Secret } from '@inkroom/azure-signalr/secret';
import { hubKey as keyOf } from '@inkroom/azure-signalr/service-urls';
import type { Authenticate } from '@inkroom/signalr/http/authentication';
import type { AllowedOrigins } from '@inkroom/signalr/http/origin-policy';
import { createHubCore, type HubCoreOptions } from '@inkroom/signalr/hub-core';
import type { HubHandle, Names } from '@inkroom/signalr/hub-handle';
import type { Except } from '@inkroom/signalr/sending/groups';
import { AzureLogEvent } from './azure-log-events.ts';
import { CarriedConnections } from './clients/carried-connections.ts';
import { redirectEndpoint } from './clients/redirect-endpoint.ts';
import { protocolNamed } from './hub-payloads.ts';
import { Acks } from './service-connections/acks.ts';
import { ConnectionPool } from './service-connections/connection-pool.ts';
import { serviceDialer } from './service-connections/dial.ts';
import { Flow } from './service-connections/flow.ts';
import type { ConnectionTraffic, ServiceConnection } from './service-connections/service-connection.ts';
import { ServiceQuestions } from './service-questions.ts';
import { serviceSends } from './service-sends.ts';

export interface BehindServiceOptions extends HubCoreOptions {
  /** The hub's path at this process: clients negotiate there. */
  readonly path: string;
  /** Name of the hub at the service: the same for all processes that serve it. */
  readonly hubName: string;
  /** Prefix of the name, where several applications share one service. */
  readonly application?: string;
  readonly endpoint: ServiceEndpoint;
  readonly keys: SigningKeys;
  /** With Entra ID. */
  readonly tokens?: EntraTokens;
  /** Of this process. `newServerId` makes one. */
  readonly serverId: string;
  /** Product and version, for the service's logs. */
  readonly userAgent: string;
  readonly allowedOrigins?: AllowedOrigins;
  readonly authenticate?: Authenticate;
  readonly keepHeaders?: boolean;
  readonly sticky?: 'Preferred' | 'Required';
  /** A server connection is open again after there was none. */
  readonly online?: () => void;
  /** Lifetime of clients' tokens; default: one hour. */
  readonly tokenLifetimeMs?: number;
}

/** The service's last report about itself. */
export interface ServiceNews {
  readonly clients?: number;
  readonly serverConnections?: number;
  readonly capacity?: number;
}

/** A hub whose clients a service carries. Several processes may serve the same one. */
export interface ServiceHub extends HubHandle {
  readonly groups: {
    /** False when there is no such connection. Rejects when the service does not answer. */
    add(connectionId: string, group: string): Promise<boolean>;
    remove(connectionId: string, group: string): Promise<void>;
    send(groups: Names, target: string, args: readonly unknown[], except?: Except): undefined;
  };
  /** A send outside of any call. With one group, sends keep the order of the calls. Returns the result of `toGroup`. */
  sendInOrder(group: string, target: string, args: readonly unknown[]): number;
  /** Open server connections. */
  readonly lines: number;
  readonly news: ServiceNews;
  readonly lineTraffic: Readonly<ConnectionTraffic>;
}

/** Interval of the status request to the service (reference 5.3). */
const STATUS_MS = 10_000;
/** Interval of sending a fresh token of Entra ID. */
const TOKEN_MS = 600_000;

/**
 * Serves a hub behind Azure SignalR Service in Default mode, like Microsoft's SDK in C#. It connects at once and reconnects
 * without end.
 */
export function hubBehindService(options: BehindServiceOptions): ServiceHub {
  const { path, clock, random, log, endpoint, keys, tokens, serverId } = options;
  const hubKey = keyOf(options.hubName, options.application);
  const flow = new Flow();
  const acks = new Acks(clock);
  let news: ServiceNews = {};
  let askedStatusAt = clock.mono();

  const core = createHubCore(options, {
    atOnce: true,
    relay: {
      send: (connectionId, target, args) => sends.toConnection(connectionId, target, args),
      ask: (connectionId, target, args, asked) => questions.ask(connectionId, target, args, asked),
      answered: (connectionId, completion) => questions.answered(connectionId, completion),
    },
    gone: ({ id }) => questions.connectionGone(id),
  });
  const { registry, limits } = core;
  const carried = new CarriedConnections({ core, log, flow, keepHeaders: options.keepHeaders ?? false });
  const questions = new ServiceQuestions({
    clock,
    random,
    serverId,
    timeoutMs: limits.clientResultTimeoutMs,
    protocolOf: (connectionId) => protocolNamed(registry.connection(connectionId)?.protocolName ?? ''),
    lineTo: (connectionId) => sends.lineTo(connectionId),
  });
  const traffic: ConnectionTraffic = { messagesIn: 0, bytesIn: 0, messagesOut: 0, bytesOut: 0 };
  /** With Entra ID: when each server connection last got a token. */
  const shownAt = new WeakMap<ServiceConnection, number>();
  const pool = new ConnectionPool({
    clock,
    random,
    log,
    traffic,
    dial: serviceDialer({ ...options, hubKey, tokens }),
    opened: (line) => void showToken(line),
    online: () => options.online?.(),
    received,
    keepAlive: (line) => serverPings.keepAlive(registry.size, line.clients),
    lost(line) {
      acks.lineLost(line);
      carried.lineLost(line);
    },
    swept(now) {
      for (const line of pool.open) if (now - (shownAt.get(line) ?? now) >= TOKEN_MS) void showToken(line);
      if (now - askedStatusAt < STATUS_MS) return;
      askedStatusAt = now;
      pool.keyed(String(now))?.send(serverPings.askStatus);
    },
  });

  function received(line: ServiceConnection, message: ServiceMessage): void {
    switch (message.type) {
      case T.openConnection:
        carried.open(line, message);
        return;
      case T.connectionData:
        carried.receive(message.connectionId, message.payload);
        return;
      case T.closeConnection:
        carried.close(message.connectionId);
        return;
      case T.ack:
        acks.received(message.ackId, message.status);
        return;
      case T.ping:
        onPing(message);
        return;
      case T.clientInvocation:
        questions.expected(message);
        return;
      case T.clientCompletion:
        questions.received(message);
        return;
      case T.errorCompletion:
        questions.failed(message);
        return;
      case T.serviceMapping:
        questions.mapped(message);
        return;
      case T.accessKeyResponse:
        if (message.kid !== null && message.accessKey !== null)
          keys.received({ kid: message.kid, key: new Secret(message.accessKey) });
        return;
      case T.serviceEvent:
        log.info(AzureLogEvent.serviceEvent, { object: message.objectType, kind: message.kind });
        return;
      default:
        log.debug(AzureLogEvent.frameSkipped, { line: line.name, why: `message of type ${message.type} is not for a server` });
    }
  }

  function onPing(ping: Extract<ServiceMessage, { type: typeof T.ping }>): void {
    const said = readPingFromService(ping);
    if (said.kind === 'offline') {
      carried.instanceGone(said.instanceId);
      questions.instanceGone(said.instanceId);
    }
    if (said.kind !== 'news') return;
    const { clients, serverConnections, capacity, target } = said;
    if (clients !== undefined || serverConnections !== undefined || capacity !== undefined) {
      news = {
        ...news,
        ...(clients === undefined ? {} : { clients }),
        ...(serverConnections === undefined ? {} : { serverConnections }),
        ...(capacity === undefined ? {} : { capacity }),
      };
    }
    if (target !== undefined) void pool.openOnDemand(target);
  }

  /** With Entra ID the service needs a fresh token regularly, and may return a signing key for it (reference 3.6). */
  async function showToken(line: ServiceConnection): Promise<void> {
    if (tokens === undefined) return;
    shownAt.set(line, clock.mono());
    try {
      const token = await tokens.token();
      line.send({ type: T.accessKeyRequest, token, kid: null });
    } catch {
      // The key lease has logged the reason.
    }
  }

  const sends = serviceSends({
    clock,
    log,
    registry,
    flow,
    acks,
    pool,
    carrierOf: (connectionId) => carried.lineOf(connectionId),
  });
  const redirect = redirectEndpoint({
    path,
    endpoint,
    hubKey,
    keys,
    clock,
    random,
    log,
    allowedOrigins: options.allowedOrigins ?? [],
    authenticate: options.authenticate,
    addressOf: ({ socket }) => socket.remoteAddress ?? '',
    handshakeTimeoutMs: limits.handshakeTimeoutMs,
    detailedErrors: options.detailedErrors ?? false,
    sticky: options.sticky === undefined ? undefined : { serverId, mode: options.sticky },
    tokenLifetimeMs: options.tokenLifetimeMs,
    isOnline: () => pool.isOnline,
    isClockOff: () => pool.isClockOff,
    isClosing: () => core.isClosing,
  });

  return {
    path,
    ...redirect,
    groups: {
      async add(connectionId, group) {
        const connection = registry.connection(connectionId);
        // Stored here too, so that messages to this connection alone keep their order with messages to the group.
        if (connection !== undefined) core.groups.add(connection, group);
        return sends.setMember(connectionId, group, true);
      },
      async remove(connectionId, group) {
        const connection = registry.connection(connectionId);
        if (connection !== undefined) core.groups.remove(connection, group);
        await sends.setMember(connectionId, group, false);
      },
      send: sends.toGroups,
    },
    sendInOrder: (group, target, args) => flow.outside(() => sends.toGroup(group, target, args)),
    users: { send: (ids, target, args) => sends.toUsers(ids, target, args) },
    connection: (id) => registry.connection(id),
    send: sends.toConnection,
    ask: (connectionId, target, args, asked = {}) => questions.ask(connectionId, target, args, asked),
    sendAll: sends.toAll,
    stats: () => core.stats(),
    get lines() {
      return pool.open.length;
    },
    lineTraffic: traffic,
    get news() {
      return news;
    },
    async shutdown(shutdown = {}) {
      core.startClosing();
      await pool.leave();
      await core.closeAll(shutdown);
      await pool.close();
      keys.dispose();
    },
  };
}
