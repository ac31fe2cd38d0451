import { connect } from 'node:net';
import { serverPings } from '@inkroom/azure-signalr/protocol/pings';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import { expect, onTestFinished, test } from 'vitest';
import { VECTORS } from '../golden/azure-service/vectors.ts';
import { connectRaw, json, rawClient } from '../signalr/raw-client.ts';
import { stockClient } from '../signalr/stock-clients.ts';
import { eventually } from '../support/eventually.ts';
import { runSeed, seededRandom } from '../support/seeded.ts';
import { openLine, startAppServer } from './app-server.ts';
import { type Rig, startRig } from './emulator-rig.ts';
import { startUpstream } from './upstream-rig.ts';

/** A client and its server that go on working whatever others send. */
async function witness(rig: Rig): Promise<() => Promise<void>> {
  await startAppServer(rig, 'witness', 1);
  const token = await rig.clientToken({}, { sticky: { serverId: 'witness', mode: 'Required' } });
  const client = stockClient(rig.clientUrl(), { token });
  onTestFinished(() => client.stop());
  await client.start();
  return async () => expect(await client.invoke('Echo', 'still here')).toBe('still here');
}

/** Types that are meant to end connections of others: the witness must not be closed by an honest order. */
const CLOSING = new Set([5, 30, 31, 32, 33]);

test('whatever an application server sends, the emulator goes on, and so do others', async () => {
  const seed = runSeed();
  const { next } = seededRandom(seed);
  const rig = await startRig();
  const isWell = await witness(rig);
  const vectors = VECTORS.filter(({ fields }) => !CLOSING.has(fields.type) && fields.type !== 10);
  let lines = 0;
  let line = await openLine(rig, { serverId: 'mad' });
  for (let round = 0; round < 60; round++) {
    if (line.closed() !== undefined) line = await openLine(rig, { serverId: `mad-${++lines}` });
    const frames = Array.from({ length: 30 }, () => {
      const { frame } = vectors[Math.floor(next() * vectors.length)] as (typeof vectors)[number];
      if (next() < 0.5) return frame;
      const changed = Buffer.from(frame);
      // Behind the prefix and the type: the stream goes on, and no message becomes an order to close.
      const from = Math.min(4, changed.length - 1);
      changed[from + Math.floor(next() * (changed.length - from))] = Math.floor(next() * 256);
      return changed;
    });
    line.ws.send(Buffer.concat(frames));
    if (round % 10 === 9) {
      line.ws.send(Buffer.from(Array.from({ length: 200 }, () => Math.floor(next() * 256))));
      await isWell();
    }
  }
  await isWell();
  const honest = await openLine(rig, { serverId: 'honest' });
  honest.ws.send(writeServiceMessage(serverPings.askStatus));
  await eventually(() => expect(honest.got.length, `seed ${seed}`).toBeGreaterThan(1));
}, 120_000);

test('whatever clients send behind their handshake is passed on, and the emulator goes on', async () => {
  const { next } = seededRandom(runSeed());
  const rig = await startRig();
  const isWell = await witness(rig);
  const sink = await openLine(rig, { serverId: 'sink' });
  const token = await rig.clientToken({}, { sticky: { serverId: 'sink', mode: 'Required' } });
  const client = await rawClient(`${rig.clientUrl()}&access_token=${token}`);
  onTestFinished(() => client.ws.terminate());
  client.send('{"protocol":"messagepack","version":1}\u001e');
  await sink.first(4);
  const sent: Buffer[] = [];
  for (let i = 0; i < 200; i++) {
    const bytes = Buffer.from(Array.from({ length: 1 + Math.floor(next() * 300) }, () => Math.floor(next() * 256)));
    sent.push(bytes);
    client.send(bytes);
  }
  const whole = Buffer.concat(sent);
  const passed = () => Buffer.concat(sink.all(6).map(({ payload }) => Buffer.from(payload)));
  await eventually(() => expect(passed().length).toBeGreaterThanOrEqual(whole.length));
  expect(passed().subarray(-whole.length).equals(whole)).toBe(true);
  await isWell();
});

test('whatever clients call in Serverless mode, the emulator goes on, and others are served', async () => {
  const upstream = await startUpstream();
  const rig = await startRig({ serverless: { upstream: [{ urlTemplate: `${upstream.url}/{event}` }] } });
  const url = `${rig.clientUrl()}&access_token=${await rig.clientToken()}`;
  const targets = [
    '\ud800',
    '\u0000',
    '\r\nx-asrs-signature: sha256=0',
    '../../..',
    '..',
    '',
    'ü'.repeat(2_000),
    '%',
    '?',
    '#',
    '{event}',
  ];
  const messages = [
    ...targets.map((target) => json({ type: 1, invocationId: '1', target, arguments: [] })),
    ...[json({ type: 4, invocationId: '2', target: 'a', arguments: [] }), json({ type: 5, invocationId: '3' })],
    ...[json({ type: 99 }), json([]), json(null), '\u001e', '{', json({ type: 1, target: 'a', arguments: 'b' })],
  ];
  for (const message of messages) {
    const client = await connectRaw(url, 'json');
    client.send(message);
    client.send(json({ type: 1, target: 'behind', arguments: [] }));
    client.ws.close();
    await client.waitClosed();
  }
  for (const path of upstream.paths()) expect(path).toMatch(/^\/[^/]*$/);
  for (const { headers } of upstream.requests) expect(headers['x-asrs-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
  const witness = stockClient(rig.clientUrl(), { token: await rig.clientToken() });
  onTestFinished(() => witness.stop());
  await witness.start();
  expect(await witness.invoke('still')).toBeUndefined();
});

test('strange requests are answered or closed, and the emulator goes on', async () => {
  const rig = await startRig();
  const isWell = await witness(rig);
  const { port } = new URL(rig.emulator.url);
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n';
  const requests = [
    'GET //server/?hub=chat HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /client/negotiate?hub=%zz HTTP/1.1\r\nHost: a\r\n\r\n',
    'POST /client/negotiate?hub=chat HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a.b.c\r\nContent-Length: 0\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
    `GET /server/?hub=chat HTTP/1.1\r\nHost: a\r\n${upgrade}Authorization: Bearer ${'x'.repeat(3_000)}\r\n\r\n`,
    `GET http://evil/client/?hub=chat HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n`,
    `GET /client/?hub=chat&access_token=${await rig.clientToken()} HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n`,
    `POST /api/hubs/chat/:send HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    'nonsense\r\n\r\n',
  ];
  for (const text of requests) {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      let got = '';
      socket.on('data', (bytes) => {
        got += bytes.toString();
        socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(got));
    });
    expect(answer, text.slice(0, 60)).toMatch(/^HTTP\/1\.1 4\d\d/);
  }
  await isWell();
});
