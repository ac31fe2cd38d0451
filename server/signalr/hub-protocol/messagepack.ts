import { NAME_CHARS } from '../hub-limits.ts';
import { bytesForMessage } from '../sending/message-bytes.ts';
import { lengthPrefixFraming, prefixLength, prefixSizeFor, writePrefix } from './framing.ts';
import {
  BoundError,
  type Encoded,
  type HubProtocol,
  type IncomingMessage,
  type InvocationMessage,
  MessageType,
  type Outcome,
  ProtocolError,
} from './hub-protocol.ts';
import { MsgpackReader } from './msgpack-reader.ts';
import { decodeValue, encodeValueShared } from './msgpack-values.ts';

/** Bytes of a value inside a received message. `undefined`: the arguments are missing or not an array. */
interface Slice extends Encoded {
  readonly encoded: Uint8Array | undefined;
  readonly wide: boolean;
}

const NO_STREAMS: readonly string[] = [];
const NO_HEADERS = Object.freeze({});
const UNBINDABLE: Slice = { encoded: undefined, wide: false };
const PING: IncomingMessage = { type: MessageType.ping };

/** One for all connections, because a message is read in one go. */
const reader = new MsgpackReader();

function readName(what: string): string {
  const name = reader.text(what);
  if (name.length > NAME_CHARS) throw new BoundError('message.name_too_long', `'${what}' is too long.`);
  return name;
}

function readId(): string {
  const id = readName('invocationId');
  if (id === '') throw new ProtocolError("'invocationId' is empty.");
  return id;
}

/** Skips one value and returns its bytes for later decoding. */
function readSlice(framed: Buffer): Slice {
  const from = reader.at;
  reader.sawWideInteger = false;
  reader.skip();
  // Not a Buffer: decoded byte strings are views of the same kind, and `slice` of a Buffer makes no copy.
  const encoded = new Uint8Array(framed.buffer, framed.byteOffset + from, reader.at - from);
  return { encoded, wide: reader.sawWideInteger };
}

function readStreamIds(): readonly string[] {
  const count = reader.arrayLength('streamIds');
  if (count === 0) return NO_STREAMS;
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push(readName('streamIds'));
  return ids;
}

function readInvocation(framed: Buffer, type: InvocationMessage['type'], items: number): InvocationMessage {
  reader.headers();
  // ASP.NET treats an empty id as none (reference 4.3).
  const id = reader.nil() ? undefined : readName('invocationId') || undefined;
  if (id === undefined && type === MessageType.streamInvocation) throw new ProtocolError("'invocationId' is missing.");
  const target = readName('target');
  let args = UNBINDABLE;
  let streamIds = NO_STREAMS;
  if (items > 4) {
    const bindable = reader.nextIsArray();
    const slice = readSlice(framed);
    if (bindable) args = slice;
    if (items > 5) streamIds = readStreamIds();
  }
  return { type, id, target, args, streamIds, bytes: framed.length };
}

function readCompletion(framed: Buffer): IncomingMessage {
  const type = MessageType.completion;
  reader.headers();
  const id = readId();
  const kind = reader.count('resultKind');
  switch (kind) {
    case 1:
      return { type, id, outcome: { kind: 'error', error: reader.text('error') } };
    case 2:
      return { type, id, outcome: { kind: 'void' } };
    case 3:
      return { type, id, outcome: { kind: 'value', value: readSlice(framed) } };
    default:
      throw new ProtocolError('Invalid invocation result kind.');
  }
}

function parse(framed: Buffer): IncomingMessage | undefined {
  reader.open(framed, prefixLength(framed));
  try {
    const items = reader.arrayLength('elementCount');
    const type = reader.count('messageType');
    switch (type) {
      case MessageType.invocation:
      case MessageType.streamInvocation:
        return readInvocation(framed, type, items);
      case MessageType.streamItem:
        reader.headers();
        return { type, id: readId(), item: readSlice(framed) };
      case MessageType.completion:
        return readCompletion(framed);
      case MessageType.cancelInvocation:
        reader.headers();
        return { type, id: readId() };
      case MessageType.ping:
        return PING;
      case MessageType.close:
        return { type, error: reader.nil() ? undefined : reader.text('error') };
      case MessageType.ack:
      case MessageType.sequence:
        return { type, sequence: reader.count('sequenceId') };
      default:
        return undefined;
    }
  } finally {
    reader.release();
  }
}

function decodeArguments(args: Encoded): readonly unknown[] | undefined {
  const { encoded, wide } = args as Slice;
  if (encoded === undefined) return undefined;
  try {
    const value = decodeValue(encoded, wide);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function decodeItem(value: Encoded): { readonly value: unknown } | undefined {
  const { encoded, wide } = value as Slice;
  try {
    return encoded === undefined ? undefined : { value: decodeValue(encoded, wide) };
  } catch {
    return undefined;
  }
}

/** `head`, then `tail`, behind one prefix. Copies both, so either may be borrowed. */
function framed(head: Uint8Array, tail?: Uint8Array): Uint8Array {
  const body = head.length + (tail?.length ?? 0);
  const out = bytesForMessage(prefixSizeFor(body) + body);
  const at = writePrefix(out, 0, body);
  out.set(head, at);
  if (tail !== undefined) out.set(tail, at + head.length);
  return out;
}

/** `[1, {}, nil, target, …` by target. An application has few targets; the bound is for one that generates them. */
const invocationHeads = new Map<string, Uint8Array>();
const INVOCATION_HEADS = 256;

function invocationHead(target: string): Uint8Array {
  const known = invocationHeads.get(target);
  if (known !== undefined) return known;
  // Five items: stock clients read five or six, and five save a byte (reference 4.3, 10).
  const head = Buffer.concat([Buffer.from([0x95, MessageType.invocation, 0x80, 0xc0]), encodeValueShared(target)]);
  if (invocationHeads.size >= INVOCATION_HEADS) invocationHeads.clear();
  invocationHeads.set(target, head);
  return head;
}

function completion(id: string, outcome: Outcome): Uint8Array {
  switch (outcome.kind) {
    case 'error':
      return framed(encodeValueShared([MessageType.completion, NO_HEADERS, id, 1, outcome.error]));
    case 'void':
      return framed(encodeValueShared([MessageType.completion, NO_HEADERS, id, 2]));
    case 'value':
      return framed(encodeValueShared([MessageType.completion, NO_HEADERS, id, 3, outcome.value]));
  }
}

export const messagePackProtocol: HubProtocol = {
  name: 'messagepack',
  frameKind: 'binary',
  framing: lengthPrefixFraming,
  parse,
  decodeArguments,
  decodeValue: decodeItem,
  invocation: (target, args, id) =>
    id === undefined
      ? framed(invocationHead(target), encodeValueShared(args))
      : framed(encodeValueShared([MessageType.invocation, NO_HEADERS, id, target, args])),
  streamItem: (id, item) => framed(encodeValueShared([MessageType.streamItem, NO_HEADERS, id, item])),
  completion,
  ack: (sequence) => framed(encodeValueShared([MessageType.ack, sequence])),
  sequence: (sequence) => framed(encodeValueShared([MessageType.sequence, sequence])),
  // Always three items: every client accepts two, but .NET writes three (check 89).
  close: (error, allowReconnect) =>
    framed(
      Buffer.concat([
        Buffer.from([0x93, MessageType.close]),
        encodeValueShared(error ?? null),
        Buffer.from([allowReconnect ? 0xc3 : 0xc2]),
      ]),
    ),
  ping: Buffer.from([0x02, 0x91, MessageType.ping]),
};
