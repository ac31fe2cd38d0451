import { once } from 'node:events';
import { decodeMulti, encode } from '@msgpack/msgpack';
import WebSocket from 'ws';
import { eventually } from '../support/eventually.ts';

export interface Frame {
  readonly kind: 'text' | 'binary';
  readonly bytes: Buffer;
}

/** A WebSocket with nothing on top: what a test sends is what the server gets. */
export interface RawClient {
  readonly ws: WebSocket;
  readonly frames: Frame[];
  /** Code of the close frame, 1006 for none, once it is closed. */
  closed(): number | undefined;
  send(data: string | Uint8Array): void;
  /** Waits until that many frames have come and returns the last of them. */
  frame(count: number): Promise<Frame>;
  /** Waits for the hub messages of all frames behind the handshake answer, as many as this. */
  messages(count: number): Promise<unknown[]>;
  received(): unknown[];
  waitClosed(): Promise<number>;
}

export const RS = '\u001e';
export const json = (value: unknown): string => `${JSON.stringify(value)}${RS}`;

/** A framed MessagePack message: length prefix and body. */
export function packed(value: unknown): Buffer {
  return framed(encode(value));
}

export function framed(body: Uint8Array): Buffer {
  const prefix: number[] = [];
  let rest = body.length;
  while (rest >= 0x80) {
    prefix.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.concat([Buffer.from([...prefix, rest]), body]);
}

/** Reads length-prefixed messages, and fails when the bytes are not consumed exactly (check 40). */
function unpackAll(bytes: Buffer): unknown[] {
  const messages: unknown[] = [];
  let at = 0;
  while (at < bytes.length) {
    let length = 0;
    let shift = 0;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('A frame ends within a length prefix.');
      length += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (byte < 0x80) break;
    }
    if (at + length > bytes.length) throw new Error('A frame ends within a message.');
    messages.push(...decodeMulti(bytes.subarray(at, at + length)));
    at += length;
  }
  return messages;
}

function messagesOf(frame: Frame): unknown[] {
  if (frame.kind === 'binary') return unpackAll(frame.bytes);
  const text = frame.bytes.toString('utf8');
  if (!text.endsWith(RS)) throw new Error('A text frame does not end with a record separator.');
  return text
    .slice(0, -1)
    .split(RS)
    .map((one) => JSON.parse(one) as unknown);
}

/** Handshake answers count as one frame in front. */
export async function rawClient(url: string, options: { headers?: Record<string, string> } = {}): Promise<RawClient> {
  const ws = new WebSocket(url.replace('http', 'ws'), { perMessageDeflate: false, ...options });
  const frames: Frame[] = [];
  let code: number | undefined;
  ws.on('message', (data: Buffer, isBinary) => frames.push({ kind: isBinary ? 'binary' : 'text', bytes: data }));
  ws.on('close', (closeCode) => {
    code = closeCode;
  });
  ws.on('error', () => {});
  await once(ws, 'open');
  const client: RawClient = {
    ws,
    frames,
    closed: () => code,
    send: (data) => ws.send(data),
    async frame(count) {
      await eventually(() => {
        if (frames.length < count) throw new Error(`${frames.length} of ${count} frames have come`);
      });
      const last = frames[count - 1];
      if (last === undefined) throw new Error('no such frame');
      return last;
    },
    received: () => frames.flatMap((frame, i) => (i === 0 ? rest(frame) : messagesOf(frame))),
    async messages(count) {
      await eventually(() => {
        if (client.received().length < count) throw new Error(`${client.received().length} of ${count} messages have come`);
      });
      return client.received();
    },
    async waitClosed() {
      await eventually(() => {
        if (code === undefined) throw new Error('not closed');
      });
      return code ?? 0;
    },
  };
  return client;
}

/** What follows the handshake answer in its frame. */
function rest(frame: Frame): unknown[] {
  const answer = Buffer.from('{}\u001e');
  if (!frame.bytes.subarray(0, 3).equals(answer)) return [];
  return frame.bytes.length === 3 ? [] : messagesOf({ kind: frame.kind, bytes: frame.bytes.subarray(3) });
}

export async function connectRaw(url: string, protocol: 'json' | 'messagepack', version = 1): Promise<RawClient> {
  const client = await rawClient(url);
  client.send(json({ protocol, version }));
  await client.frame(1);
  return client;
}

/** The status with which an upgrade is refused. */
export async function refusedUpgrade(url: string, headers: Record<string, string> = {}): Promise<number> {
  const ws = new WebSocket(url.replace('http', 'ws'), { headers });
  ws.on('error', () => {});
  const [, response] = await once(ws, 'unexpected-response');
  const { statusCode } = response as { statusCode: number };
  ws.terminate();
  return statusCode;
}

export async function negotiate(url: string, query = 'negotiateVersion=1'): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/negotiate?${query}`, { method: 'POST' });
  return (await answer.json()) as Record<string, string>;
}
