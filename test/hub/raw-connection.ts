import { decodeMulti, encode } from '@msgpack/msgpack';
import { WebSocket } from 'ws';

/** A client that keeps no rules: it sends the bytes that it is told to, and tells what came back. MessagePack hub protocol. */
export interface RawConnection {
  /** Hub messages that came, pings left out. */
  readonly messages: readonly (readonly unknown[])[];
  readonly socket: WebSocket;
  sendBytes(bytes: Uint8Array): void;
  /** Sends an invocation that wants no answer. */
  invoke(target: string, args: readonly unknown[]): void;
  /** Sends an invocation with an id. */
  ask(id: string, target: string, args: readonly unknown[]): void;
  /** The error of the Close message, `''` for one without, undefined while none has come. */
  closeError(): string | undefined;
  /** Resolves when the socket is closed. */
  readonly ended: Promise<void>;
  end(): void;
}

const HANDSHAKE = '{"protocol":"messagepack","version":1}\u001e';

export async function connectRaw(server: string): Promise<RawConnection> {
  const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/hub`);
  const messages: unknown[][] = [];
  let rest = Buffer.alloc(0);
  let closeError: string | undefined;
  let greeted: (() => void) | undefined;
  const greeting = new Promise<void>((resolve) => {
    greeted = resolve;
  });
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => {});
  socket.on('message', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    if (greeted) {
      const end = rest.indexOf(0x1e);
      if (end < 0) return;
      rest = rest.subarray(end + 1);
      greeted();
      greeted = undefined;
    }
    for (let next = takeMessage(rest); next; next = takeMessage(rest)) {
      rest = next.rest;
      for (const message of decodeMulti(next.body) as Iterable<unknown[]>) {
        if (message[0] === 7) closeError = typeof message[1] === 'string' ? message[1] : '';
        if (message[0] !== 6) messages.push(message);
      }
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.send(HANDSHAKE);
  await greeting;
  const sendBytes = (bytes: Uint8Array): void => socket.send(bytes);
  return {
    messages,
    socket,
    sendBytes,
    invoke: (target, args) => sendBytes(framed([1, {}, null, target, args, []])),
    ask: (id, target, args) => sendBytes(framed([1, {}, id, target, args, []])),
    closeError: () => closeError,
    ended,
    end: () => socket.terminate(),
  };
}

/** A hub message with its length before it. */
export function framed(message: unknown): Uint8Array {
  return prefixed(encode(message));
}

export function prefixed(body: Uint8Array): Uint8Array {
  const prefix: number[] = [];
  let left = body.length;
  do {
    prefix.push((left & 127) | (left > 127 ? 128 : 0));
    left >>= 7;
  } while (left > 0);
  return Buffer.concat([Uint8Array.from(prefix), body]);
}

/** The next hub message without its length, and what follows it; undefined while it is not whole. */
export function takeMessage(bytes: Buffer): { readonly body: Buffer; readonly rest: Buffer<ArrayBuffer> } | undefined {
  let length = 0;
  let at = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) return undefined;
    length |= (byte & 127) << shift;
    if (byte < 128) break;
  }
  if (bytes.length < at + length) return undefined;
  return { body: bytes.subarray(at, at + length), rest: Buffer.from(bytes.subarray(at + length)) };
}
