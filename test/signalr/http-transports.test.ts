import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openEvents } from './event-stream-client.ts';
import { type ListeningHub, listenHub, movableClock } from './listening-hub.ts';
import { connectRaw, json, negotiate, packed, RS, refusedUpgrade } from './raw-client.ts';
import { type SampleHub, sampleHub } from './sample-hub.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let hub: SampleHub;
let skip: (ms: number) => void;
let server: ListeningHub;
let address: string;

const post = (body: string | Uint8Array<ArrayBuffer>, to = address): Promise<Response> => fetch(to, { method: 'POST', body });
const poll = (): Promise<Response> => fetch(address);
const hello = (protocol = 'json'): string => json({ protocol, version: 1 });
const echo = (id: string, value: unknown): string => json({ type: 1, invocationId: id, target: 'Echo', arguments: [value] });
const answer = (id: string, value: unknown): string => json({ type: 3, invocationId: id, result: value });

beforeEach(async () => {
  hub = sampleHub();
  const moved = movableClock();
  skip = moved.skip;
  await serve({ clock: moved.clock, limits: { pollTimeoutMs: MINUTE_MS, disconnectTimeoutMs: HOUR_MS, sweepIntervalMs: 50 } });
});

async function serve(options: Parameters<typeof listenHub>[1]): Promise<void> {
  server = await listenHub(hub, options);
  hub.server = server.hub;
  address = `${server.url}?id=${(await negotiate(server.url)).connectionToken}`;
}

afterEach(() => server.close());

describe('Server-Sent Events', () => {
  test('[44][45][46] the first bytes come at once, and every message is one event of whole messages', async () => {
    const events = await openEvents(address);
    expect(events.status).toBe(200);
    expect(events.headers['content-type']).toBe('text/event-stream');
    expect(events.headers['cache-control']).toBe('no-cache,no-store');
    await events.heard(':\r\n');
    expect((await post(hello())).status).toBe(200);
    await events.heard(`data: {}${RS}\r\n\r\n`);
    expect((await post(echo('1', 'a\nb') + echo('2', 2))).status).toBe(200);
    await events.heard(`data: ${answer('1', 'a\nb')}${answer('2', 2)}\r\n\r\n`);
    events.drop();
    await eventually(() => expect(hub.events).toContain('disconnected connectionLost'));
    expect((await post(echo('3', 3))).status).toBe(404);
  });

  test('[47] a binary protocol is refused in the handshake, and the stream ends', async () => {
    const events = await openEvents(address);
    await post(hello('messagepack'));
    await events.heard("The transport does not support 'Binary' transfer format.");
    await eventually(() => expect(events.hasEnded()).toBe(true));
  });

  test('[48][22][23] nothing else may use its token', async () => {
    const events = await openEvents(address);
    expect((await openEvents(address)).status).toBe(409);
    expect((await poll()).status).toBe(400);
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(400);
    expect(await refusedUpgrade(address)).toBe(400);
    await post(hello());
    await events.heard(`data: {}${RS}`);
    events.drop();
  });

  test('a message that comes in two posts is read, and an endless body is not', async () => {
    const events = await openEvents(address);
    await post(hello());
    const message = echo('1', 'in two');
    await post(message.slice(0, 20));
    await post(message.slice(20));
    await events.heard(answer('1', 'in two'));
    expect((await post(new Uint8Array(5 * 1024 * 1024))).status).toBe(413);
    events.drop();
  });
});

describe('long polling', () => {
  const open = async (): Promise<void> => {
    expect((await poll()).status).toBe(200);
    expect((await post(hello())).status).toBe(200);
    expect(await (await poll()).text()).toBe(`{}${RS}`);
  };

  test('[50][51][59] the first poll is empty, the next waits for news, and none may be kept', async () => {
    const first = await poll();
    expect(first.status).toBe(200);
    expect(await first.text()).toBe('');
    expect(first.headers.get('cache-control')).toBe('no-cache, no-store');
    const waiting = poll();
    await post(hello());
    expect(await (await waiting).text()).toBe(`{}${RS}`);
  });

  test('[52] what is sent between polls comes in one, in order', async () => {
    await open();
    await post(echo('1', 'a'));
    await post(echo('2', 'b'));
    expect(await (await poll()).text()).toBe(answer('1', 'a') + answer('2', 'b'));
  });

  test('[53] a poll without news is answered after the poll timeout', async () => {
    await open();
    const waiting = poll();
    await post(json({ type: 6 }));
    skip(MINUTE_MS);
    const nothing = await waiting;
    expect(nothing.status).toBe(200);
    expect(await nothing.text()).toBe('');
    await post(echo('1', 'still here'));
    expect(await (await poll()).text()).toBe(answer('1', 'still here'));
  });

  test('[54] a newer poll ends the older one', async () => {
    await open();
    const older = poll();
    await eventually(() => expect(server.hub.stats().connections).toBe(1));
    const statuses: number[] = [];
    const newer = poll();
    for (const one of [older, newer]) void one.then(({ status }) => statuses.push(status));
    await eventually(() => expect(statuses).toContain(204));
    await post(echo('1', 1));
    await eventually(() => expect(statuses.toSorted()).toEqual([200, 204]));
  });

  test('[55] the end of a connection is told once, and then there is none', async () => {
    await open();
    await post(json({ type: 1, target: 'Abort', arguments: [] }));
    expect(await (await poll()).text()).toBe(json({ type: 7 }));
    expect((await poll()).status).toBe(204);
    expect((await poll()).status).toBe(404);
  });

  test('[56] DELETE ends it: the poll that waits hears Close, and then there is nothing', async () => {
    await open();
    const waiting = poll();
    // A poll that waits shows in that the next one ends it: this one must be there before DELETE is.
    await post(echo('1', 1));
    expect(await (await waiting).text()).toBe(answer('1', 1));
    const last = poll();
    await post(json({ type: 6 }));
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(202);
    expect((await last).status).toBeOneOf([200, 404]);
    expect((await poll()).status).toBe(404);
    expect((await post(json({ type: 7 }))).status).toBe(404);
    await eventually(() => expect(hub.events).toEqual(['connected', 'disconnected clientClosed']));
  });

  test('[57] without a poll for the disconnect timeout it is over', async () => {
    await server.close();
    // Time for the handshake on a busy machine: this runs by the real clock.
    await serve({ limits: { pollTimeoutMs: MINUTE_MS, disconnectTimeoutMs: 3_000, sweepIntervalMs: 50 } });
    await open();
    await eventually(() => expect(hub.events).toContain('disconnected connectionLost'));
    expect((await poll()).status).toBe(404);
  });

  test('[58] MessagePack is carried as it is', async () => {
    await poll();
    await post(hello('messagepack'));
    expect(await (await poll()).text()).toBe(`{}${RS}`);
    await post(new Uint8Array(packed([1, {}, '1', 'Echo', [7]])));
    expect(Buffer.from(await (await poll()).arrayBuffer()).toString('hex')).toBe(packed([3, {}, '1', 3, 7]).toString('hex'));
  });

  test('[22] a token that is on WebSockets cannot be polled', async () => {
    const client = await connectRaw(address, 'json');
    expect((await poll()).status).toBe(400);
    client.ws.terminate();
  });
});

test('bytes that are posted before there is a transport are kept, up to a bound', async () => {
  expect((await post(hello())).status).toBe(200);
  expect((await post(new Uint8Array(40_000))).status).toBe(413);
  const client = await import('ws').then(({ default: WebSocket }) => new WebSocket(address.replace('http', 'ws')));
  const first = await new Promise((resolve) => client.once('message', (data) => resolve(String(data))));
  expect(first).toBe(`{}${RS}`);
  client.terminate();
});

test('stateful reconnect is for WebSockets only: an event stream that is lost is lost', async () => {
  await server.close();
  server = await listenHub(hub, { statefulReconnect: true });
  const { connectionToken } = await negotiate(server.url, 'negotiateVersion=1&useStatefulReconnect=true');
  address = `${server.url}?id=${connectionToken}`;
  const events = await openEvents(address);
  await post(json({ protocol: 'json', version: 2 }));
  await events.heard(`data: {}${RS}`);
  events.drop();
  await eventually(() => expect(hub.events).toEqual(['connected', 'disconnected connectionLost']));
  expect(await refusedUpgrade(address)).toBe(404);
});

test('DELETE before there is a transport is refused', async () => {
  expect((await fetch(address, { method: 'DELETE' })).status).toBe(400);
});
