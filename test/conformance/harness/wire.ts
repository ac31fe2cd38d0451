import assert, { AssertionError } from 'node:assert/strict';
import { decode, encode } from '@msgpack/msgpack';

/**
 * A hub message as the JSON protocol writes it (reference 4.2); MessagePack messages are shown in the same shape, so
 * that one check serves both. JSON messages keep every property the server wrote, absent ones stay absent.
 */
export interface HubMessage {
  readonly type: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly invocationId?: string | null;
  readonly target?: string;
  readonly arguments?: readonly unknown[];
  readonly streamIds?: readonly string[];
  readonly item?: unknown;
  readonly result?: unknown;
  readonly error?: string | null;
  readonly allowReconnect?: boolean;
  readonly sequenceId?: number;
}

export type ProtocolName = 'json' | 'messagepack';

/** One hub protocol, as the suite speaks it: written by hand, independent of every server under test. */
export interface Wire {
  readonly name: ProtocolName;
  readonly binary: boolean;
  encode(message: HubMessage): Buffer;
  /** All messages of one frame; fails when a message is not whole in it (check 40). */
  decode(frame: Buffer): HubMessage[];
}

export const RS = '\u001e';

/** The protocols' type numbers (4.1). */
export const Type = {
  invocation: 1,
  streamItem: 2,
  completion: 3,
  streamInvocation: 4,
  cancel: 5,
  ping: 6,
  close: 7,
  ack: 8,
  sequence: 9,
} as const;

export function handshakeText(protocol: string, version: number): string {
  return `${JSON.stringify({ protocol, version })}${RS}`;
}

const jsonWire: Wire = {
  name: 'json',
  binary: false,
  encode: (message) => Buffer.from(`${JSON.stringify(message)}${RS}`),
  decode(frame) {
    const text = frame.toString('utf8');
    assert.ok(text.endsWith(RS), `a JSON frame does not end with RS: …${text.slice(-60)}`);
    return text
      .slice(0, -1)
      .split(RS)
      .map((part) => JSON.parse(part) as HubMessage);
  },
};

const messagePackWire: Wire = {
  name: 'messagepack',
  binary: true,
  encode: (message) => framed(encode(toArray(message))),
  decode: (frame) => unframed(frame).map((body) => fromArray(decode(body) as unknown[])),
};

export function wireOf(name: ProtocolName): Wire {
  return name === 'json' ? jsonWire : messagePackWire;
}

/** Puts the VarInt length before a body (4.3). */
export function framed(body: Uint8Array): Buffer {
  const prefix: number[] = [];
  let rest = body.length;
  do {
    prefix.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(prefix), body]);
}

/** The bodies of one MessagePack frame; fails when the prefixes do not consume it exactly. */
export function unframed(frame: Buffer): Buffer[] {
  const bodies: Buffer[] = [];
  let at = 0;
  while (at < frame.length) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = frame[at++];
      if (byte === undefined || shift > 28)
        throw new AssertionError({ message: 'a MessagePack frame ends within a length prefix' });
      length += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    assert.ok(at + length <= frame.length, 'a MessagePack frame ends within a message');
    bodies.push(frame.subarray(at, at + length));
    at += length;
  }
  return bodies;
}

/** The array of a message, in the 6-item form where there are streams and the JavaScript client's 5-item form where not. */
function toArray(message: HubMessage): unknown[] {
  const headers = message.headers ?? {};
  const id = message.invocationId ?? null;
  switch (message.type) {
    case Type.invocation:
    case Type.streamInvocation: {
      const start = [message.type, headers, id, message.target, message.arguments];
      return message.streamIds ? [...start, message.streamIds] : start;
    }
    case Type.streamItem:
      return [message.type, headers, id, message.item];
    case Type.completion:
      if (message.error !== undefined) return [message.type, headers, id, 1, message.error];
      return 'result' in message ? [message.type, headers, id, 3, message.result] : [message.type, headers, id, 2];
    case Type.cancel:
      return [message.type, headers, id];
    case Type.close:
      return message.allowReconnect === undefined
        ? [message.type, message.error ?? null]
        : [message.type, message.error ?? null, message.allowReconnect];
    case Type.ack:
    case Type.sequence:
      return [message.type, message.sequenceId];
    default:
      return [message.type];
  }
}

function fromArray(array: readonly unknown[]): HubMessage {
  const [type, second, third, fourth, fifth] = array;
  assert.equal(typeof type, 'number', 'a MessagePack message starts with its type');
  switch (type) {
    case Type.invocation:
    case Type.streamInvocation:
      assert.ok(array.length === 5 || array.length === 6, `an invocation has 5 or 6 items, not ${array.length}`);
      return {
        type,
        ...(third === null || third === '' ? {} : { invocationId: third as string }),
        target: fourth as string,
        arguments: fifth as unknown[],
      };
    case Type.streamItem:
      assert.equal(array.length, 4, 'items of a StreamItem');
      return { type, invocationId: third as string, item: fourth };
    case Type.completion:
      return completionOf(array);
    case Type.close:
      assert.equal(array.length, 3, 'items of a Close (check 89)');
      return {
        type,
        ...(second === null ? {} : { error: second as string }),
        ...(third === true ? { allowReconnect: true } : {}),
      };
    case Type.ack:
    case Type.sequence:
      return { type, sequenceId: second as number };
    default:
      return { type: type as number };
  }
}

function completionOf(array: readonly unknown[]): HubMessage {
  const [, , id, kind, value] = array;
  const start = { type: Type.completion, invocationId: id as string };
  switch (kind) {
    case 1:
      return { ...start, error: value as string };
    case 2:
      return start;
    case 3:
      return { ...start, result: value };
    default:
      throw new AssertionError({ message: `result kind ${String(kind)} of a Completion` });
  }
}
