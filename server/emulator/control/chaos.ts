import { servicePings } from '@inkroom/azure-signalr/protocol/pings';
import { ServiceMessageType } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServerConnection } from '../servers/server-connection.ts';
import type { ServiceHub } from '../service-hub.ts';

/** Failures that the emulator can produce, to test that an application survives them. */
export interface Chaos {
  /** Cuts connections of application servers like a broken network, at most `count`. Returns how many. */
  dropServerConnections(options?: { readonly hub?: string; readonly serverId?: string; readonly count?: number }): number;
  /** The same for clients. */
  dropClients(options?: { readonly hub?: string; readonly count?: number }): number;
  /** Cuts all connections and answers 503 to every request until `online`. */
  offline(): void;
  online(): void;
  /** Delays answers about groups, milliseconds; 0 is at once. */
  delayAcks(ms: number): void;
  /** Sends nothing more to application servers, not even pings, so that they notice the silence. False: sends again. */
  silence(isSilent: boolean): void;
  /** Asks every application server for one more connection (reference 5.4). */
  askForConnection(): number;
  /** Tells every application server that an instance of the service is gone, with its clients. */
  announceOffline(): number;
  /** Gives all server connections up with a service error, and closes them. */
  failServerConnections(): number;
}

export interface ChaosSwitches {
  phase: 'online' | 'offline';
  ackDelayMs: number;
  isSilent: boolean;
}

export interface ChaosHost {
  readonly switches: ChaosSwitches;
  readonly instanceId: string;
  hubs(): readonly ServiceHub[];
  /** Drops negotiated clients that have not connected. */
  forgetPending(): void;
  /** A failure was produced. */
  noted(what: string): void;
}

export function makeChaos(host: ChaosHost): Chaos {
  const { switches } = host;
  const hubsNamed = (name: string | undefined): readonly ServiceHub[] =>
    host.hubs().filter(({ key }) => name === undefined || key === name.toLowerCase());
  const openServers = (): ServerConnection[] => host.hubs().flatMap(({ openServers }) => openServers);

  const chaos: Chaos = {
    dropServerConnections({ hub, serverId, count = Number.POSITIVE_INFINITY } = {}) {
      const chosen = hubsNamed(hub)
        .flatMap(({ servers }) => [...servers])
        .filter(({ identity }) => serverId === undefined || identity.serverId === serverId)
        .slice(0, count);
      host.noted(`drop ${chosen.length} server connections`);
      for (const server of chosen) server.terminate();
      return chosen.length;
    },
    dropClients({ hub, count = Number.POSITIVE_INFINITY } = {}) {
      const chosen = hubsNamed(hub)
        .flatMap(({ clients }) => [...clients.values()])
        .slice(0, count);
      host.noted(`drop ${chosen.length} clients`);
      for (const client of chosen) client.terminate();
      return chosen.length;
    },
    offline() {
      switches.phase = 'offline';
      host.forgetPending();
      chaos.dropClients();
      chaos.dropServerConnections();
      host.noted('offline');
    },
    online() {
      switches.phase = 'online';
      host.noted('online');
    },
    delayAcks(ms) {
      switches.ackDelayMs = ms;
      host.noted(`delay acks by ${ms} ms`);
    },
    silence(isSilent) {
      switches.isSilent = isSilent;
      host.noted(isSilent ? 'silent' : 'speaking');
    },
    askForConnection() {
      host.noted('ask for one more connection');
      for (const { openServers } of host.hubs()) openServers[0]?.send(servicePings.target(host.instanceId));
      return host.hubs().length;
    },
    announceOffline() {
      const servers = openServers();
      host.noted('announce that this instance is gone');
      for (const server of servers) server.send(servicePings.offline(host.instanceId));
      for (const { clients } of host.hubs()) for (const client of [...clients.values()]) client.terminate();
      return servers.length;
    },
    failServerConnections() {
      const servers = openServers();
      host.noted('give server connections up');
      for (const server of servers) {
        server.send({ type: ServiceMessageType.serviceError, errorMessage: 'The emulator was told to give this connection up.' });
        server.close(1011, 'ServiceError');
      }
      return servers.length;
    },
  };
  return chaos;
}
