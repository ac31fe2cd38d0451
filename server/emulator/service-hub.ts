import { ServiceMessageType } from '@inkroom/azure-signalr/protocol/service-codes';
import { NO_HEADERS } from '@inkroom/azure-signalr/protocol/service-containers';
import type { Payloads } from '@inkroom/azure-signalr/protocol/service-messages';
import type { ClientConnection } from './clients/client-connection.ts';
import { ClientInvocations } from './clients/client-invocations.ts';
import { Memberships } from './clients/memberships.ts';
import type { EmulatorLimits } from './emulator-limits.ts';
import type { ServerConnection } from './servers/server-connection.ts';

/** No application server can take the client (reference 7.2). */
const NO_SERVER = 'No application server is connected to this hub. Start one, or look at its log.';
const SERVER_GONE = 'The application server of this connection is gone.';

/** The emulator, as its hubs see it. */
export interface ServiceHubHost {
  readonly limits: EmulatorLimits;
  /** Id of this emulator as an instance of the service. */
  readonly instanceId: string;
  mono(): number;
  /** A payload is missing for a client's protocol, or another message was skipped. */
  skipped(hub: string, why: string): void;
}

/** One hub of the service: its application servers, clients and groups. Clients of different hubs are separate. */
export class ServiceHub {
  readonly key: string;
  /** From the upgrade on; some have not completed the handshake. */
  readonly servers = new Set<ServerConnection>();
  readonly clients = new Map<string, ClientConnection>();
  readonly memberships: Memberships;
  readonly invocations: ClientInvocations;
  readonly host: ServiceHubHost;

  constructor(key: string, host: ServiceHubHost) {
    this.key = key;
    this.host = host;
    this.memberships = new Memberships(host.limits);
    this.invocations = new ClientInvocations(host.limits, host.instanceId);
  }

  get openServers(): readonly ServerConnection[] {
    return [...this.servers].filter(({ isOpen }) => isOpen);
  }

  get isEmpty(): boolean {
    return this.servers.size === 0 && this.clients.size === 0 && this.memberships.isEmpty;
  }

  clientAdded(client: ClientConnection): void {
    this.clients.set(client.identity.id, client);
    this.memberships.opened(client, this.host.mono());
  }

  /** Chooses the server for the client, and opens its logical connection there (reference 7.2, 7.3). */
  clientAsked(client: ClientConnection, record: Buffer): void {
    const server = this.#choose(client);
    if (server === undefined) {
      client.refuse(NO_SERVER, 'NoAvailableServerConnection');
      return;
    }
    client.server = server;
    server.clients.add(client);
    const { id, claims, headers, query } = client.identity;
    server.send({
      type: ServiceMessageType.openConnection,
      connectionId: id,
      claims,
      headers,
      queryString: query,
      extensions: { protocol: client.protocol },
    });
    this.clientReceived(client, record);
  }

  clientReceived({ server, identity: { id } }: ClientConnection, payload: Uint8Array): void {
    server?.send({ type: ServiceMessageType.connectionData, connectionId: id, payload, extensions: {} });
  }

  /** Tells the application server, unless it is gone or has itself ended the client. */
  clientGone(client: ClientConnection): void {
    if (this.clients.get(client.identity.id) === client) this.clients.delete(client.identity.id);
    this.memberships.gone(client);
    this.invocations.clientGone(client);
    const { server } = client;
    client.server = undefined;
    if (server?.clients.delete(client) !== true) return;
    server.send({
      type: ServiceMessageType.closeConnection,
      connectionId: client.identity.id,
      errorMessage: null,
      headers: NO_HEADERS,
      extensions: {},
    });
  }

  /** Its clients cannot be moved: they must reconnect (reference 7.7). */
  serverGone(server: ServerConnection): void {
    this.servers.delete(server);
    this.invocations.serverGone(server);
    this.dropClientsOf(server);
  }

  dropClientsOf(server: ServerConnection): void {
    const clients = [...server.clients];
    server.clients.clear();
    for (const client of clients) client.dismiss(SERVER_GONE, true, 'ServerConnectionClosed');
  }

  /** First the sticky rule, then the connection with the fewest clients, so that all connections and servers are used equally. */
  #choose(client: ClientConnection): ServerConnection | undefined {
    const able = [...this.servers].filter(({ takesClients }) => takesClients);
    const { sticky } = client.identity;
    const own = able.filter(({ identity }) => identity.serverId === sticky?.serverId);
    const candidates = own.length > 0 || sticky?.isRequired === true ? own : able;
    return candidates.reduce<ServerConnection | undefined>(
      (best, one) => (best === undefined || one.clients.size < best.clients.size ? one : best),
      undefined,
    );
  }

  /** The same bytes to all clients of a protocol (reference 8.1). */
  multicast(receivers: Iterable<ClientConnection>, payloads: Payloads, except?: (client: ClientConnection) => boolean): void {
    for (const client of receivers) if (except?.(client) !== true) client.multicast(payloads);
  }

  /** The service itself or an outside caller closes clients: tells the client and its application server. */
  closeClients(clients: Iterable<ClientConnection>, reason: string | null): void {
    for (const client of [...clients]) client.dismiss(reason ?? undefined, false, 'ClosedByAppServer');
  }

  sweep(now: number): void {
    for (const server of [...this.servers]) server.sweep(now);
    for (const client of [...this.clients.values()]) client.sweep(now);
    this.memberships.sweep(now);
    this.invocations.sweep(now);
  }
}
