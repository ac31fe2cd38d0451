import { serverPings } from '@inkroom/azure-signalr/protocol/pings';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { hubKey as keyOf } from '@inkroom/azure-signalr/service-urls';
import type { Authenticate } from '@inkroom/signalr/http/authentication';
import type { AllowedOrigins } from '@inkroom/signalr/http/origin-policy';
import { createHubCore, type HubCoreOptions } from '@inkroom/signalr/hub-core';
import type { HubHandle, Names } from '@inkroom/signalr/hub-handle';
import type { Except } from '@inkroom/signalr/sending/groups';
import { AzureLogEvent } from './azure-log-events.ts';
import { CarriedConnections } from './clients/carried-connections.ts';
import { redirectEndpoint } from './clients/redirect-endpoint.ts';
import type { EndpointAccess, EndpointLink } from './endpoints/endpoint-link.ts';
import { Failback } from './endpoints/failback.ts';
import { openEndpoints } from './endpoints/open-endpoints.ts';
import { protocolNamed } from './hub-payloads.ts';
import { Acks } from './service-connections/acks.ts';
import { Flow } from './service-connections/flow.ts';
import type { ServiceConnection } from './service-connections/service-connection.ts';
import { ServiceQuestions } from './service-questions.ts';
import { serviceSends } from './service-sends.ts';

export interface BehindServiceOptions extends HubCoreOptions {
  /** The hub's path at this process: clients negotiate there. */
  readonly path: string;
  /** Name of the hub at the service: the same for all processes that serve it. */
  readonly hubName: string;
  /** Prefix of the name, where several applications share one service. */
  readonly application?: string;
  /** One or more. Each may carry clients of the hub, and is sent what is for all or for a group. */
  readonly endpoints: readonly EndpointAccess[];
  /** Of this process. `newServerId` makes one. */
  readonly serverId: string;
  /** Product and version, for the service's logs. */
  readonly userAgent: string;
  readonly allowedOrigins?: AllowedOrigins;
  readonly authenticate?: Authenticate;
  readonly keepHeaders?: boolean;
  readonly sticky?: 'Preferred' | 'Required';
  /** A server connection to an endpoint is open again after there was none. */
  readonly online?: (link: EndpointLink) => void;
  /** [CLS-6] Called again and again while clients of secondary endpoints should go back to a primary one. */
  readonly settled?: () => void;
  /** Lifetime of clients' tokens; default: one hour. */
  readonly tokenLifetimeMs?: number;
}

/** A hub whose clients one or several services carry. Several processes may serve the same one. */
export interface ServiceHub extends HubHandle {
  readonly groups: {
    /** False when there is no such connection. Rejects when the service does not answer. */
    add(connectionId: string, group: string): Promise<boolean>;
    remove(connectionId: string, group: string): Promise<void>;
    send(groups: Names, target: string, args: readonly unknown[], except?: Except): undefined;
  };
  /** A send outside of any call. With one group, sends keep the order of the calls. Returns the result of `toGroup`. */
  sendInOrder(group: string, target: string, args: readonly unknown[]): number;
  /** Open server connections, to all endpoints. */
  readonly lines: number;
  readonly endpoints: readonly EndpointLink[];
}

/**
 * Serves a hub behind Azure SignalR Service in Default mode, like Microsoft's SDK in C#. It connects at once and reconnects
 * without end.
 */
export function hubBehindService(options: BehindServiceOptions): ServiceHub {
  const { path, clock, random, log, serverId } = options;
  const hubKey = keyOf(options.hubName, options.application);
  const flow = new Flow();
  const acks = new Acks(clock);

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
    linesTo: (connectionId) => sends.linesTo(connectionId),
  });
  const endpoints = openEndpoints(options.endpoints, {
    ...options,
    hubKey,
    received,
    instanceGone(link, instanceId) {
      carried.instanceGone(instanceId, (line) => link.owns(line));
      questions.instanceGone(instanceId);
    },
    keepAlive: (line) => serverPings.keepAlive(registry.size, line.clients),
    online: (link) => options.online?.(link),
    lost(line) {
      acks.lineLost(line);
      carried.lineLost(line);
    },
  });

  const failback = new Failback({
    clock,
    log,
    endpoints,
    clientsAt: (link) => carried.clientsAt((line) => link.owns(line)),
    moveOne: (from) => carried.moveOne((line) => from.owns(line)),
    settled: () => options.settled?.(),
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
      default:
        log.debug(AzureLogEvent.frameSkipped, { line: line.name, why: `message of type ${message.type} is not for a server` });
    }
  }

  const sends = serviceSends({
    clock,
    log,
    registry,
    flow,
    acks,
    endpoints,
    carrierOf: (connectionId) => carried.lineOf(connectionId),
  });
  const redirect = redirectEndpoint({
    path,
    endpoints,
    hubKey,
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
    isClosing: () => core.isClosing,
    preferred: () => failback.emptiest,
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
      return endpoints.reduce((sum, { lines }) => sum + lines, 0);
    },
    endpoints,
    async shutdown(shutdown = {}) {
      core.startClosing();
      failback.dispose();
      await Promise.all(endpoints.map(({ pool }) => pool.leave()));
      await core.closeAll(shutdown);
      await Promise.all(endpoints.map(({ pool }) => pool.close()));
      for (const { keys } of options.endpoints) keys.dispose();
    },
  };
}
