import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Log, type LogFields, silentLog } from '../../core/base/host.ts';
import type { InstanceId, RoomId } from '../../core/board/ids.ts';
import { parseRedisAddress } from '../../server/adapters/redis/redis-address.ts';
import { type RedisBackplane, redisBackplane } from '../../server/adapters/redis/redis-backplane.ts';
import type { PeerLink } from '../../server/ports/backplane.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { type RedisProcess, startRedis } from '../harness/redis.ts';
import { openTcpLine } from '../harness/tcp-line.ts';
import { eventually } from '../support/eventually.ts';
import { backplaneContract } from './backplane.ts';

let redis: RedisProcess;
beforeAll(async () => {
  redis = await startRedis({ port: true });
}, 120_000);
afterAll(() => redis.close());

let places = 0;

function through(text: string, prefix: string, log: Log = silentLog): RedisBackplane {
  const address = parseRedisAddress(text);
  if (address === undefined) throw new Error(`${text} is no address of Redis`);
  return redisBackplane({ address, prefix, clock: nodeClock, random: nodeRandom, log });
}

backplaneContract('Redis', async (count) => {
  const prefix = `test-${places++}`;
  return { backplanes: Array.from({ length: count }, () => through(redis.address, prefix)) };
});

/** One instance, and what it was told. */
class Ear {
  readonly words: number[] = [];
  readonly frames: unknown[] = [];
  readonly hears: string[] = [];
  readonly events: { readonly event: string; readonly fields: LogFields | undefined }[] = [];
  readonly backplane: RedisBackplane;
  readonly link: PeerLink;

  constructor(id: string, address: string, prefix: string) {
    const note = (event: string, fields?: LogFields): void => void this.events.push({ event, fields });
    this.backplane = through(address, prefix, { debug: note, info: note, warn: note, error: note });
    this.link = this.backplane.attach(id as InstanceId, {
      message: (bytes) => this.words.push(bytes[0] as number),
      frame: (_room, args) => this.frames.push(args[1]),
      hearing: (is) => this.hears.push(is),
    });
    onTestFinished(() => this.link.dispose());
  }
  get named(): string[] {
    return this.events.map(({ event }) => event);
  }
}
const [A, B] = ['AAAAAAAAAAA', 'BBBBBBBBBBB'];
const ROOM = 'room-1' as RoomId;

test('a Redis that is killed is noticed at once and found again: rooms are joined again, and nothing is heard twice', async () => {
  const own = await startRedis();
  onTestFinished(() => own.close());
  const [a, b] = [new Ear(A, own.address, 'p'), new Ear(B, own.address, 'p')];
  await eventually(() => expect([a.hears, b.hears]).toEqual([['on'], ['on']]));
  await b.link.join(ROOM);
  await own.kill();
  await eventually(() =>
    expect([a.hears, b.hears]).toEqual([
      ['on', 'off'],
      ['on', 'off'],
    ]),
  );
  expect(a.backplane.readings()).toMatchObject({ trouble: expect.any(String), losses: 1 });
  // What is said now is lost, without an error.
  a.link.send(Uint8Array.of(1));
  a.link.publish(ROOM, [A, 1]);
  await expect(a.link.join(ROOM)).rejects.toThrow('Redis is not connected');
  await own.start();
  await eventually(() => expect([a.hears.at(-1), b.hears.at(-1)]).toEqual(['on', 'on']));
  a.link.send(Uint8Array.of(2));
  a.link.publish(ROOM, [A, 2]);
  a.link.publish(ROOM, [A, 3]);
  await eventually(() => expect([b.words, b.frames]).toEqual([[2], [2, 3]]));
  expect(a.backplane.readings().trouble).toBeUndefined();
  expect(a.named.filter((event) => event === 'redis.opened')).toHaveLength(2);
  expect(a.named).toContain('redis.lost');
});

test('a Redis that hangs, and a line on which nothing passes, count as lost before an instance counts as dead', async () => {
  const line = await openTcpLine(redis.port);
  onTestFinished(() => line.close());
  const prefix = `test-${places++}`;
  const [far, near] = [new Ear(A, line.server.replace('http:', 'redis:'), prefix), new Ear(B, redis.address, prefix)];
  await eventually(() => expect([far.hears, near.hears]).toEqual([['on'], ['on']]));
  const began = performance.now();
  line.become({ at: 'halfOpen', dead: 'down' });
  await eventually(() => expect(far.hears).toEqual(['on', 'off']));
  expect(performance.now() - began).toBeLessThan(9_000);
  expect(far.backplane.readings().trouble).toMatch(/nothing came back from Redis for 5 s/);
  expect(near.hears).toEqual(['on']);
  line.mend();
  await eventually(() => expect(far.hears).toEqual(['on', 'off', 'on']));
});

test('a Redis that lags is named in the log, with the time, and when it is quick again', async () => {
  const own = await startRedis();
  onTestFinished(() => own.close());
  const a = new Ear(A, own.address, 'p');
  await eventually(() => expect(a.hears).toEqual(['on']));
  own.freeze();
  const thawing = setTimeout(() => own.thaw(), 2_500);
  onTestFinished(() => clearTimeout(thawing));
  await eventually(() => expect(a.named).toContain('redis.slow'));
  expect(a.events.find(({ event }) => event === 'redis.slow')?.fields).toMatchObject({ roundTripMs: expect.any(Number) });
  await eventually(() => expect(a.named).toContain('redis.quick_again'));
  expect(a.hears).toEqual(['on']);
});

test('more than Redis takes is not piled up in memory: the connection counts as lost, and what it carried is asked for again', async () => {
  const own = await startRedis();
  onTestFinished(() => own.close());
  const a = new Ear(A, own.address, 'p');
  await eventually(() => expect(a.hears).toEqual(['on']));
  own.freeze();
  const large = new Uint8Array(1024 * 1024);
  for (let i = 0; i < 40; i++) a.link.send(large);
  expect(a.hears).toEqual(['on', 'off']);
  expect(a.backplane.readings().trouble).toBe('Redis takes messages too slowly');
  own.thaw();
  await eventually(() => expect(a.hears).toEqual(['on', 'off', 'on']));
});

test('hubs with another prefix are not heard, and foreign messages on a channel do no harm', async () => {
  const prefix = `test-${places++}`;
  const [a, other] = [new Ear(A, redis.address, prefix), new Ear(B, redis.address, `${prefix}-other`)];
  await eventually(() => expect([a.hears, other.hears]).toEqual([['on'], ['on']]));
  await a.link.join(ROOM);
  const { createClient } = await import('@redis/client');
  const stranger = createClient({ url: redis.address });
  await stranger.connect();
  onTestFinished(() => stranger.destroy());
  for (const text of ['', 'no', 'x'.repeat(100), `${B}\u00c1\u00c1`]) {
    for (const channel of ['all:', `to:${A}`, `room:${ROOM}`]) await stranger.publish(`${prefix}:${channel}`, text);
  }
  other.link.send(Uint8Array.of(9));
  await stranger.publish(`${prefix}:room:${ROOM}`, Buffer.concat([Buffer.from(B), Buffer.from([0x92, 1, 7])]));
  await eventually(() => expect(a.frames).toEqual([7]));
  expect(a.named.filter((event) => event === 'redis.unreadable')).toHaveLength(1);
  expect(a.words).not.toContain(9);
  expect(a.hears).toEqual(['on']);
});

test('no Redis at the address: the hub is told nothing, tries again, and the log names the address once, without its password', async () => {
  let attempts = 0;
  const other = createServer((socket) => {
    attempts++;
    socket.destroy();
  });
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  onTestFinished(() => void other.close());
  const place = `127.0.0.1:${(other.address() as AddressInfo).port}`;
  const a = new Ear(A, `redis://user:very-secret@${place}`, 'p');
  await eventually(() => expect(attempts).toBeGreaterThan(3));
  expect(a.named).toEqual(['redis.lost']);
  expect(a.hears.filter((is) => is === 'on')).toEqual([]);
  expect(JSON.stringify(a.events)).toContain(place);
  expect(JSON.stringify([a.events, a.backplane.readings()])).not.toContain('very-secret');
});

test.each([
  ['redis://localhost', 'localhost:6379'],
  ['rediss://:pass@redis.example.org:6380/2', 'redis.example.org:6380'],
  ['unix:/run/redis.sock', '/run/redis.sock'],
  ['http://localhost', undefined],
  ['redis://', undefined],
  ['redis://host/name', undefined],
  ['redis://host?x=1', undefined],
  ['unix:relative', undefined],
])('the address %s', (text, name) => {
  expect(parseRedisAddress(text)?.name).toBe(name);
});
