import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Authenticate } from './authentication.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import { ConnectionRegistry } from './connection-registry.ts';
import type { ConnectionRules, ConnectRequest } from './connection-rules.ts';
import { errorTexts } from './error-texts.ts';
import { FlushTurn } from './flush-turn.ts';
import { type Except, Groups, sendTo } from './groups.ts';
import type { Clock, Disposable, Log, Random } from './host.ts';
import { HttpCarriers } from './http-carriers.ts';
import type { AskOptions, Hub, HubConnection } from './hub.ts';
import { hubEndpoint } from './hub-endpoint.ts';
import { DEFAULT_HUB_LIMITS, type HubLimits } from './hub-limits.ts';
import { routeOf } from './hub-route.ts';
import type { Identity } from './identity.ts';
import { MethodTable } from './method-table.ts';
import type { AllowedOrigins } from './origin-policy.ts';
import { questionRules } from './questions.ts';
import { SharedBytes } from './shared-bytes.ts';
import { spreadOut } from './spread-out.ts';
import { noTraffic, type Traffic } from './traffic.ts';
import type { Transport } from './transports/transport.ts';
import { webSocketAcceptor } from './transports/websocket.ts';
import { UserIndex } from './user-index.ts';

export interface HubServerOptions {
  /** Where the hub is, for example `/hub`. */
  readonly path: string;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly limits?: Partial<HubLimits>;
  /** Tell clients what went wrong in detail. Off: errors may say what others should not know. */
  readonly detailedErrors?: boolean;
  /** Web origins besides the server's own whose pages may connect, such as `https://example.org`. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Says who asks, at every request. Without it everybody is anonymous. */
  readonly authenticate?: Authenticate;
  /** Let clients that ask for it keep their connection over the loss of a socket (reference 6). Off by default, as in ASP.NET. */
  readonly statefulReconnect?: boolean;
  /** Keep the headers of the connecting request for `HubConnection.headers`: some kilobytes per connection. */
  readonly keepHeaders?: boolean;
  /** Network address of a client, for limits and logs, where a proxy stands in front of the server. */
  addressOf?(request: IncomingMessage): string;
}

export interface HubStats extends Readonly<Traffic> {
  /** With a transport; includes those that are shaking hands or closing. */
  readonly connections: number;
  /** Negotiated, without a transport. */
  readonly pending: number;
  readonly groups: number;
  /** Bytes of the application that messages to clients with stateful reconnect lean on; see `HubLimits.sharedBytes`. */
  readonly sharedBytes: number;
}

export interface HubServer {
  /** Where the hub is. */
  readonly path: string;
  /** Answers a request if it is for the hub: then true, and nobody else may touch it. Its body must not have been read. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** The same for the `upgrade` event of an HTTP server. When it returns false, somebody else must answer or destroy the socket. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Membership ends with the connection. */
  readonly groups: {
    /** False when there is no such connection (any more). */
    add(connectionId: string, group: string): boolean;
    remove(connectionId: string, group: string): void;
    /** Encodes once per protocol, whatever the number of members. Returns how many it was queued for. */
    send(group: string, target: string, args: readonly unknown[], except?: Except): number;
  };
  readonly users: {
    /** To all connections of a user; returns how many it was queued for. */
    send(userId: string, target: string, args: readonly unknown[], except?: Except): number;
  };
  /** An open connection. */
  connection(id: string): HubConnection | undefined;
  /** False when there is no such connection. */
  send(connectionId: string, target: string, args: readonly unknown[]): boolean;
  /** Asks one client for a result; see `HubConnection.ask`. */
  ask(connectionId: string, target: string, args: readonly unknown[], options?: AskOptions): Promise<unknown>;
  sendAll(target: string, args: readonly unknown[], except?: Except): number;
  stats(): HubStats;
  /**
   * Tells every client to come back, and resolves when all have gone or been cut off. Nobody is let in from then on. With a spread
   * they are told one after the other over that time, and served until then, so that they do not all come back at once; called again,
   * it takes effect at once.
   */
  shutdown(options?: ShutdownOptions): Promise<void>;
}

export interface ShutdownOptions {
  /** Milliseconds from the first Close to the last. */
  readonly spreadMs?: number;
}

/** A SignalR server for one hub. It listens nowhere itself: give it the requests and upgrades of any HTTP server. */
export function createHubServer(options: HubServerOptions): HubServer {
  const { path, hub, clock, random, log, detailedErrors = false, allowedOrigins = [] } = options;
  const limits: HubLimits = { ...DEFAULT_HUB_LIMITS, ...options.limits };
  const registry = new ConnectionRegistry(clock, random, limits);
  const groups = new Groups<Connection>();
  const users = new UserIndex<Connection>();
  const traffic = noTraffic();
  const shared = new SharedBytes(limits.sharedBytes);
  const acceptor = webSocketAcceptor(limits.frameBytes);
  let phase: 'serving' | 'closing' = 'serving';
  let sweeping: Disposable | undefined;
  const emptied: (() => void)[] = [];

  const rules: ConnectionRules & ConnectionOwner = {
    hub,
    clock,
    log,
    limits,
    detailedErrors,
    traffic,
    methods: new MethodTable(hub.methods),
    questions: questionRules(clock, limits.clientResultTimeoutMs),
    outbound: {
      sendQueueBytes: limits.sendQueueBytes,
      reconnectBufferBytes: limits.reconnectBufferBytes,
      reconnectLeanedBytes: limits.reconnectLeanedBytes,
      shared,
      flushTurn: new FlushTurn(),
      traffic,
    },
    left(connection) {
      groups.leaveAll(connection);
      users.remove(connection);
      registry.left(connection);
    },
    gone(connection) {
      registry.gone(connection);
      carriers.gone(connection.identity.token);
      if (registry.size > 0) return;
      for (const resolve of emptied.splice(0)) resolve();
    },
  };

  /** One timer for all, and none while nobody is there. */
  function keepSweeping(): void {
    sweeping ??= clock.after(limits.sweepIntervalMs, () => {
      sweeping = undefined;
      registry.sweep(clock.mono());
      if (!registry.isEmpty) keepSweeping();
    });
  }

  function open(identity: Identity, transport: Transport, request: ConnectRequest): Connection {
    const connection = new Connection(identity, rules, transport, request);
    registry.add(connection);
    users.add(connection);
    keepSweeping();
    return connection;
  }

  const isClosing = (): boolean => phase === 'closing';
  const carriers = new HttpCarriers({ registry, clock, limits, isClosing, open });
  const endpoint = hubEndpoint({
    registry,
    carriers,
    allowedOrigins,
    authenticate: options.authenticate,
    statefulReconnect: options.statefulReconnect ?? false,
    keepHeaders: options.keepHeaders ?? false,
    log,
    addressOf: (request) => options.addressOf?.(request) ?? request.socket.remoteAddress ?? '',
    isClosing,
    onNegotiated: keepSweeping,
  });

  return {
    path,

    handleRequest(request, response) {
      const route = routeOf(request.url ?? '', path);
      if (route === undefined) return false;
      endpoint.respond(route, request, response);
      return true;
    },

    handleUpgrade(request, socket, head) {
      const route = routeOf(request.url ?? '', path);
      if (route === undefined) return false;
      endpoint.upgrade(route, request, socket, (admission) => {
        let isTaken = false;
        acceptor.accept(request, socket, head, (transport) => {
          isTaken = true;
          if (admission.kind === 'reattach') return admission.connection.reattach(transport);
          const connection = open(admission.identity, transport, admission.connect);
          for (const bytes of admission.early) connection.onBytes(bytes);
          return connection;
        });
        // A malformed upgrade is answered by the acceptor.
        if (!isTaken && admission.kind === 'new') registry.release(admission.identity);
      });
      return true;
    },

    groups: {
      add(connectionId, group) {
        const connection = registry.connection(connectionId);
        if (connection !== undefined) groups.add(connection, group);
        return connection !== undefined;
      },
      remove(connectionId, group) {
        const connection = registry.connection(connectionId);
        if (connection !== undefined) groups.remove(connection, group);
      },
      send: (group, target, args, except) => groups.send(group, target, args, except),
    },

    users: { send: (userId, target, args, except) => users.send(userId, target, args, except) },
    connection: (id) => registry.connection(id),
    ask: async (connectionId, target, args, asked) => {
      const connection = registry.connection(connectionId);
      if (connection === undefined) throw new Error(errorTexts.noSuchConnection(connectionId));
      return connection.ask(target, args, asked);
    },
    send: (connectionId, target, args) => registry.connection(connectionId)?.send(target, args) ?? false,
    sendAll: (target, args, except) => sendTo(registry.all(), target, args, except),
    stats: () => ({
      ...traffic,
      connections: registry.size,
      pending: registry.pending,
      groups: groups.size,
      sharedBytes: shared.bytes,
    }),

    async shutdown({ spreadMs = 0 } = {}) {
      phase = 'closing';
      registry.forgetPending();
      carriers.hurry();
      const spread = { clock, spreadMs, isOver: () => registry.size === 0 };
      await spreadOut([...registry.all()], spread, (one) => one.closeFor('serverShutdown', { allowReconnect: true }));
      if (registry.size > 0) await new Promise<void>((resolve) => emptied.push(resolve));
      sweeping?.dispose();
      sweeping = undefined;
    },
  };
}
