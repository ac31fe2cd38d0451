import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { listenHub } from './listening-hub.ts';
import { connectRaw, json, packed } from './raw-client.ts';
import { sampleHub } from './sample-hub.ts';

/** A client that reads nothing for so long is dropped. These are to stay, however slow the machine is. */
const PATIENT = { limits: { sendTimeoutMs: 3_600_000 } };

test('[90] a client that never reads is dropped with a reason, and the others get everything in order', async () => {
  const hub = sampleHub();
  const server = await listenHub(hub, { limits: { sendQueueBytes: 256 * 1024, closeTimeoutMs: 100, sweepIntervalMs: 50 } });
  hub.server = server.hub;
  const reader = await connectRaw(server.url, 'messagepack');
  const sleeper = await connectRaw(server.url, 'messagepack');
  for (const client of [reader, sleeper]) client.send(packed([1, {}, '1', 'JoinGroup', ['g']]));
  await Promise.all([reader.messages(1), sleeper.messages(1)]);
  sleeper.ws.pause();

  let sent = 0;
  const payload = new Uint8Array(16 * 1024);
  // Round by round, each read before the next: only the sleeper falls behind, until what the kernel takes for it is full too.
  for (let round = 0; round < 2_000 && server.hub.stats().slowDropped === 0; round++) {
    for (let i = 0; i < 16; i++) server.hub.groups.send('g', 'm', [sent++, payload]);
    await reader.messages(1 + sent);
  }
  expect(server.hub.stats().slowDropped).toBe(1);
  expect(server.log.events).toContainEqual({
    event: 'connection.too_slow',
    fields: { connection: expect.any(String), reason: 'tooSlow', bytes: expect.any(Number) },
  });
  await eventually(() => expect(hub.events).toContain('disconnected tooSlow'));
  await eventually(() => expect(server.hub.stats().connections).toBe(1));
  expect(server.hub.groups.send('g', 'm', [sent, payload])).toBe(1);
  const numbers = (await reader.messages(2 + sent))
    .slice(1)
    .map((message) => (message as [1, object, null, string, [number]])[4][0]);
  expect(numbers).toEqual(Array.from({ length: sent + 1 }, (_, n) => n));
  sleeper.ws.terminate();
  reader.ws.terminate();
  await server.close();
});

test('a stream to a client that stops reading waits for it, and nothing piles up', async () => {
  const hub = sampleHub();
  const server = await listenHub(hub, PATIENT);
  const client = await connectRaw(server.url, 'messagepack');
  client.send(packed([4, {}, '1', 'Endless', [new Uint8Array(1_000)]]));
  await client.messages(1_000);
  client.ws.pause();
  let before = -1;
  // Nothing more goes out as soon as the kernel's buffers are full.
  await eventually(() => {
    const { bytesOut } = server.hub.stats();
    const stalled = bytesOut === before;
    before = bytesOut;
    expect(stalled).toBe(true);
  });
  const [connection] = [...server.log.events]
    .filter(({ event }) => event === 'connection.opened')
    .map(({ fields }) => String(fields.connection));
  expect(server.hub.connection(connection ?? '')?.bufferedBytes).toBeLessThan(400 * 1024);
  const { length } = client.received();
  client.ws.resume();
  await client.messages(length + 1_000);
  client.ws.terminate();
  await eventually(() => expect(hub.events).toContain('stopped'));
  await server.close();
});

test('pings of the WebSocket itself are answered only while the peer reads: pongs do not pile up', async () => {
  const hub = sampleHub();
  const server = await listenHub(hub, PATIENT);
  const client = await connectRaw(server.url, 'json');
  client.send(json({ type: 1, invocationId: '1', target: 'ConnectionId', arguments: [] }));
  const [answer] = await client.messages(1);
  let pongs = 0;
  client.ws.on('pong', () => pongs++);
  client.ws.ping('hello');
  await eventually(() => expect(pongs).toBe(1));
  client.ws.pause();
  const payload = Buffer.alloc(125);
  for (let batch = 0; batch < 100; batch++) {
    for (let i = 0; i < 2_000; i++) client.ws.ping(payload);
    client.send(json({ type: 1, target: 'Note', arguments: [batch] }));
    await eventually(() => expect(hub.events.at(-1)).toBe(String(batch)));
  }
  // 25 MB of pings; the kernel takes some of the pongs.
  expect(server.hub.connection((answer as { result: string }).result)?.bufferedBytes).toBeLessThan(1024 * 1024);
  client.ws.terminate();
  await server.close();
});
