import { readExtensions } from './extensions.ts';
import { FieldReader, type MalformedCode } from './field-reader.ts';
import { ServiceMessageType as T } from './service-codes.ts';
import { mergedHeaders, NO_HEADERS } from './service-containers.ts';
import type { Payloads, ServiceClaim, ServiceHeaders, ServiceMessage } from './service-messages.ts';

export type Decoded =
  | { readonly kind: 'message'; readonly message: ServiceMessage }
  /** A type of a newer peer: skip it (reference 6.1). */
  | { readonly kind: 'unknown'; readonly type: number }
  /** Drop and log it; the connection continues. `type` is -1 when even the type was unreadable. */
  | { readonly kind: 'malformed'; readonly code: MalformedCode; readonly type: number };

const NO_EXTENSIONS = {};
const TRACED = ['tracingId'] as const;
const FILTERED = ['tracingId', 'filter'] as const;
const LASTING = ['tracingId', 'ttl'] as const;
const IN_PROTOCOL = ['tracingId', 'protocol'] as const;
const OF_DATA = ['tracingId', 'dataMessageType', 'isPartial'] as const;

/**
 * Reads one message, without its length prefix. Accepts shorter arrays of older peers, longer arrays, and bytes behind the end
 * (reference 6.1). Never throws. Byte strings are views of `body`.
 */
export function readServiceMessage(body: Uint8Array): Decoded {
  const fields = new FieldReader(body);
  const count = fields.arrayHead();
  const type = fields.int();
  if (fields.problem !== undefined) return { kind: 'malformed', code: fields.problem, type: -1 };
  const message = readFields(fields, type, count);
  if (fields.problem !== undefined) return { kind: 'malformed', code: fields.problem, type };
  return message === undefined ? { kind: 'unknown', type } : { kind: 'message', message };
}

/** `count`: elements of the array, including the type. Missing required elements are reported, because the bytes end too. */
function readFields(f: FieldReader, type: number, count: number): ServiceMessage | undefined {
  const required = LEAST_COUNT[type];
  if (required === undefined) return undefined;
  if (count < required) {
    f.fail('cut_short');
    return undefined;
  }
  const traced = (behind: number) => (count > behind ? readExtensions(f, TRACED) : NO_EXTENSIONS);
  const filtered = (behind: number) => (count > behind ? readExtensions(f, FILTERED) : NO_EXTENSIONS);
  const unused = (behind: number): void => {
    if (count > behind) readExtensions(f, []);
  };
  switch (type) {
    case T.handshakeRequest: {
      const version = f.int();
      const connectionType = count > 2 ? f.int() : 0;
      const target = count > 3 ? (f.nullableText() ?? '') : '';
      const migrationLevel = count > 4 ? f.int() : 0;
      unused(5);
      const message = { type, version, connectionType, target, migrationLevel } as const;
      return count > 6 ? { ...message, allowStatefulReconnects: f.bool() } : message;
    }
    case T.handshakeResponse: {
      const errorMessage = f.nullableText();
      unused(2);
      return { type, errorMessage, connectionId: count > 3 ? f.nullableText() : null };
    }
    case T.ping: {
      const messages: string[] = [];
      for (let left = f.entries(count - 1, 1); left > 0; left--) messages.push(f.nullableText() ?? '');
      return { type, messages };
    }
    case T.openConnection: {
      const opened = { type, connectionId: f.text(), claims: readClaims(f) } as const;
      if (count < 5) return { ...opened, headers: NO_HEADERS, queryString: '', extensions: NO_EXTENSIONS };
      const headers = readHeaders(f);
      const queryString = f.nullableText() ?? '';
      return { ...opened, headers, queryString, extensions: count > 5 ? readExtensions(f, IN_PROTOCOL) : NO_EXTENSIONS };
    }
    case T.closeConnection:
      return {
        type,
        connectionId: f.text(),
        errorMessage: f.nullableText(),
        headers: count > 3 ? readHeaders(f) : NO_HEADERS,
        extensions: traced(4),
      };
    case T.connectionData:
      return {
        type,
        connectionId: f.text(),
        payload: f.bin(),
        extensions: count > 3 ? readExtensions(f, OF_DATA) : NO_EXTENSIONS,
      };
    case T.multiConnectionData:
      return { type, connectionIds: f.texts(), payloads: readPayloads(f), extensions: filtered(3) };
    case T.userData:
      return { type, userId: f.text(), payloads: readPayloads(f), extensions: filtered(3) };
    case T.multiUserData:
      return { type, userIds: f.texts(), payloads: readPayloads(f), extensions: filtered(3) };
    case T.broadcastData:
      return { type, excludedConnectionIds: f.texts(), payloads: readPayloads(f), extensions: filtered(3) };
    case T.joinGroup:
    case T.leaveGroup:
      return { type, connectionId: f.text(), group: f.text(), extensions: traced(3) };
    case T.groupBroadcastData: {
      const sent = { type, group: f.text(), excludedConnectionIds: f.texts(), payloads: readPayloads(f) } as const;
      const extensions = filtered(4);
      // Elements 6 and 7 come together or not at all.
      if (count < 7) return { ...sent, extensions, excludedUserIds: [], callerUserId: null };
      return { ...sent, extensions, excludedUserIds: f.texts(), callerUserId: f.nullableText() };
    }
    case T.multiGroupBroadcastData:
      return { type, groups: f.texts(), payloads: readPayloads(f), extensions: filtered(3) };
    case T.serviceError:
      return { type, errorMessage: f.nullableText() ?? '' };
    case T.userJoinGroup:
    case T.userLeaveGroup:
      return {
        type,
        userId: f.text(),
        group: f.text(),
        extensions: count > 3 ? readExtensions(f, type === T.userJoinGroup ? LASTING : TRACED) : NO_EXTENSIONS,
      };
    case T.joinGroupWithAck:
      return { type, connectionId: f.text(), group: f.text(), ackId: f.int(), extensions: traced(4) };
    case T.leaveGroupWithAck:
      return { type, connectionId: f.text(), group: f.nullableText(), ackId: f.int(), extensions: traced(4) };
    case T.ack: {
      const message = { type, ackId: f.int(), status: f.int(), message: f.nullableText() } as const;
      unused(4);
      return count > 5 ? { ...message, payload: f.bin() } : message;
    }
    case T.checkUserInGroupWithAck:
      return { type, userId: f.text(), group: f.text(), ackId: f.int(), extensions: traced(4) };
    case T.serviceEvent:
      return { type, objectType: f.int(), objectId: f.nullableText() ?? '', kind: f.int(), message: f.nullableText() };
    case T.checkGroupExistenceWithAck:
      return { type, group: f.text(), ackId: f.int(), extensions: traced(3) };
    case T.checkConnectionExistenceWithAck:
      return { type, connectionId: f.text(), ackId: f.int(), extensions: traced(3) };
    case T.checkUserExistenceWithAck:
      return { type, userId: f.text(), ackId: f.int(), extensions: traced(3) };
    case T.userJoinGroupWithAck:
      return {
        type,
        userId: f.text(),
        group: f.text(),
        ackId: f.int(),
        extensions: count > 4 ? readExtensions(f, LASTING) : NO_EXTENSIONS,
      };
    case T.userLeaveGroupWithAck:
      return { type, userId: f.text(), group: f.nullableText(), ackId: f.int(), extensions: traced(4) };
    case T.accessKeyRequest:
      return { type, token: f.nullableText() ?? '', kid: f.nullableText() };
    case T.accessKeyResponse:
      return {
        type,
        kid: f.nullableText(),
        accessKey: f.nullableText(),
        errorType: f.nullableText(),
        errorMessage: f.nullableText(),
      };
    case T.closeConnectionWithAck:
      return { type, connectionId: f.text(), reason: f.nullableText(), ackId: f.int(), extensions: traced(4) };
    case T.closeConnectionsWithAck:
      return { type, reason: f.nullableText(), ackId: f.int(), excludedConnectionIds: f.texts(), extensions: traced(4) };
    case T.closeUserConnectionsWithAck:
      return {
        type,
        userId: f.text(),
        reason: f.nullableText(),
        ackId: f.int(),
        excludedConnectionIds: f.texts(),
        extensions: traced(5),
      };
    case T.closeGroupConnectionsWithAck:
      return {
        type,
        group: f.text(),
        reason: f.nullableText(),
        ackId: f.int(),
        excludedConnectionIds: f.texts(),
        extensions: traced(5),
      };
    case T.clientInvocation:
      return { type, ...readCall(f), payloads: readPayloads(f), extensions: traced(5) };
    case T.clientCompletion:
      return {
        type,
        ...readCall(f),
        protocol: f.nullableText() ?? '',
        payload: f.bin(),
        extensions: count > 6 ? readExtensions(f, IN_PROTOCOL) : NO_EXTENSIONS,
      };
    case T.errorCompletion:
      return { type, ...readCall(f), error: f.nullableText(), extensions: traced(5) };
    case T.serviceMapping:
      return { type, invocationId: f.text(), connectionId: f.text(), instanceId: f.nullableText() ?? '' };
    case T.connectionReconnect:
      return { type, connectionId: f.text() };
    case T.connectionFlowControl:
      return { type, connectionId: f.text(), connectionType: f.int(), operation: f.int() };
    case T.groupMemberQuery:
      return {
        type,
        extensions: readExtensions(f, TRACED),
        group: f.text(),
        ackId: f.int(),
        max: f.int(),
        continuationToken: f.nullableText(),
      };
    default:
      return undefined;
  }
}

/** Least number of elements of each type, including the type: the shortest arrays of older peers (reference 6.3). */
const LEAST_COUNT: Readonly<Record<number, number>> = {
  [T.handshakeRequest]: 2,
  [T.handshakeResponse]: 2,
  [T.ping]: 1,
  [T.openConnection]: 3,
  [T.closeConnection]: 3,
  [T.connectionData]: 3,
  [T.multiConnectionData]: 3,
  [T.userData]: 3,
  [T.multiUserData]: 3,
  [T.broadcastData]: 3,
  [T.joinGroup]: 3,
  [T.leaveGroup]: 3,
  [T.groupBroadcastData]: 4,
  [T.multiGroupBroadcastData]: 3,
  [T.serviceError]: 2,
  [T.userJoinGroup]: 3,
  [T.userLeaveGroup]: 3,
  [T.joinGroupWithAck]: 4,
  [T.leaveGroupWithAck]: 4,
  [T.ack]: 4,
  [T.checkUserInGroupWithAck]: 4,
  [T.serviceEvent]: 5,
  [T.checkGroupExistenceWithAck]: 3,
  [T.checkConnectionExistenceWithAck]: 3,
  [T.checkUserExistenceWithAck]: 3,
  [T.userJoinGroupWithAck]: 4,
  [T.userLeaveGroupWithAck]: 4,
  [T.accessKeyRequest]: 3,
  [T.accessKeyResponse]: 5,
  [T.closeConnectionWithAck]: 4,
  [T.closeConnectionsWithAck]: 4,
  [T.closeUserConnectionsWithAck]: 5,
  [T.closeGroupConnectionsWithAck]: 5,
  [T.clientInvocation]: 5,
  [T.clientCompletion]: 6,
  [T.errorCompletion]: 5,
  [T.serviceMapping]: 4,
  [T.connectionReconnect]: 2,
  [T.connectionFlowControl]: 4,
  [T.groupMemberQuery]: 6,
};

function readCall(f: FieldReader): { invocationId: string; connectionId: string; callerServerId: string } {
  return { invocationId: f.text(), connectionId: f.text(), callerServerId: f.nullableText() ?? '' };
}

function readClaims(f: FieldReader): ServiceClaim[] {
  const claims: ServiceClaim[] = [];
  for (let left = f.entries(f.mapHead(), 2); left > 0; left--) claims.push([f.text(), f.nullableText() ?? '']);
  return claims;
}

function readHeaders(f: FieldReader): ServiceHeaders {
  const entries: [string, string[]][] = [];
  for (let left = f.entries(f.mapHead(), 2); left > 0; left--) entries.push([f.text(), f.texts()]);
  return entries.length === 0 ? NO_HEADERS : mergedHeaders(entries);
}

function readPayloads(f: FieldReader): Payloads {
  const payloads = new Map<string, Uint8Array>();
  for (let left = f.entries(f.mapHead(), 2); left > 0; left--) payloads.set(f.text(), f.bin());
  return payloads;
}
