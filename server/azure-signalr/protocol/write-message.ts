import { writeExtensions } from './extensions.ts';
import { FieldWriter } from './field-writer.ts';
import { ServiceMessageType as T } from './service-codes.ts';
import type { ServiceMessage } from './service-messages.ts';

const writer = new FieldWriter();
const NO_EXTENSIONS = {};

/** One message as a frame: length prefix and MessagePack array, in its own memory. Current layouts only (reference 6.3). */
export function writeServiceMessage(message: ServiceMessage): Buffer {
  writeFields(writer, message);
  return writer.framed();
}

function writeFields(w: FieldWriter, message: ServiceMessage): void {
  const begin = (count: number): void => {
    w.arrayHead(count);
    w.int(message.type);
  };
  switch (message.type) {
    case T.handshakeRequest: {
      const { allowStatefulReconnects } = message;
      begin(allowStatefulReconnects === undefined ? 6 : 7);
      w.int(message.version);
      w.int(message.connectionType);
      w.text(message.target);
      w.int(message.migrationLevel);
      writeExtensions(w, NO_EXTENSIONS);
      if (allowStatefulReconnects !== undefined) w.bool(allowStatefulReconnects);
      return;
    }
    case T.handshakeResponse:
      begin(4);
      w.text(message.errorMessage);
      writeExtensions(w, NO_EXTENSIONS);
      w.text(message.connectionId);
      return;
    case T.ping:
      begin(1 + message.messages.length);
      for (const text of message.messages) w.text(text);
      return;
    case T.openConnection:
      begin(6);
      w.text(message.connectionId);
      w.claims(message.claims);
      w.headers(message.headers);
      w.text(message.queryString);
      break;
    case T.closeConnection:
      begin(5);
      w.text(message.connectionId);
      w.text(message.errorMessage);
      w.headers(message.headers);
      break;
    case T.connectionData:
      begin(4);
      w.text(message.connectionId);
      w.bin(message.payload);
      break;
    case T.multiConnectionData:
      begin(4);
      w.texts(message.connectionIds);
      w.payloads(message.payloads);
      break;
    case T.userData:
      begin(4);
      w.text(message.userId);
      w.payloads(message.payloads);
      break;
    case T.multiUserData:
      begin(4);
      w.texts(message.userIds);
      w.payloads(message.payloads);
      break;
    case T.broadcastData:
      begin(4);
      w.texts(message.excludedConnectionIds);
      w.payloads(message.payloads);
      break;
    case T.joinGroup:
    case T.leaveGroup:
      begin(4);
      w.text(message.connectionId);
      w.text(message.group);
      break;
    case T.groupBroadcastData:
      begin(7);
      w.text(message.group);
      w.texts(message.excludedConnectionIds);
      w.payloads(message.payloads);
      writeExtensions(w, message.extensions);
      w.texts(message.excludedUserIds);
      w.text(message.callerUserId);
      return;
    case T.multiGroupBroadcastData:
      begin(4);
      w.texts(message.groups);
      w.payloads(message.payloads);
      break;
    case T.serviceError:
      begin(2);
      w.text(message.errorMessage);
      return;
    case T.userJoinGroup:
    case T.userLeaveGroup:
      begin(4);
      w.text(message.userId);
      w.text(message.group);
      break;
    case T.joinGroupWithAck:
    case T.leaveGroupWithAck:
      begin(5);
      w.text(message.connectionId);
      w.text(message.group);
      w.int(message.ackId);
      break;
    case T.ack:
      begin(message.payload === undefined ? 5 : 6);
      w.int(message.ackId);
      w.int(message.status);
      w.text(message.message);
      writeExtensions(w, NO_EXTENSIONS);
      if (message.payload !== undefined) w.bin(message.payload);
      return;
    case T.checkUserInGroupWithAck:
    case T.userJoinGroupWithAck:
    case T.userLeaveGroupWithAck:
      begin(5);
      w.text(message.userId);
      w.text(message.group);
      w.int(message.ackId);
      break;
    case T.serviceEvent:
      begin(6);
      w.int(message.objectType);
      w.text(message.objectId);
      w.int(message.kind);
      w.text(message.message);
      writeExtensions(w, NO_EXTENSIONS);
      return;
    case T.checkGroupExistenceWithAck:
      begin(4);
      w.text(message.group);
      w.int(message.ackId);
      break;
    case T.checkConnectionExistenceWithAck:
      begin(4);
      w.text(message.connectionId);
      w.int(message.ackId);
      break;
    case T.checkUserExistenceWithAck:
      begin(4);
      w.text(message.userId);
      w.int(message.ackId);
      break;
    case T.accessKeyRequest:
      begin(4);
      w.text(message.token);
      w.text(message.kid);
      writeExtensions(w, NO_EXTENSIONS);
      return;
    case T.accessKeyResponse:
      begin(6);
      w.text(message.kid);
      w.text(message.accessKey);
      w.text(message.errorType);
      w.text(message.errorMessage);
      writeExtensions(w, NO_EXTENSIONS);
      return;
    case T.closeConnectionWithAck:
      begin(5);
      w.text(message.connectionId);
      w.text(message.reason);
      w.int(message.ackId);
      break;
    case T.closeConnectionsWithAck:
      begin(5);
      w.text(message.reason);
      w.int(message.ackId);
      w.texts(message.excludedConnectionIds);
      break;
    case T.closeUserConnectionsWithAck:
    case T.closeGroupConnectionsWithAck:
      begin(6);
      w.text(message.type === T.closeUserConnectionsWithAck ? message.userId : message.group);
      w.text(message.reason);
      w.int(message.ackId);
      w.texts(message.excludedConnectionIds);
      break;
    case T.clientInvocation:
    case T.clientCompletion:
    case T.errorCompletion:
      begin(message.type === T.clientCompletion ? 7 : 6);
      w.text(message.invocationId);
      w.text(message.connectionId);
      w.text(message.callerServerId);
      if (message.type === T.clientInvocation) w.payloads(message.payloads);
      else if (message.type === T.errorCompletion) w.text(message.error);
      else {
        w.text(message.protocol);
        w.bin(message.payload);
      }
      break;
    case T.serviceMapping:
      begin(5);
      w.text(message.invocationId);
      w.text(message.connectionId);
      w.text(message.instanceId);
      writeExtensions(w, NO_EXTENSIONS);
      return;
    case T.connectionReconnect:
      begin(3);
      w.text(message.connectionId);
      writeExtensions(w, NO_EXTENSIONS);
      return;
    case T.connectionFlowControl:
      begin(5);
      w.text(message.connectionId);
      w.fixedInt32(message.connectionType);
      w.fixedInt32(message.operation);
      writeExtensions(w, NO_EXTENSIONS);
      return;
    case T.groupMemberQuery:
      begin(6);
      writeExtensions(w, message.extensions);
      w.text(message.group);
      w.int(message.ackId);
      w.int(message.max);
      w.text(message.continuationToken);
      return;
    default:
      message satisfies never;
      return;
  }
  writeExtensions(w, message.extensions);
}
