import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { nodeClock } from '../../../../../server/signalr/node-host.ts';
import { ReadingTurn } from '../../../../../server/signalr/receiving/reading-turn.ts';
import { UnfinishedMessages } from '../../../../../server/signalr/receiving/unfinished-messages.ts';
import { webSocketAcceptor } from '../../../../../server/signalr/transports/websocket.ts';
import { readWholeFrames } from '../../../../../server/signalr/transports/whole-frames.ts';
import { eventually } from '../../../../support/eventually.ts';
import { seededRandom } from '../../../../support/seeded.ts';

const MASK = [0x5a, 0x01, 0xff, 0x80];
const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;
const PING = 9;
const MOST = 4_096;

const payload = (length: number, salt = 0): Buffer => Buffer.from(Array.from({ length }, (_, i) => (i * 7 + salt) % 256));

interface Shape {
  readonly opcode?: number;
  readonly isFinal?: boolean;
}

function frame(body: Buffer, { opcode = BINARY, isFinal = true }: Shape = {}): Buffer {
  const first = (isFinal ? 0x80 : 0) | opcode;
  const length = body.length < 126 ? [0x80 | body.length] : [0x80 | 126, body.length >> 8, body.length & 0xff];
  const masked = body.map((byte, i) => byte ^ (MASK[i % 4] ?? 0));
  return Buffer.from([first, ...length, ...MASK, ...masked]);
}

function read(chunk: Buffer): { readonly messages: Buffer[]; readonly bytes: number } {
  const messages: Buffer[] = [];
  // A copy: reading removes the mask in place.
  const bytes = readWholeFrames(Buffer.from(chunk), MOST, { message: (one) => messages.push(Buffer.from(one)) });
  return { messages, bytes };
}

test('whole messages of every length are read, as many as the chunk holds', () => {
  const lengths = [1, 2, 3, 4, 5, 125, 126, 127, 1_000, MOST];
  const bodies = lengths.map((length) => payload(length, length));
  const chunk = Buffer.concat(bodies.map((body) => frame(body)));
  const { messages, bytes } = read(chunk);
  expect(bytes).toBe(chunk.length);
  expect(messages).toEqual(bodies);
});

const first = frame(payload(9));
const unmasked = Buffer.concat([Buffer.from([0x82, 9]), payload(9)]);
const compressed = frame(payload(9));
compressed[0] = 0xc2;

test.each([
  ['the start of a fragmented message', frame(payload(9), { isFinal: false })],
  ['a later fragment', frame(payload(9), { opcode: CONTINUATION })],
  ['a text', frame(payload(9), { opcode: TEXT })],
  ['a ping', frame(payload(9), { opcode: PING })],
  ['an empty message', frame(payload(0))],
  ['a frame without a mask', unmasked],
  ['a frame that claims compression', compressed],
  ['a frame that is too long', frame(payload(MOST + 1))],
])('%s is left to ws, and what is before it is read', (_, other) => {
  const { messages, bytes } = read(Buffer.concat([first, other, frame(payload(4))]));
  expect(bytes).toBe(first.length);
  expect(messages).toEqual([payload(9)]);
});

test('the part of a frame at the end of a chunk is left to ws', () => {
  const whole = frame(payload(300));
  for (let length = 1; length < whole.length; length++) {
    const { messages, bytes } = read(Buffer.concat([first, whole.subarray(0, length)]));
    expect(bytes).toBe(first.length);
    expect(messages).toHaveLength(1);
  }
});

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A WebSocket server on this machine, the messages that it got, and a socket to it that has been upgraded. */
async function served() {
  const unfinished = new UnfinishedMessages(nodeClock, { unfinishedBytes: 1_000_000, messageTimeoutMs: 60_000 });
  const acceptor = webSocketAcceptor(MOST, { unfinished, reading: new ReadingTurn(nodeClock) });
  const messages: Buffer[] = [];
  let gone: string | undefined;
  const http = createServer().on('upgrade', (request, socket, head) =>
    acceptor.accept(request, socket, head, () => ({
      frameBytes: MOST,
      onBytes: (bytes) => messages.push(Buffer.from(bytes)),
      onWritable() {},
      onGone(how) {
        gone = how;
      },
    })),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const socket = net.connect((http.address() as AddressInfo).port, '127.0.0.1');
  socket.setNoDelay(true);
  ends.push(
    () => socket.destroy(),
    () => http.close(),
  );
  const upgraded = new Promise((resolve) => socket.once('data', resolve));
  socket.write(
    'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await upgraded;
  return { socket, messages, unfinished, gone: () => gone };
}

test('whole messages, fragments and pings arrive in order, however the bytes are cut', async () => {
  const { socket, messages, unfinished, gone } = await served();
  const random = seededRandom(11);
  const below = (end: number): number => Math.floor(random.next() * end);
  const sent: Buffer[] = [];
  const frames: Buffer[] = [];
  for (let i = 0; i < 400; i++) {
    const body = payload(1 + below(below(4) === 0 ? 2_000 : 80), i);
    sent.push(body);
    const cut = below(body.length + 1);
    if (below(3) > 0) frames.push(frame(body));
    else {
      frames.push(frame(body.subarray(0, cut), { isFinal: false }), frame(payload(3), { opcode: PING }));
      frames.push(frame(body.subarray(cut), { opcode: CONTINUATION }));
    }
  }
  const bytes = Buffer.concat(frames);
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + below(below(2) === 0 ? 40 : 6_000);
    await new Promise((resolve) => socket.write(bytes.subarray(at, at + size), resolve));
    at += size;
  }
  await eventually(() => expect(messages.length).toBe(sent.length));
  expect(messages).toEqual(sent);
  expect(unfinished.isEmpty).toBe(true);
  expect(gone()).toBeUndefined();
});

test('a whole message between the fragments of another is an error, also when the first fragment is empty', async () => {
  const { socket, messages, gone } = await served();
  socket.write(Buffer.concat([frame(payload(5)), frame(payload(0), { isFinal: false })]));
  await eventually(() => expect(messages.length).toBe(1));
  socket.write(frame(payload(6)));
  await eventually(() => expect(gone()).toBeDefined());
  expect(messages).toEqual([payload(5)]);
});
