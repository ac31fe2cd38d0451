import { prefixSizeFor, RECORD_SEPARATOR, writePrefix } from '@inkroom/signalr/hub-protocol/framing';
import { type HubProtocol, type IncomingMessage, MessageType, type Outcome } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { jsonProtocol } from '@inkroom/signalr/hub-protocol/json';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';

/** Content types of the bodies of `messages` (reference 10.3). */
export const UPSTREAM_JSON = 'application/json';
export const UPSTREAM_MESSAGEPACK = 'application/x-msgpack';

/** A client's call, as the service passes it on. */
export interface UpstreamInvocation {
  readonly target: string;
  readonly args: readonly unknown[];
  /** The content type and the body that answer it. An empty body when the client wants no answer (reference 10.4). */
  answer(outcome: Outcome): { readonly contentType: string; readonly body: Uint8Array };
}

/** Reads the body of a `messages` request. Undefined: it is no invocation, or of a content type that the service does not send. */
export function readUpstreamInvocation(contentType: string, body: Uint8Array): UpstreamInvocation | undefined {
  const kind = contentType.split(';')[0]?.trim().toLowerCase();
  if (kind === UPSTREAM_JSON) return read(jsonProtocol, UPSTREAM_JSON, withSeparator(body));
  return kind === UPSTREAM_MESSAGEPACK ? read(messagePackProtocol, UPSTREAM_MESSAGEPACK, withPrefix(body)) : undefined;
}

function read(protocol: HubProtocol, contentType: string, framed: Buffer): UpstreamInvocation | undefined {
  let message: IncomingMessage | undefined;
  try {
    message = protocol.parse(framed);
  } catch {
    return undefined;
  }
  if (message?.type !== MessageType.invocation) return undefined;
  const args = protocol.decodeArguments(message.args);
  const { id, target } = message;
  if (args === undefined) return undefined;
  return {
    target,
    args,
    answer: (outcome) => ({ contentType, body: id === undefined ? NOTHING : protocol.completion(id, outcome) }),
  };
}

const NOTHING = new Uint8Array(0);

/** The service leaves the framing out; the readers of the protocols want it. */
const withSeparator = (body: Uint8Array): Buffer => Buffer.concat([body, Buffer.of(RECORD_SEPARATOR)]);

function withPrefix(body: Uint8Array): Buffer {
  const framed = Buffer.alloc(prefixSizeFor(body.length) + body.length);
  framed.set(body, writePrefix(framed, 0, body.length));
  return framed;
}
