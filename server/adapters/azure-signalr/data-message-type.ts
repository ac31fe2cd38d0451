import { DataMessageType } from '../../azure-service/protocol/service-codes.ts';
import { prefixLength } from '../../signalr/hub-protocol/framing.ts';
import { MessageType } from '../../signalr/hub-protocol/hub-protocol.ts';
import type { FrameKind } from '../../signalr/transports/transport.ts';

/** What a message of ours to a client is, in the words of the service (reference 6.2, key 5). Not for the answer to the handshake. */
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

/** Our JSON begins with its type. */
function textType(message: Uint8Array): number | undefined {
  const digit = message[TEXT_HEAD.length];
  return digit === undefined ? undefined : digit - 0x30;
}

/** The type is the first element, and small; the array has fewer than sixteen. */
function binaryType(message: Uint8Array): number | undefined {
  return message[prefixLength(message) + 1];
}
