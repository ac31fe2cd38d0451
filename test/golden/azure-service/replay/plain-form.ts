import { MessageStream } from '@inkroom/azure-signalr/protocol/message-stream';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { prefixLength } from '@inkroom/signalr/hub-protocol/framing';
import { decode } from '@msgpack/msgpack';

/** Reads whole frames. A type that nobody knows is left out. */
export function messagesIn(frame: Buffer): ServiceMessage[] {
  const stream = new MessageStream();
  stream.push(Buffer.from(frame));
  const messages: ServiceMessage[] = [];
  for (let taken = stream.take(); taken !== undefined; taken = stream.take())
    if (taken.kind === 'message') messages.push(taken.message);
  return messages;
}

/**
 * A message as text that two recordings can be compared by: hub messages as values instead of bytes (numbers have several encodings),
 * random ids as their kind. Everything else stays.
 */
export function plainForm(message: ServiceMessage): string {
  const text = JSON.stringify(message, (_key, value: unknown) => {
    // What `toJSON` of a buffer makes.
    if (isBufferJson(value)) return hubMessage(Buffer.from(value.data));
    if (value instanceof Uint8Array) return hubMessage(Buffer.from(value));
    if (value instanceof Map) return Object.fromEntries(value);
    return value;
  });
  return text
    .replace(/vm_[0-9a-f]{32}/g, '<server>')
    .replace(/-[0-9a-f]{32}-\d+/g, '-<question>')
    .replace(/"ackId":\d+/g, '"ackId":"<ack>"');
}

function isBufferJson(value: unknown): value is { readonly data: readonly number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;
}

function hubMessage(payload: Buffer): unknown {
  if (payload.length === 0) return 'nothing';
  if (payload.at(-1) === 0x1e) return inOrder(JSON.parse(payload.toString('utf8', 0, payload.length - 1)));
  const items = decode(payload.subarray(prefixLength(payload))) as unknown[];
  // An invocation without streams has 5 items or, with an empty list, 6.
  const last = items.at(-1);
  return items[0] === 1 && items.length === 6 && Array.isArray(last) && last.length === 0 ? items.slice(0, 5) : items;
}

/** Members of an object by name: their order says nothing. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
