import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type ListeningHub, listenHub, movableClock } from './listening-hub.ts';
import { connectRaw, json, negotiate, packed, type RawClient, RS, rawClient } from './raw-client.ts';
import { sampleHub } from './sample-hub.ts';

const HOUR_MS = 3_600_000;

let server: ListeningHub | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const post = (address: string, body: string): Promise<Response> => fetch(address, { method: 'POST', body });

test('an answer to a poll that the client does not take is given up, with its socket', async () => {
  server = await listenHub(sampleHub(), {
    limits: { sendTimeoutMs: 100, messageBytes: 16 * 1024 * 1024, frameBytes: 16 * 1024 * 1024 },
  });
  const { connectionToken } = await negotiate(server.url);
  const address = `${server.url}?id=${connectionToken}`;
  await fetch(address);
  await post(address, json({ protocol: 'json', version: 1 }));
  await (await fetch(address)).arrayBuffer();
  // More than the kernel keeps for a socket.
  await post(address, json({ type: 1, invocationId: '1', target: 'Echo', arguments: ['x'.repeat(15 * 1024 * 1024)] }));
  const sleeper = connect(Number(new URL(server.url).port), '127.0.0.1');
  let isClosed = false;
  sleeper.on('error', () => undefined);
  sleeper.on('close', () => {
    isClosed = true;
  });
  sleeper.write(`GET ${new URL(address).pathname}?id=${connectionToken} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await new Promise((resolve) => sleeper.once('readable', resolve));
  await eventually(() => expect(server?.hub.stats().connections).toBe(0));
  // Read on: what comes is a rest, and then the end.
  sleeper.resume();
  await eventually(() => expect(isClosed).toBe(true));
});

test('what is posted before a transport comes is bounded over all who negotiated, and free again when they are forgotten', async () => {
  const { clock, skip } = movableClock();
  server = await listenHub(sampleHub(), {
    clock,
    limits: { earlyBytes: 50_000, handshakeBytes: 20_000, negotiateTimeoutMs: HOUR_MS, sweepIntervalMs: 50 },
  });
  const { url } = server;
  const tokens = await Promise.all(Array.from({ length: 4 }, async () => (await negotiate(url)).connectionToken));
  const statuses: number[] = [];
  for (const token of tokens) statuses.push((await post(`${url}?id=${token}`, 'x'.repeat(20_000))).status);
  expect(statuses).toEqual([200, 200, 413, 413]);
  skip(HOUR_MS);
  await eventually(() => expect(server?.hub.stats().pending).toBe(0));
  const { connectionToken } = await negotiate(url);
  expect((await post(`${url}?id=${connectionToken}`, 'x'.repeat(20_000))).status).toBe(200);
});

test('short messages to a client that does not read count for what they cost', async () => {
  server = await listenHub(sampleHub(), { limits: { sendQueueBytes: 2 * 1024 * 1024, sweepIntervalMs: 50 } });
  const client = await connectRaw(server.url, 'messagepack');
  client.ws.pause();
  const calls = Buffer.concat(Array.from({ length: 2_000 }, () => packed([1, {}, '1', 'Void', []])));
  // Answers of nine bytes: bounded in bytes alone, 230,000 of them would wait, behind those that the kernel takes.
  let sent = 0;
  while (server.hub.stats().slowDropped === 0 && sent < 4_000_000 && client.ws.readyState === client.ws.OPEN) {
    // No faster than the hub reads.
    if (client.ws.bufferedAmount < calls.length) {
      client.ws.send(calls);
      sent += 2_000;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(server.hub.stats().slowDropped).toBe(1);
  const dropped = server.log.events.find(({ event }) => event === 'connection.too_slow');
  expect(dropped?.fields.bytes).toBeLessThan(1024 * 1024);
  client.ws.terminate();
});

test('stateful reconnect is not granted where the public id is the secret: in version 0 of negotiate', async () => {
  server = await listenHub(sampleHub(), { statefulReconnect: true });
  const ask = async (version: number): Promise<unknown> =>
    (await fetch(`${server?.url}/negotiate?negotiateVersion=${version}&useStatefulReconnect=true`, { method: 'POST' })).json();
  expect(await ask(0)).not.toHaveProperty('useStatefulReconnect');
  expect(await ask(1)).toHaveProperty('useStatefulReconnect', true);
});

test('a refusal of a method is not a failure in the log, which clients could fill with it', async () => {
  server = await listenHub(sampleHub());
  const client = await connectRaw(server.url, 'json');
  client.send(json({ type: 1, invocationId: '1', target: 'Fail', arguments: [] }));
  await client.messages(1);
  client.send(json({ type: 1, invocationId: '2', target: 'FailPlain', arguments: [] }));
  await client.messages(2);
  const events = server.log.events.map(({ event }) => event).filter((event) => event.startsWith('hub.'));
  expect(events).toEqual(['hub.method_refused', 'hub.method_failed']);
  client.ws.terminate();
});

/** The first frame of a message whose rest does not come, as bytes for the socket under a WebSocket. */
function beginning(length: number, sent: number): Buffer {
  const head = Buffer.alloc(14);
  head[0] = 0x82;
  head[1] = 0xff;
  head.writeUInt32BE(length, 6);
  return Buffer.concat([head, Buffer.alloc(sent)]);
}

const socketOf = (client: RawClient): Socket => (client.ws as unknown as { readonly _socket: Socket })._socket;

test('a frame that is not finished in time ends its connection, and its bytes are free again', async () => {
  server = await listenHub(sampleHub(), { limits: { messageTimeoutMs: 200, sweepIntervalMs: 20 } });
  const client = await connectRaw(server.url, 'messagepack');
  const other = await connectRaw(server.url, 'messagepack');
  socketOf(client).write(beginning(200_000, 100_000));
  await eventually(() => expect(server?.hub.stats().unfinishedBytes).toBeGreaterThan(100_000));
  expect(await client.waitClosed()).toBe(1006);
  await eventually(() => expect(server?.hub.stats()).toMatchObject({ unfinishedBytes: 0, connections: 1 }));
  other.send(packed([1, {}, '1', 'Void', []]));
  await other.messages(1);
  other.ws.terminate();
});

test('unfinished frames of all connections have one budget; the longest goes', async () => {
  server = await listenHub(sampleHub(), { limits: { unfinishedBytes: 300_000 } });
  const clients = await Promise.all(
    [150_000, 100_000, 60_000].map(async (sent) => ({ sent, client: await connectRaw(server?.url ?? '', 'messagepack') })),
  );
  for (const { sent, client } of clients) socketOf(client).write(beginning(1_000_000, sent));
  expect(await clients[0]?.client.waitClosed()).toBe(1006);
  await eventually(() => expect(server?.hub.stats().connections).toBe(2));
  for (const { client } of clients) client.ws.terminate();
});

test('before its handshake a client may not begin a frame above handshakeBytes', async () => {
  server = await listenHub(sampleHub());
  const client = await rawClient(server.url);
  socketOf(client).write(beginning(100_000, 3_000));
  await eventually(() => expect(server?.hub.stats().unfinishedBytes).toBeGreaterThan(3_000));
  socketOf(client).write(Buffer.alloc(1_100));
  expect(await client.waitClosed()).toBe(1006);
});

test('a message in more fragments than a frame needs ends the connection', async () => {
  server = await listenHub(sampleHub(), { limits: { frameBytes: 256 * 1024 } });
  const fine = await connectRaw(server.url, 'json');
  const text = json({ type: 1, invocationId: '1', target: 'Echo', arguments: ['x'.repeat(40)] });
  for (let i = 0; i < 63; i++) fine.ws.send(text.slice(i, i + 1), { fin: false });
  fine.ws.send(text.slice(63), { fin: true });
  await fine.messages(1);
  const flooder = await connectRaw(server.url, 'json');
  for (let i = 0; i < 65; i++) flooder.ws.send('x', { fin: false });
  expect(await flooder.waitClosed()).toBe(1008);
  fine.ws.terminate();
});

test('posts that are not finished count, before and behind the transport', async () => {
  server = await listenHub(sampleHub(), { limits: { earlyBytes: 10_000, messageTimeoutMs: 200, sweepIntervalMs: 20 } });
  const { port } = new URL(server.url);
  const tokens = await Promise.all(Array.from({ length: 3 }, async () => (await negotiate(server?.url ?? '')).connectionToken));
  const sockets = tokens.slice(0, 2).map((token) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`POST /hub?id=${token} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx`);
    return { socket, closed: new Promise((resolve) => socket.once('close', resolve)) };
  });
  await eventually(() => expect(server?.hub.stats().unfinishedBytes).toBeGreaterThan(200));
  // Two are being read: there is room for no third one.
  expect((await post(`${server.url}?id=${tokens[2]}`, 'x')).status).toBe(413);
  await Promise.all(sockets.map(({ closed }) => closed));
  expect(server.hub.stats().unfinishedBytes).toBe(0);
  expect((await post(`${server.url}?id=${tokens[2]}`, 'x')).status).toBe(200);
});

test('a client that goes on sending much after the server has ended the connection still reads why', async () => {
  const { clock, skip } = movableClock();
  server = await listenHub(sampleHub(), { clock, limits: { closeTimeoutMs: HOUR_MS, sweepIntervalMs: 50 } });
  const client = await rawClient(server.url);
  client.send(json({ protocol: 'json', version: 1 }));
  await client.frame(1);
  client.ws.pause();
  client.send(`nonsense${RS}`);
  for (let k = 0; k < 64; k++) client.send(json({ type: 6, more: 'x'.repeat(128 * 1024) }));
  await eventually(() => expect(server?.log.events.some(({ event }) => event === 'connection.closed')).toBe(true));
  client.ws.resume();
  const { bytes } = await client.frame(2);
  expect(bytes.toString()).toContain('"type":7');
  // Its own close waits behind what nobody reads, so the server gives the socket up.
  skip(HOUR_MS);
  await client.waitClosed();
  await eventually(() => expect(server?.hub.stats().connections).toBe(0));
});
