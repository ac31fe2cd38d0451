import { MAX_DEPTH, MAX_VALUES, NAME_CHARS } from '../hub-limits.ts';
import { bigintAsJson, type ReadJson, readJson } from './exact-json.ts';
import { RECORD_SEPARATOR, recordSeparatorFraming } from './framing.ts';
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
import { refuseContainers } from './refuse-containers.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Own properties only: inherited ones are not in the message. */
function own(message: JsonObject, key: string): unknown {
  return Object.hasOwn(message, key) ? message[key] : undefined;
}

function text(message: JsonObject, key: string): string {
  const value = own(message, key);
  if (typeof value !== 'string') throw new ProtocolError(`Missing required property '${key}'.`);
  if (value.length > NAME_CHARS) throw new BoundError('message.name_too_long', `'${key}' is too long.`);
  return value;
}

function id(message: JsonObject): string {
  const value = text(message, 'invocationId');
  if (value === '') throw new ProtocolError("'invocationId' is empty.");
  return value;
}

function optionalText(message: JsonObject, key: string): string | undefined {
  const value = own(message, key);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new ProtocolError(`Expected '${key}' to be of type String.`);
  return value;
}

function checkHeaders(message: JsonObject): void {
  const headers = own(message, 'headers');
  if (headers === undefined) return;
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers))
    throw new ProtocolError("Expected 'headers' to be an object.");
  for (const value of Object.values(headers)) {
    if (typeof value !== 'string') throw new ProtocolError('A header is not a string.');
  }
}

const NO_STREAMS: readonly string[] = [];

function streamIds(message: JsonObject): readonly string[] {
  const ids = own(message, 'streamIds');
  if (ids === undefined || ids === null) return NO_STREAMS;
  if (!Array.isArray(ids) || !ids.every((one): one is string => typeof one === 'string')) {
    throw new ProtocolError("Expected 'streamIds' to be an array of strings.");
  }
  if (ids.some((one) => one.length > NAME_CHARS)) throw new BoundError('message.name_too_long', "'streamIds' is too long.");
  return ids;
}

function invocation(message: JsonObject, type: InvocationMessage['type'], bytes: number): InvocationMessage {
  const target = text(message, 'target');
  const args = own(message, 'arguments');
  if (!Array.isArray(args)) throw new ProtocolError("Expected 'arguments' to be of type Array.");
  // Absent and empty both mean that no answer is wanted. Null is fatal (reference 4.2).
  const called = Object.hasOwn(message, 'invocationId') ? text(message, 'invocationId') || undefined : undefined;
  if (called === undefined && type === MessageType.streamInvocation)
    throw new ProtocolError("Missing required property 'invocationId'.");
  return { type, id: called, target, args: { encoded: args }, streamIds: streamIds(message), bytes };
}

function completion(message: JsonObject): IncomingMessage {
  const called = id(message);
  const error = optionalText(message, 'error');
  const hasResult = Object.hasOwn(message, 'result');
  if (error !== undefined && hasResult) throw new ProtocolError("The 'error' and 'result' properties are mutually exclusive.");
  const outcome =
    error !== undefined
      ? ({ kind: 'error', error } as const)
      : hasResult
        ? ({ kind: 'value', value: { encoded: message.result } } as const)
        : ({ kind: 'void' } as const);
  return { type: MessageType.completion, id: called, outcome };
}

function sequence(message: JsonObject): number {
  const value = own(message, 'sequenceId');
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new ProtocolError("Missing required property 'sequenceId'.");
  return value;
}

const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);
const COMMA = 0x2c;
const COLON = 0x3a;

/** Refuses a text with more than `MAX_DEPTH` or `MAX_VALUES` before it is parsed. Looks only at characters outside of strings. */
function checkBounds(bytes: Buffer): void {
  if (bytes.length <= 2 * MAX_DEPTH) return;
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (OPENING.has(byte)) {
      values++;
      if (++depth > MAX_DEPTH) throw new BoundError('message.too_deep', 'The message is nested too deeply.');
    } else if (CLOSING.has(byte)) depth--;
    else if (byte === COMMA || byte === COLON) values++;
  }
  if (values > MAX_VALUES) throw new BoundError('message.too_many_values', 'The message holds too many values.');
}

function parse(framed: Buffer): IncomingMessage | undefined {
  const body = framed.subarray(0, framed.length - 1);
  checkBounds(body);
  const { value: message, isChanged } = parsed(body.toString('utf8'));
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new ProtocolError('Expected a JSON Object.');
  const read = readMessage(message as JsonObject, framed.length);
  return isChanged && read !== undefined ? withoutValues(read) : read;
}

function parsed(source: string): ReadJson {
  try {
    return readJson(source);
  } catch {
    throw new ProtocolError('Error reading JSON.');
  }
}

/** Replaces values that cannot be read. */
const UNREADABLE: Encoded = { encoded: undefined };

/** The same message, with values that cannot be bound. */
function withoutValues(message: IncomingMessage): IncomingMessage {
  switch (message.type) {
    case MessageType.invocation:
    case MessageType.streamInvocation:
      return { ...message, args: UNREADABLE };
    case MessageType.streamItem:
      return { ...message, item: UNREADABLE };
    case MessageType.completion:
      return message.outcome.kind === 'value' ? { ...message, outcome: { kind: 'value', value: UNREADABLE } } : message;
    default:
      return message;
  }
}

function readMessage(message: JsonObject, bytes: number): IncomingMessage | undefined {
  const type = own(message, 'type');
  if (typeof type !== 'number') throw new ProtocolError("Missing required property 'type'.");
  checkHeaders(message);
  switch (type) {
    case MessageType.invocation:
    case MessageType.streamInvocation:
      return invocation(message, type, bytes);
    case MessageType.streamItem:
      if (!Object.hasOwn(message, 'item')) throw new ProtocolError("Missing required property 'item'.");
      return { type, id: id(message), item: { encoded: message.item } };
    case MessageType.completion:
      return completion(message);
    case MessageType.cancelInvocation:
      return { type, id: id(message) };
    case MessageType.ping:
      return { type };
    case MessageType.close:
      return { type, error: optionalText(message, 'error') };
    case MessageType.ack:
    case MessageType.sequence:
      return { type, sequence: sequence(message) };
    default:
      return undefined;
  }
}

/** Bytes become base64 text, and a bigint a number with all its digits, as in .NET. */
function jsonReady(value: unknown): unknown {
  if (typeof value === 'bigint') return bigintAsJson(value);
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (Array.isArray(value)) return value.map(jsonReady);
  refuseContainers(value);
  if ('toJSON' in value && typeof value.toJSON === 'function') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, jsonReady(child)]));
}

function write(message: JsonObject): Uint8Array {
  const source = JSON.stringify(message);
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(source) + 1);
  bytes.write(source, 'utf8');
  bytes[bytes.length - 1] = RECORD_SEPARATOR;
  return bytes;
}

/** `undefined` would remove the property, which clients require. */
const present = (value: unknown): unknown => jsonReady(value) ?? null;

function writeCompletion(called: string, outcome: Outcome): Uint8Array {
  const head = { type: MessageType.completion, invocationId: called };
  switch (outcome.kind) {
    case 'error':
      return write({ ...head, error: outcome.error });
    case 'void':
      return write(head);
    case 'value':
      return write({ ...head, result: present(outcome.value) });
  }
}

export const jsonProtocol: HubProtocol = {
  name: 'json',
  frameKind: 'text',
  framing: recordSeparatorFraming,
  parse,
  decodeArguments: (args: Encoded) => args.encoded as readonly unknown[] | undefined,
  decodeValue: (value: Encoded) => (value === UNREADABLE ? undefined : { value: value.encoded }),
  // The property order of the recorded server. An undefined id is left out.
  invocation: (target, args, called) =>
    write({ type: MessageType.invocation, invocationId: called, target, arguments: args.map(present) }),
  streamItem: (called, item) => write({ type: MessageType.streamItem, invocationId: called, item: present(item) }),
  completion: writeCompletion,
  ack: (sequenceId) => write({ type: MessageType.ack, sequenceId }),
  sequence: (sequenceId) => write({ type: MessageType.sequence, sequenceId }),
  // Absent instead of null or false (reference 5.3). `JSON.stringify` leaves undefined out.
  close: (error, allowReconnect) => write({ type: MessageType.close, error, allowReconnect: allowReconnect || undefined }),
  ping: Buffer.from('{"type":6}\u001e'),
};
