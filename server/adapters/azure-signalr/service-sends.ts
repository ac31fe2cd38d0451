import { AckStatus, ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { Payloads, ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import type { ConnectionRegistry } from '@inkroom/signalr/connection/connection-registry';
import type { Clock, Log } from '@inkroom/signalr/host';
import type { Names } from '@inkroom/signalr/hub-handle';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { Broadcast } from '@inkroom/signalr/sending/broadcast';
import type { Except } from '@inkroom/signalr/sending/groups';
import { AzureLogEvent } from './azure-log-events.ts';
import type { EndpointLink } from './endpoints/endpoint-link.ts';
import { payloadsOf } from './hub-payloads.ts';
import type { Acks } from './service-connections/acks.ts';
import type { Flow } from './service-connections/flow.ts';
import type { ServiceConnection } from './service-connections/service-connection.ts';

export interface SendsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: ConnectionRegistry;
  readonly flow: Flow;
  readonly acks: Acks;
  readonly endpoints: readonly EndpointLink[];
  /** The server connection of a connection that this process carries. */
  carrierOf(connectionId: string): ServiceConnection | undefined;
}

/**
 * A hub's sends as messages of the service (reference 8.2). Each is encoded once per protocol and reaches clients of all
 * processes. What is for all, for a group or for a client of another process goes to every endpoint, because members may be at each.
 */
export interface ServiceSends {
  /**
   * The server connections for messages to one client: one to the endpoint that has it, where that is known, else one to each. Empty
   * while there is none.
   */
  linesTo(connectionId: string): readonly ServiceConnection[];
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

interface MemberChange {
  readonly connectionId: string;
  readonly group: string;
  readonly isMember: boolean;
}

export function serviceSends({ clock, log, registry, flow, acks, endpoints, carrierOf }: SendsOptions): ServiceSends {
  let notSentAt = Number.NEGATIVE_INFINITY;

  /** The connection of the running call, else one that stays the same for the key. */
  function lineBy(key: string, link: EndpointLink): ServiceConnection | undefined {
    const { line } = flow;
    return line !== undefined && link.owns(line) ? line : link.pool.keyed(key);
  }

  const linesBy = (key: string): readonly ServiceConnection[] =>
    endpoints.flatMap((link) => {
      const line = lineBy(key, link);
      return line === undefined ? [] : [line];
    });

  /** The endpoint that has the client. Undefined: another process carries the client, or none does. */
  function endpointOf(connectionId: string): EndpointLink | undefined {
    const carrier = carrierOf(connectionId);
    return carrier && endpoints.find((link) => link.owns(carrier));
  }

  /** Keeps the order with messages to the first of its groups; without a group, with its own answers. */
  function linesTo(connectionId: string): readonly ServiceConnection[] {
    const link = endpointOf(connectionId);
    if (link === undefined) return linesBy(connectionId);
    if (flow.line !== undefined && link.owns(flow.line)) return [flow.line];
    const [group] = registry.connection(connectionId)?.groups ?? [];
    const own = group === undefined ? carrierOf(connectionId) : undefined;
    const line = own?.isOpen === true ? own : link.pool.keyed(group ?? connectionId);
    return line === undefined ? [] : [line];
  }

  function sendOver(lines: readonly ServiceConnection[], message: ServiceMessage): boolean {
    for (const line of lines) line.send(message);
    if (lines.length > 0) return true;
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
    return sendOver(linesTo(connectionId), {
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
      sendOver(linesBy(first), { type: T.multiGroupBroadcastData, groups: [names].flat(), payloads, extensions: {} });
      return;
    }
    for (const group of groups) sendOver(linesBy(group), groupMessage(group, payloads, excludedConnectionIds));
  }

  function toGroup(group: string, target: string, args: readonly unknown[]): number {
    const payloads = payloadsFor(target, args);
    const isSent = sendOver(linesBy(group), groupMessage(group, payloads, []));
    return isSent ? (payloads.get(messagePackProtocol.name)?.length ?? 0) : 0;
  }

  async function setMember(connectionId: string, group: string, isMember: boolean): Promise<boolean> {
    const link = endpointOf(connectionId);
    const outcomes = (link === undefined ? endpoints : [link]).map((one) => setMemberAt(one, { connectionId, group, isMember }));
    const settled = await Promise.allSettled(outcomes);
    if (settled.some((one) => one.status === 'fulfilled' && one.value)) return true;
    // One that does not answer may have the connection.
    const failed = settled.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    return false;
  }

  async function setMemberAt(link: EndpointLink, { connectionId, group, isMember }: MemberChange): Promise<boolean> {
    const carrier = carrierOf(connectionId);
    const line = [flow.line, carrier].find((one) => one !== undefined && link.owns(one)) ?? link.pool.keyed(connectionId);
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
    sendOver(linesBy(first), message);
  }

  function toAll(target: string, args: readonly unknown[], except?: Except): undefined {
    const payloads = payloadsFor(target, args);
    sendOver(linesBy(''), { type: T.broadcastData, excludedConnectionIds: idsOf(except), payloads, extensions: {} });
  }

  return { linesTo, toConnection, toGroup, toGroups, toUsers, toAll, setMember };
}

function groupMessage(group: string, payloads: Payloads, excludedConnectionIds: readonly string[]): ServiceMessage {
  const nobody = { excludedUserIds: [], callerUserId: null };
  return { type: T.groupBroadcastData, group, excludedConnectionIds, payloads, extensions: {}, ...nobody };
}

function idsOf(except: Except | undefined): readonly string[] {
  if (except === undefined) return [];
  return typeof except === 'string' ? [except] : [...except];
}
