import { type InstanceId, isInstanceId } from '../../../core/board/ids.ts';

/** A message on a channel: the sender's id, 11 ASCII characters, and the body. */
export interface Envelope {
  readonly from: InstanceId;
  /** A view of the message. */
  readonly body: Uint8Array;
}

const ID_BYTES = 11;

export function sealEnvelope(from: InstanceId, body: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(ID_BYTES + body.length);
  bytes.write(from, 'latin1');
  bytes.set(body, ID_BYTES);
  return bytes;
}

/** Undefined: not of an instance. */
export function readEnvelope(bytes: Uint8Array): Envelope | undefined {
  const from = String.fromCharCode(...bytes.subarray(0, ID_BYTES));
  return isInstanceId(from) ? { from, body: bytes.subarray(ID_BYTES) } : undefined;
}
