import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { eventually } from '../../support/eventually.ts';
import { inkroomDialect } from '../fanout/dialect-inkroom.ts';
import { relayDialect } from '../fanout/dialect-relay.ts';
import { histogram } from '../fanout/histogram.ts';
import { clientFrame, openRawSocket, type RawSocket } from '../fanout/raw-socket.ts';
import { appendUpdate, authorOfUpdate, cursorUpdate, isAppend, tickOfUpdate, type Update } from '../fanout/workload.ts';
import { handStroke } from '../hand-stroke.ts';

/** The load must be right before its numbers can be. */
const servers: Server[] = [];
const sockets: RawSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const server of servers.splice(0)) server.close();
});

async function echoServer(): Promise<{ port: number; heard: { pongs: number } }> {
  const http = createServer();
  servers.push(http);
  const heard = { pongs: 0 };
  new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
    socket.ping('still there?');
    socket.on('pong', () => heard.pongs++);
    socket.on('message', (bytes, isBinary) => socket.send(bytes, { binary: isBinary }));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { port: (http.address() as AddressInfo).port, heard };
}

async function open(port: number, onMessage: (bytes: Buffer) => void): Promise<RawSocket> {
  const socket = await openRawSocket({
    port,
    path: '/',
    onEnd: () => undefined,
    onMessage: (bytes, start, end) => onMessage(Buffer.from(bytes.subarray(start, end))),
  });
  sockets.push(socket);
  return socket;
}

test('what a raw client sends comes back whole, whatever its size and however it is cut on the way', async () => {
  const { port, heard } = await echoServer();
  const back: Buffer[] = [];
  const socket = await open(port, (bytes) => back.push(bytes));
  const sent = [1, 125, 126, 65_535, 65_536, 700_000].map((size) => Buffer.alloc(size, size % 251));
  for (const payload of sent) socket.send(clientFrame(payload));
  await eventually(() => expect(back.map((bytes) => bytes.length)).toEqual(sent.map((bytes) => bytes.length)));
  for (const [i, payload] of sent.entries()) expect(back[i]?.equals(payload)).toBe(true);
  await eventually(() => expect(heard.pongs).toBe(1));
});

test('a server that refuses the upgrade is an error, not a silence', async () => {
  const http = createServer((_, response) => response.writeHead(404).end()).on('upgrade', (_, socket) =>
    socket.end('HTTP/1.1 404 Not Found\r\n\r\n'),
  );
  servers.push(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  await expect(open((http.address() as AddressInfo).port, () => undefined)).rejects.toThrow('404');
});

test('an update keeps its author, its tick and its kind', () => {
  for (const [author, tick] of [
    [0, 0],
    [449, 239],
    [1023, 4095],
  ] as const) {
    for (const update of [cursorUpdate(author, tick), appendUpdate(author, tick)]) {
      expect([authorOfUpdate(update), tickOfUpdate(update)]).toEqual([author, tick]);
    }
    expect([isAppend(cursorUpdate(author, tick)), isAppend(appendUpdate(author, tick))]).toEqual([false, true]);
  }
});

test('what a relay passes on is read as what was sent: a cursor a tick, and an append of those who draw', async () => {
  const { port } = await echoServer();
  const dialect = relayDialect({ coalescing: true });
  const read: Update[] = [];
  const socket = await open(port, (bytes) => dialect.read(bytes, 0, bytes.length, read));
  for (const author of [1, 7]) for (const { bytes } of dialect.script(author, 2)) socket.send(bytes);
  const drawn = [cursorUpdate(1, 0), appendUpdate(1, 0), cursorUpdate(1, 1), appendUpdate(1, 1)];
  await eventually(() => expect(read).toEqual([...drawn, cursorUpdate(7, 0), cursorUpdate(7, 1)]));
});

test('a hub that refuses what the load sends voids the run', () => {
  const dialect = inkroomDialect({ room: 'bench' });
  // [1, {}, nil, "refused", [1, "batch.gap"]]
  const message = Buffer.from('1b950180c0a77265667573656492' + '01' + 'a962617463682e676170', 'hex');
  message[0] = message.length - 1;
  expect(() => dialect.read(message, 0, message.length, [])).toThrow('batch.gap');
});

test('quantiles are those of the samples, and none without any', () => {
  const times = histogram();
  expect(times.quantile(0.99)).toBeNaN();
  for (let ms = 1; ms <= 100; ms++) times.add(ms);
  expect([times.quantile(0.5), times.quantile(0.99), times.max, times.count]).toEqual([50, 99, 100, 100]);
});

test('the hand draws the same stroke every time, and a mouse reports whole pixels', () => {
  const options = { points: 300, device: 'mouse', seed: 1 } as const;
  expect(handStroke(options)).toEqual(handStroke(options));
  expect(handStroke(options)).not.toEqual(handStroke({ ...options, seed: 2 }));
  expect(handStroke(options).every(({ x, y }) => Number.isInteger(x) && Number.isInteger(y))).toBe(true);
});

test('a message that a server sends in fragments is read as one', async () => {
  const http = createServer();
  servers.push(http);
  new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
    socket.send('one ', { fin: false });
    socket.send('message', { fin: true });
    socket.send('another');
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const heard: string[] = [];
  const { port } = http.address() as AddressInfo;
  sockets.push(
    await openRawSocket({
      port,
      path: '/',
      onMessage: (bytes, start, end) => heard.push(bytes.toString('utf8', start, end)),
      onEnd: (why) => heard.push(why),
    }),
  );
  await eventually(() => expect(heard).toEqual(['one message', 'another']));
});
