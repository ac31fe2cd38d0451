import { DataMessageType } from '@inkroom/azure-signalr/protocol/service-codes';
import { prefixLength } from '@inkroom/signalr/hub-protocol/framing';
import { MessageType } from '@inkroom/signalr/hub-protocol/hub-protocol';
import type { FrameKind } from '@inkroom/signalr/transports/transport';

/** The type of a message to a client, in the service's terms (reference 6.2, key 5). Not for the answer to the handshake. */
export function dataMessageTypeOf(message: Uint8Array, kind: FrameKind): number {
  switch (kind === 'binary' ? binaryType(message) : textType(message)) {
    case MessageType.ping:
    case MessageType.ack:
    case MessageType.sequence:
      return DataMessageType.other;
    case MessageType.close:
      return DataMessageType.close;
    default:
      return DataMessageType.invocation;
  }
}

const TEXT_HEAD = Buffer.from('{"type":');

/** This server's JSON begins with the type. */
function textType(message: Uint8Array): number | undefined {
  const digit = message[TEXT_HEAD.length];
  return digit === undefined ? undefined : digit - 0x30;
}

/** The type is the first element, and small. The array has fewer than sixteen elements. */
function binaryType(message: Uint8Array): number | undefined {
  return message[prefixLength(message) + 1];
}
