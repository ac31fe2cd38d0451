import type { SigningKey } from '@inkroom/azure-signalr/auth/access-token';
import { readPingFromServer, servicePings } from '@inkroom/azure-signalr/protocol/pings';
import { AckStatus, ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { CloseConnection, Ping, ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import type { ClientConnection } from '../clients/client-connection.ts';
import type { ServiceHub } from '../service-hub.ts';
import type { ServerConnection } from './server-connection.ts';

/** Services of the emulator for these handlers. */
export interface ServerMessageHost {
  /** Acknowledges at once, or later when the chaos controls say so. */
  acknowledge(server: ServerConnection, ackId: number, status: number): void;
  /** The temporary key for a token of Entra ID. Undefined: refused. */
  lend(token: string): SigningKey | undefined;
  /** Most connections of both kinds. */
  readonly capacity: number;
}

/** Handles one message of an application server (reference 6.4). Messages are handled strictly in order. */
export function handleServerMessage(
  hub: ServiceHub,
  server: ServerConnection,
  message: ServiceMessage,
  host: ServerMessageHost,
): void {
  const { memberships, clients } = hub;
  const now = hub.host.mono();
  const ack = (ackId: number, isDone: boolean): void =>
    host.acknowledge(server, ackId, isDone ? AckStatus.ok : AckStatus.notFound);
  const isFiltered = 'extensions' in message && 'filter' in message.extensions;
  if (isFiltered) {
    hub.host.skipped(hub.key, 'a message with a filter is not sent to anybody: filters are not served here');
    return;
  }
  switch (message.type) {
    case T.handshakeRequest:
      return;
    case T.ping:
      answerPing(hub, server, message, host);
      return;
    case T.closeConnection:
      closeConnection(hub, server, message);
      return;
    case T.connectionData:
      clients.get(message.connectionId)?.deliver(message.payload);
      return;
    case T.multiConnectionData:
      hub.multicast(known(hub, message.connectionIds), message.payloads);
      return;
    case T.userData:
      hub.multicast(memberships.ofUser(message.userId), message.payloads);
      return;
    case T.multiUserData:
      hub.multicast(
        unionOf(message.userIds, (id) => memberships.ofUser(id)),
        message.payloads,
      );
      return;
    case T.broadcastData: {
      const excluded = new Set(message.excludedConnectionIds);
      hub.multicast(clients.values(), message.payloads, ({ identity }) => excluded.has(identity.id));
      return;
    }
    case T.groupBroadcastData: {
      const excluded = new Set(message.excludedConnectionIds);
      const users = new Set<string | undefined>(message.excludedUserIds);
      const except = ({ identity }: ClientConnection): boolean => excluded.has(identity.id) || users.has(identity.userId);
      hub.multicast(memberships.inGroup(message.group), message.payloads, except);
      return;
    }
    case T.multiGroupBroadcastData:
      // Once to a client that is in two of them.
      hub.multicast(
        unionOf(message.groups, (group) => memberships.inGroup(group)),
        message.payloads,
      );
      return;
    case T.joinGroup:
    case T.joinGroupWithAck: {
      const client = clients.get(message.connectionId);
      const isFull = client !== undefined && !memberships.join(client, message.group);
      if (message.type !== T.joinGroupWithAck) return;
      if (isFull) host.acknowledge(server, message.ackId, AckStatus.internalServerError);
      else ack(message.ackId, client !== undefined);
      return;
    }
    case T.leaveGroup:
    case T.leaveGroupWithAck: {
      const client = clients.get(message.connectionId);
      if (client !== undefined) memberships.leave(client, message.group);
      if (message.type === T.leaveGroupWithAck) ack(message.ackId, client !== undefined);
      return;
    }
    case T.userJoinGroup:
    case T.userJoinGroupWithAck: {
      const isDone = memberships.joinUser(message.userId, message.group, message.extensions.ttl, now);
      if (message.type === T.userJoinGroupWithAck)
        host.acknowledge(server, message.ackId, isDone ? AckStatus.ok : AckStatus.internalServerError);
      return;
    }
    case T.userLeaveGroup:
    case T.userLeaveGroupWithAck:
      memberships.leaveUser(message.userId, message.group);
      if (message.type === T.userLeaveGroupWithAck) ack(message.ackId, true);
      return;
    case T.checkUserInGroupWithAck:
      ack(message.ackId, memberships.isUserInGroup(message.userId, message.group));
      return;
    case T.checkGroupExistenceWithAck:
      ack(message.ackId, memberships.inGroup(message.group).size > 0);
      return;
    case T.checkConnectionExistenceWithAck:
      ack(message.ackId, clients.has(message.connectionId));
      return;
    case T.checkUserExistenceWithAck:
      ack(message.ackId, memberships.ofUser(message.userId).size > 0);
      return;
    case T.closeConnectionWithAck:
      hub.closeClients(known(hub, [message.connectionId]), message.reason);
      ack(message.ackId, true);
      return;
    case T.closeConnectionsWithAck:
    case T.closeUserConnectionsWithAck:
    case T.closeGroupConnectionsWithAck: {
      const excluded = new Set(message.excludedConnectionIds);
      const chosen =
        message.type === T.closeConnectionsWithAck
          ? clients.values()
          : message.type === T.closeUserConnectionsWithAck
            ? memberships.ofUser(message.userId)
            : memberships.inGroup(message.group);
      hub.closeClients(
        [...chosen].filter(({ identity }) => !excluded.has(identity.id)),
        message.reason,
      );
      ack(message.ackId, true);
      return;
    }
    case T.accessKeyRequest: {
      const key = host.lend(message.token);
      server.send({
        type: T.accessKeyResponse,
        kid: key?.kid ?? null,
        accessKey: key?.key.reveal() ?? null,
        errorType: key === undefined ? 'Unauthorized' : null,
        errorMessage: key === undefined ? 'The identity is not authorised for this service.' : null,
      });
      return;
    }
    case T.clientInvocation:
      hub.invocations.ask(server, message, clients.get(message.connectionId), now);
      return;
    case T.clientCompletion:
    case T.errorCompletion:
      hub.invocations.answer(server, message);
      return;
    default:
      hub.host.skipped(hub.key, `message of type ${message.type} is not served here`);
  }
}

function answerPing(hub: ServiceHub, server: ServerConnection, ping: Ping, host: ServerMessageHost): void {
  const said = readPingFromServer(ping);
  switch (said.kind) {
    case 'askStatus':
      server.send(
        servicePings.status({
          isActive: hub.clients.size > 0,
          clients: hub.clients.size,
          serverConnections: hub.openServers.length,
          capacity: host.capacity,
        }),
      );
      return;
    case 'askServers':
      server.send(
        servicePings.servers(Math.floor(hub.host.mono()), [...new Set(hub.openServers.map(({ identity }) => identity.serverId))]),
      );
      return;
    case 'fin':
      // No new clients, at once, so that a restart need not wait (reference 5.6). Clients cannot be moved here; reconnecting is
      // the next best.
      server.leave();
      server.send(servicePings.finack);
      if (said.mode !== 2) hub.dropClientsOf(server);
      return;
    case 'keepAlive':
    case 'echo':
      return;
  }
}

/** The application has ended a connection, after it sent everything for the client (reference 6.4). */
function closeConnection(hub: ServiceHub, server: ServerConnection, { connectionId }: CloseConnection): void {
  const client = hub.clients.get(connectionId);
  if (client === undefined) return;
  // The host of the client is told only when another server has ended it.
  if (client.server === server) server.clients.delete(client);
  client.finish();
}

function known(hub: ServiceHub, ids: readonly string[]): Set<ClientConnection> {
  const found = new Set<ClientConnection>();
  for (const id of ids) {
    const client = hub.clients.get(id);
    if (client !== undefined) found.add(client);
  }
  return found;
}

function unionOf(names: readonly string[], of: (name: string) => ReadonlySet<ClientConnection>): Set<ClientConnection> {
  const union = new Set<ClientConnection>();
  for (const name of names) for (const client of of(name)) union.add(client);
  return union;
}
