import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newRoomId, newRoomKey, type RoomId, roomIdOf } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import { parseTraceRecords, type TracedBatch, type TraceRecord } from '../../core/contract/tracing/trace-records.ts';
import type { Session } from '../../renderer/session/session.ts';
import { run } from '../../server/cli/serve.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { emulate, servicesAt } from '../azure-signalr/service-rig.ts';
import { eventually } from '../support/eventually.ts';
import { joinAsGuest } from '../support/guest.ts';
import { draw } from '../unit/renderer/session/world.ts';
import { type LiveHub, liveHub, METRICS_TOKEN } from './live-hub.ts';

/** A person draws now and then: one batch a second is followed. */
const DRAWING = { timeout: 20_000, interval: 150 };
const afterPaint = (painted: () => void): void => void setTimeout(painted, 3);

async function hubWith(over: Parameters<typeof liveHub>[0] = {}): Promise<LiveHub> {
  const hub = await liveHub(over);
  onTestFinished(() => hub.stop());
  return hub;
}

async function enter(hub: LiveHub, room: RoomId, name: string, over: Parameters<typeof joinAsGuest>[2] = {}): Promise<Session> {
  const session = joinAsGuest(formatRoomLink({ server: hub.server, room }), name, { afterPaint, ...over });
  onTestFinished(() => session.dispose());
  await eventually(() => expect(session.status().state.phase).toBe('live'));
  return session;
}

/** The command line, running. */
function follow(hub: LiveHub, room: RoomId, ...flags: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const end = Promise.withResolvers<string>();
  let press: (key: string) => void = () => undefined;
  const code = run({
    args: [
      'trace',
      '--room',
      room,
      '--server',
      hub.server,
      ...(flags.includes('--key') ? [] : ['--metrics-token', METRICS_TOKEN]),
      ...flags,
    ],
    env: {},
    print: (text) => void out.push(text),
    printError: (text) => void err.push(text),
    onReady() {},
    endAsked: end.promise,
    keys: (pressed) => {
      press = pressed;
      return { dispose: () => undefined };
    },
  });
  onTestFinished(() => end.resolve('the test is over'));
  const records = (): readonly TraceRecord[] =>
    out.flatMap((text) => text.split('\n').flatMap((line) => (line === '' ? [] : parseTraceRecords([JSON.parse(line)]))));
  const batches = (): TracedBatch[] => records().filter((one) => one.kind === 'batch');
  return { out, err, code, records, batches, press: (key: string) => press(key), end: () => end.resolve('enough') };
}

/** A key of the API that the command line makes. */
async function madeKey(file: string, scope: string): Promise<string> {
  const out: string[] = [];
  await run({
    args: ['api-key', 'make', '--name', 'Ops', '--scope', scope, '--api-keys', file],
    env: {},
    print: (text) => void out.push(text),
    printError() {},
    onReady() {},
    endAsked: new Promise<string>(() => undefined),
  });
  return out.join('').trim();
}

const stepsOf = (batch: TracedBatch): string[] => batch.spans.map(({ step }) => step);

test('[TRC-1] [TRC-5] the command line follows batches from the pen to the pixels, and nobody else notices', async () => {
  const hub = await hubWith();
  const room = newRoomId(nodeRandom);
  const [ann, bob] = [await enter(hub, room, 'Ann of secrets'), await enter(hub, room, 'Bob')];
  const traced = follow(hub, room, '--json');
  const whole = await vi.waitFor(() => {
    draw(ann, 1);
    const found = traced.batches().find((batch) => stepsOf(batch).includes('pixels') && stepsOf(batch).includes('outbox'));
    if (!found) throw new Error('not yet');
    return found;
  }, DRAWING);
  expect(whole.who).toBe(ann.clientId);
  expect(stepsOf(whole)).toEqual(expect.arrayContaining(['outbox', 'socket', 'instance', 'frame', 'echo', 'peer', 'pixels']));
  expect(whole.spans.every(({ ms }) => ms >= 0 && ms < 20_000)).toBe(true);
  const types = new Set(traced.records().flatMap((one) => (one.kind === 'message' ? [one.type] : [])));
  expect([...types]).toEqual(expect.arrayContaining(['push', 'frame']));
  expect(traced.out.join('')).not.toContain('secrets');
  // [TRC-8]
  await eventually(() => expect(bob.fingerprint()).toBe(ann.fingerprint()));
  expect([ann.status().refused, bob.status().refused, hub.refused()]).toEqual([undefined, undefined, []]);
  traced.end();
  expect(await traced.code).toBe(0);
});

test('in words, of one person, with a pause: the terminal shows what was asked for', async () => {
  const hub = await hubWith();
  const room = newRoomId(nodeRandom);
  const [ann, bob] = [await enter(hub, room, 'Ann'), await enter(hub, room, 'Bob')];
  const traced = follow(hub, room, '--person', bob.clientId);
  await vi.waitFor(() => {
    draw(ann, 1);
    draw(bob, 1);
    expect(traced.out.join('')).toMatch(/batch \d+ of .*, trace [0-9a-f]{32}\n +\S+ +at +0\.0 ms/);
  }, DRAWING);
  const text = traced.out.join('');
  expect(text).toContain(`${bob.clientId} > `);
  expect(text).not.toContain(`${ann.clientId} > `);
  traced.press(' ');
  const before = traced.out.length;
  const seen = Number(await hub.metric('inkroom_batches_total'));
  await vi.waitFor(async () => {
    draw(bob, 1);
    expect(await hub.metric('inkroom_batches_total')).toBeGreaterThan(seen + 4);
  }, DRAWING);
  expect(traced.out).toHaveLength(before);
  traced.press(' ');
  await eventually(() => expect(traced.out.length).toBeGreaterThan(before));
  traced.press('q');
  expect(await traced.code).toBe(0);
});

test('[TRC-1] who has no right to it gets a sentence: no token, a wrong one, a key without the scope', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-trace-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const keys = join(folder, 'keys.json');
  const [reader, tracer] = [await madeKey(keys, 'read'), await madeKey(keys, 'trace')];
  const hub = await hubWith({ apiKeys: keys });
  const room = newRoomId(nodeRandom);
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`${hub.server}/metrics/trace?room=${room}`, { headers })).status;
  expect([await ask({}), await ask({ authorization: 'Bearer wrong' })]).toEqual([401, 401]);
  expect(
    (await fetch(`${hub.server}/metrics/trace?room=..%2f`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).status,
  ).toBe(400);
  const refused = follow(hub, room, '--key', reader);
  expect(await refused.code).toBe(1);
  expect(refused.err.join('')).toMatch(/refused \(403\): The key is not for this/);
  const ann = await enter(hub, room, 'Ann');
  const traced = follow(hub, room, '--json', '--key', tracer);
  await vi.waitFor(() => {
    draw(ann, 1);
    expect(traced.batches().length).toBeGreaterThan(0);
  }, DRAWING);
  expect(traced.err.concat(refused.err).join('')).not.toContain(tracer);
});

test('[TRC-7] a system outside that records a trace finds its id in the trace of the room and at the webhook', async () => {
  const heard: (string | undefined)[] = [];
  const target = createServer((request, response) => {
    request.resume();
    heard.push(request.headers.traceparent as string | undefined);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    target.closeAllConnections();
    target.close();
  });
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-trace-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [keys, hooks] = [join(folder, 'keys.json'), join(folder, 'hooks.json')];
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/hook`;
  await writeFile(
    hooks,
    JSON.stringify({ hooks: [{ url, secret: `whsec_${Buffer.alloc(24, 9).toString('base64')}`, events: ['board.changed'] }] }),
  );
  const key = await madeKey(keys, 'draw');
  const hub = await hubWith({ apiKeys: keys, webhooks: hooks, webhooksToPrivate: true });
  const room = newRoomId(nodeRandom);
  const ann = await enter(hub, room, 'Ann');
  const traced = follow(hub, room, '--json');
  await vi.waitFor(() => {
    ann.pointAt({ x: Math.random() * 100, y: 5 });
    expect(traced.records().length).toBeGreaterThan(0);
  }, DRAWING);
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const drawn = await fetch(`${hub.server}/api/rooms/${room}/elements`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    },
    body: JSON.stringify({ elements: [{ kind: 'rectangle', x: 0, y: 0, w: 100, h: 50 }] }),
  });
  expect(drawn.status).toBe(200);
  await eventually(() =>
    expect(heard).toEqual([expect.stringMatching(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`))]),
  );
  await eventually(() => expect(traced.batches()).toMatchObject([{ trace, n: 1 }]));
  expect(hub.logged.find(({ event, fields }) => event === 'api.called' && fields.route === 'draw')?.fields).toMatchObject({
    trace,
  });
});

test('[TRC-4] a host sees the trace in the session, and the answers of the others are in it', async () => {
  const hub = await hubWith();
  const roomKey = newRoomKey(nodeRandom);
  const room = roomIdOf(roomKey);
  const host = await enter(hub, room, 'Hana', { roomKey });
  const ann = await enter(hub, room, 'Ann');
  const records: TraceRecord[] = [];
  host.onTrace((raw) => records.push(...parseTraceRecords(raw)));
  expect(await ann.act({ act: 'trace', on: true })).toEqual({ refused: 'host.needed' });
  expect(await host.act({ act: 'trace', on: true })).toEqual({});
  await vi.waitFor(() => {
    draw(ann, 1);
    const followed = records.filter((one) => one.kind === 'batch');
    expect(followed.some((batch) => batch.who === ann.clientId && stepsOf(batch).includes('pixels'))).toBe(true);
  }, DRAWING);
  expect(await host.act({ act: 'trace', on: false })).toEqual({});
});

test('[TRC-6] two hubs behind the emulator: who watches at one sees the way through the service to the people at the other', async () => {
  const emulator = await emulate();
  onTestFinished(() => emulator.stop());
  const azureSignalR = servicesAt(emulator.connectionString);
  const hubs = [await hubWith({ azureSignalR }), await hubWith({ azureSignalR })] as const;
  const room = newRoomId(nodeRandom);
  const [ann, bob] = [await enter(hubs[0], room, 'Ann'), await enter(hubs[1], room, 'Bob')];
  const traced = follow(hubs[1], room, '--json');
  const whole = await vi.waitFor(() => {
    draw(ann, 1);
    const found = traced
      .batches()
      .find(
        (batch) => batch.who === ann.clientId && ['outbox', 'backplane', 'pixels'].every((step) => stepsOf(batch).includes(step)),
      );
    if (!found) throw new Error('not yet');
    return found;
  }, DRAWING);
  const at = (step: string) => whole.spans.find((span) => span.step === step);
  expect(at('frame')).toMatchObject({ receivers: 4, units: 4 });
  expect(at('peer')).toMatchObject({ where: bob.clientId, exact: false });
  expect(at('backplane')?.where).not.toBe(whole.origin);
  await eventually(() => expect(bob.fingerprint()).toBe(ann.fingerprint()));
  expect([ann.status().refused, bob.status().refused]).toEqual([undefined, undefined]);
});
