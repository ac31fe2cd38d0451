import { afterEach, beforeEach, expect, test } from 'vitest';
import { MethodTable } from '../../server/signalr/calls/method-table.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type ListeningHub, listenHub } from './listening-hub.ts';
import { connectRaw, json, negotiate, packed, rawClient, refusedUpgrade } from './raw-client.ts';
import { type SampleHub, sampleHub } from './sample-hub.ts';

/** Real sockets, and a clock that the test moves. */
let clock: FakeClock;
let hub: SampleHub;
let server: ListeningHub;

beforeEach(async () => {
  clock = new FakeClock();
  hub = sampleHub();
  server = await listenHub(hub, { clock });
  hub.server = server.hub;
});
afterEach(() => server.close());

test('[13] a token that nobody uses for 18 s is refused, one that is used in time is not', async () => {
  const [late, early] = [await negotiate(server.url), await negotiate(server.url)];
  clock.advance(14_000);
  const client = await connectRaw(`${server.url}?id=${early.connectionToken}`, 'json');
  clock.advance(4_000);
  expect(server.hub.stats()).toMatchObject({ pending: 0, connections: 1 });
  expect(await refusedUpgrade(`${server.url}?id=${late.connectionToken}`)).toBe(404);
  client.ws.terminate();
});

test('[36] no handshake for 17 s ends the connection with an error', async () => {
  const client = await rawClient(server.url);
  await eventually(() => expect(server.hub.stats().connections).toBe(1));
  clock.advance(17_000);
  expect(await client.waitClosed()).toBe(1000);
  expect(client.frames.map(({ bytes }) => bytes.toString())).toEqual([json({ error: 'Handshake was canceled.' })]);
});

test('[85] an idle client is pinged every 15 s, in the bytes of its protocol', async () => {
  const one = await connectRaw(server.url, 'json');
  const two = await connectRaw(server.url, 'messagepack');
  for (let count = 1; count <= 3; count++) {
    clock.advance(16_000);
    expect((await one.messages(count)).at(-1)).toEqual({ type: 6 });
    expect((await two.messages(count)).at(-1)).toEqual([6]);
  }
  for (const client of [one, two]) client.ws.terminate();
});

test('a half-open socket is gone 37 s after its last word: it answers neither pings nor the close', async () => {
  const client = await connectRaw(server.url, 'messagepack');
  client.send(packed([6]));
  client.send(packed([1, {}, '1', 'JoinGroup', ['g']]));
  await client.messages(1);
  // Nothing comes from it any more, and it takes nothing: as far as the server can see its cable is cut.
  client.ws.pause();
  clock.advance(31_000);
  expect(server.hub.stats()).toMatchObject({ connections: 1, groups: 0 });
  clock.advance(6_000);
  await eventually(() => expect(server.hub.stats().connections).toBe(0));
  await eventually(() => expect(hub.events).toContain('disconnected clientTimeout'));
  client.ws.terminate();
});

test('while nobody is there no timer runs', async () => {
  const client = await connectRaw(server.url, 'json');
  client.ws.terminate();
  await eventually(() => expect(server.hub.stats().connections).toBe(0));
  clock.advance(1_000);
  expect(clock.timers).toBe(0);
  await negotiate(server.url);
  expect(clock.timers).toBe(1);
  clock.advance(20_000);
  expect(clock.timers).toBe(0);
});

test('groups and sends know open connections only', async () => {
  const client = await connectRaw(server.url, 'json');
  client.send(json({ type: 1, invocationId: '1', target: 'ConnectionId', arguments: [] }));
  const [answer] = await client.messages(1);
  const { result: id } = answer as { result: string };
  expect(server.hub.groups.add(id, 'g')).toBe(true);
  expect(server.hub.send(id, 'm', [])).toBe(true);
  expect(server.hub.connection(id)?.query.get('id')).toBeNull();
  server.hub.connection(id)?.close();
  expect(server.hub.connection(id)).toBeUndefined();
  expect(server.hub.groups.add(id, 'g')).toBe(false);
  expect(server.hub.send(id, 'm', [])).toBe(false);
  expect(server.hub.groups.send('g', 'm', [])).toBe(0);
  expect(server.hub.sendAll('m', [])).toBe(0);
  await client.waitClosed();
});

test('[84] two methods whose names differ in letter case only are a mistake of the application', () => {
  const method = { kind: 'call', run: () => 0 } as const;
  expect(
    () =>
      new MethodTable(
        new Map([
          ['Echo', method],
          ['echo', method],
        ]),
      ),
  ).toThrow(/two hub methods/i);
  expect(new MethodTable(new Map([['Echo', method]])).find('eCHo')).toBe(method);
  expect(new MethodTable(new Map([['Echo', method]])).find('toString')).toBeUndefined();
});
