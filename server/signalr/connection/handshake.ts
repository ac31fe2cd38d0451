import type { HubProtocol } from '../hub-protocol/hub-protocol.ts';

/** Always JSON text with a record separator, whatever protocol the client requests (reference 3). */
export type HandshakeAnswer =
  | { readonly kind: 'accepted'; readonly protocol: HubProtocol; readonly version: number }
  | { readonly kind: 'refused'; readonly error: string };

/** Highest supported hub protocol version; 2 differs from 1 only by stateful reconnect. */
const HIGHEST_VERSION = 2;

export const HANDSHAKE_ACCEPTED: Uint8Array = Buffer.from('{}\u001e');
export const HANDSHAKE_CANCELED = 'Handshake was canceled.';
const UNEXPECTED = 'An unexpected error occurred during connection handshake.';

/** `framed` is the request with its separator. Property names are case-sensitive; unknown ones are ignored (reference 3). */
export function answerHandshake(framed: Buffer, protocols: readonly HubProtocol[], carriesBinary: boolean): HandshakeAnswer {
  let request: unknown;
  try {
    request = JSON.parse(framed.toString('utf8', 0, framed.length - 1));
  } catch {
    return { kind: 'refused', error: UNEXPECTED };
  }
  if (typeof request !== 'object' || request === null) return { kind: 'refused', error: UNEXPECTED };
  const { protocol: name, version } = request as { readonly protocol?: unknown; readonly version?: unknown };
  if (typeof name !== 'string' || typeof version !== 'number' || !Number.isInteger(version)) {
    return { kind: 'refused', error: UNEXPECTED };
  }
  const protocol = protocols.find((one) => one.name === name.toLowerCase());
  if (protocol === undefined) return { kind: 'refused', error: `The protocol '${name.slice(0, 100)}' is not supported.` };
  if (version > HIGHEST_VERSION) {
    return { kind: 'refused', error: `The server does not support version ${version} of the '${protocol.name}' protocol.` };
  }
  if (protocol.frameKind === 'binary' && !carriesBinary) {
    return {
      kind: 'refused',
      error: `Cannot use the '${protocol.name}' protocol on the current transport. The transport does not support 'Binary' transfer format.`,
    };
  }
  return { kind: 'accepted', protocol, version };
}

export function handshakeRefusal(error: string): Uint8Array {
  return Buffer.from(`${JSON.stringify({ error })}\u001e`);
}
