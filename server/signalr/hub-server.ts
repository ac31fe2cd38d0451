import type { IncomingMessage } from 'node:http';
import { errorTexts } from './calls/error-texts.ts';
import type { Authenticate } from './http/authentication.ts';
import { HttpCarriers } from './http/http-carriers.ts';
import { hubEndpoint } from './http/hub-endpoint.ts';
import { routeOf } from './http/hub-route.ts';
import type { AllowedOrigins } from './http/origin-policy.ts';
import { createHubCore, type HubCoreOptions } from './hub-core.ts';
import type { HubHandle, Names } from './hub-handle.ts';
import { type Except, sendTo } from './sending/groups.ts';
import { webSocketAcceptor } from './transports/websocket.ts';

export interface HubServerOptions extends HubCoreOptions {
  /** The hub's path, for example `/hub`. */
  readonly path: string;
  /** Web origins besides the server's own whose pages may connect, such as `https://example.org`. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Identifies the user of every request. Without it every user is anonymous. */
  readonly authenticate?: Authenticate;
  /** Lets clients that request it keep their connection when a socket is lost (reference 6). Off by default, as in ASP.NET. */
  readonly statefulReconnect?: boolean;
  /** Keeps the headers of the connecting request for `HubConnection.headers`: some kilobytes per connection. */
  readonly keepHeaders?: boolean;
  /** Network address of a client, for limits and logs, where a proxy is in front of the server. */
  addressOf?(request: IncomingMessage): string;
}

/** A hub whose clients connect to this process, so that every result is known at once. */
export interface HubServer extends HubHandle {
  readonly groups: {
    add(connectionId: string, group: string): boolean;
    remove(connectionId: string, group: string): void;
    send(groups: Names, target: string, args: readonly unknown[], except?: Except): number;
  };
  readonly users: {
    send(userIds: Names, target: string, args: readonly unknown[], except?: Except): number;
  };
  sendAll(target: string, args: readonly unknown[], except?: Except): number;
}

/** A SignalR server for one hub. It does not listen: pass it the requests and upgrades of any HTTP server. */
export function createHubServer(options: HubServerOptions): HubServer {
  const { path, clock, log, allowedOrigins = [] } = options;
  const core = createHubCore(options, { gone: ({ identity }) => carriers.gone(identity.token) });
  const { registry, traffic, unfinished, groups, users, limits, open } = core;
  const acceptor = webSocketAcceptor(limits.frameBytes, core);
  const isClosing = (): boolean => core.isClosing;
  const carriers = new HttpCarriers({ registry, unfinished, clock, limits, isClosing, open });
  const endpoint = hubEndpoint({
    registry,
    traffic,
    carriers,
    allowedOrigins,
    authenticate: options.authenticate,
    statefulReconnect: options.statefulReconnect ?? false,
    keepHeaders: options.keepHeaders ?? false,
    log,
    addressOf: (request) => options.addressOf?.(request) ?? request.socket.remoteAddress ?? '',
    isClosing,
    onNegotiated: () => core.keepSweeping(),
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
        // The acceptor answers a malformed upgrade.
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
      send: (names, target, args, except) => sumOf(names, (group) => groups.send(group, target, args, except)),
    },

    users: {
      send: (ids, target, args, except) => sumOf(ids, (id) => users.send(id, target, args, except)),
    },
    connection: (id) => registry.connection(id),
    ask: async (connectionId, target, args, asked) => {
      const connection = registry.connection(connectionId);
      if (connection === undefined) throw new Error(errorTexts.noSuchConnection(connectionId));
      return connection.ask(target, args, asked);
    },
    send: (connectionId, target, args) => registry.connection(connectionId)?.send(target, args) ?? false,
    sendAll: (target, args, except) => sendTo(registry.all(), target, args, except),
    stats: () => core.stats(),

    async shutdown(shutdown = {}) {
      core.startClosing();
      carriers.hurry();
      await core.closeAll(shutdown);
    },
  };
}

function sumOf(names: Names, send: (name: string) => number): number {
  return typeof names === 'string' ? send(names) : names.reduce((sum, name) => sum + send(name), 0);
}
