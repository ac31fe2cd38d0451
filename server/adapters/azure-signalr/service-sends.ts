import { AckStatus, ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { Payloads, ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import type { ConnectionRegistry } from '@inkroom/signalr/connection/connection-registry';
import type { Clock, Log } from '@inkroom/signalr/host';
import type { Names } from '@inkroom/signalr/hub-handle';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { Broadcast } from '@inkroom/signalr/sending/broadcast';
import type { Except } from '@inkroom/signalr/sending/groups';
import { AzureLogEvent } from './azure-log-events.ts';
import { payloadsOf } from './hub-payloads.ts';
import type { Acks } from './service-connections/acks.ts';
import type { ConnectionPool } from './service-connections/connection-pool.ts';
import type { Flow } from './service-connections/flow.ts';
import type { ServiceConnection } from './service-connections/service-connection.ts';

export interface SendsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: ConnectionRegistry;
  readonly flow: Flow;
  readonly acks: Acks;
  readonly pool: ConnectionPool;
  /** The server connection of a connection that this process carries. */
  carrierOf(connectionId: string): ServiceConnection | undefined;
}

/**
 * A hub's sends as messages of the service (reference 8.2). Each is encoded once per protocol and reaches clients of all
 * processes.
 */
export interface ServiceSends {
  /** The server connection for messages to one client. Undefined while there is none. */
  lineTo(connectionId: string): ServiceConnection | undefined;
  /** False when it cannot be sent now. */
  toConnection(connectionId: string, target: string, args: readonly unknown[]): boolean;
  /** Returns the bytes of the message in MessagePack, as the service bills them; 0 when it cannot be sent now. */
  toGroup(group: string, target: string, args: readonly unknown[]): number;
  toGroups(names: Names, target: string, args: readonly unknown[], except?: Except): undefined;
  toUsers(ids: Names, target: string, args: readonly unknown[]): undefined;
  toAll(target: string, args: readonly unknown[], except?: Except): undefined;
  /** False when there is no such connection. Rejects when the service does not answer. */
  setMember(connectionId: string, group: string, isMember: boolean): Promise<boolean>;
}

export function serviceSends({ clock, log, registry, flow, acks, pool, carrierOf }: SendsOptions): ServiceSends {
  let notSentAt = Number.NEGATIVE_INFINITY;

  /** The connection of the running call, else one that stays the same for the key. */
  const lineBy = (key: string): ServiceConnection | undefined => flow.line ?? pool.keyed(key);

  /** Keeps the order with messages to the first of its groups; without a group, with its own answers. */
  function lineTo(connectionId: string): ServiceConnection | undefined {
    if (flow.line !== undefined) return flow.line;
    const [group] = registry.connection(connectionId)?.groups ?? [];
    const own = group === undefined ? carrierOf(connectionId) : undefined;
    return own?.isOpen === true ? own : pool.keyed(group ?? connectionId);
  }

  function sendOver(line: ServiceConnection | undefined, message: ServiceMessage): boolean {
    if (line !== undefined) {
      line.send(message);
      return true;
    }
    // Logged at most once a second.
    const now = clock.mono();
    if (now - notSentAt >= 1_000) log.warn(AzureLogEvent.sendFailed, { note: 'no server connection is open' });
    notSentAt = now;
    return false;
  }

  const payloadsFor = (target: string, args: readonly unknown[], wanted?: string): Payloads => {
    const message = new Broadcast(target, args);
    return payloadsOf((protocol) => message.in(protocol), wanted);
  };

  function toConnection(connectionId: string, target: string, args: readonly unknown[]): boolean {
    const payloads = payloadsFor(target, args, registry.connection(connectionId)?.protocolName);
    return sendOver(lineTo(connectionId), {
      type: T.multiConnectionData,
      connectionIds: [connectionId],
      payloads,
      extensions: {},
    });
  }

  function toGroups(names: Names, target: string, args: readonly unknown[], except?: Except): undefined {
    const [first] = [names].flat();
    if (first === undefined) return;
    const payloads = payloadsFor(target, args);
    const excludedConnectionIds = idsOf(except);
    // The message for several groups has no field for excluded connections.
    const groups = excludedConnectionIds.length > 0 ? [names].flat() : typeof names === 'string' ? [names] : undefined;
    if (groups === undefined) {
      sendOver(lineBy(first), { type: T.multiGroupBroadcastData, groups: [names].flat(), payloads, extensions: {} });
      return;
    }
    for (const group of groups) sendOver(lineBy(group), groupMessage(group, payloads, excludedConnectionIds));
  }

  function toGroup(group: string, target: string, args: readonly unknown[]): number {
    const payloads = payloadsFor(target, args);
    const isSent = sendOver(lineBy(group), groupMessage(group, payloads, []));
    return isSent ? (payloads.get(messagePackProtocol.name)?.length ?? 0) : 0;
  }

  async function setMember(connectionId: string, group: string, isMember: boolean): Promise<boolean> {
    const line = flow.line ?? carrierOf(connectionId) ?? pool.keyed(connectionId);
    if (line === undefined) throw new Error('The service is not connected.');
    const type = isMember ? T.joinGroupWithAck : T.leaveGroupWithAck;
    const outcome = await acks.request(line, (ackId) => ({ type, connectionId, group, ackId, extensions: {} }));
    if (outcome === AckStatus.ok) return true;
    if (outcome === AckStatus.notFound) return false;
    log.warn(AzureLogEvent.ackLate, { connection: connectionId, outcome });
    throw new Error('The service did not acknowledge the change of a group.');
  }

  function toUsers(ids: Names, target: string, args: readonly unknown[]): undefined {
    const [first] = [ids].flat();
    if (first === undefined) return;
    const payloads = payloadsFor(target, args);
    const message: ServiceMessage =
      typeof ids === 'string'
        ? { type: T.userData, userId: ids, payloads, extensions: {} }
        : { type: T.multiUserData, userIds: ids, payloads, extensions: {} };
    sendOver(lineBy(first), message);
  }

  function toAll(target: string, args: readonly unknown[], except?: Except): undefined {
    const payloads = payloadsFor(target, args);
    sendOver(lineBy(''), { type: T.broadcastData, excludedConnectionIds: idsOf(except), payloads, extensions: {} });
  }

  return { lineTo, toConnection, toGroup, toGroups, toUsers, toAll, setMember };
}

function groupMessage(group: string, payloads: Payloads, excludedConnectionIds: readonly string[]): ServiceMessage {
  const nobody = { excludedUserIds: [], callerUserId: null };
  return { type: T.groupBroadcastData, group, excludedConnectionIds, payloads, extensions: {}, ...nobody };
}

function idsOf(except: Except | undefined): readonly string[] {
  if (except === undefined) return [];
  return typeof except === 'string' ? [except] : [...except];
}
