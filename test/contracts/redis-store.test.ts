import { createClient } from '@redis/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import type { InstanceId, RoomId } from '../../core/board/ids.ts';
import { parseRedisAddress, type RedisAddress } from '../../server/adapters/redis/redis-address.ts';
import { redisStore } from '../../server/adapters/redis/redis-store.ts';
import { ANSWER_MS, openStoreClient, type StoreClient } from '../../server/adapters/redis/store-client.ts';
import { nodeClock } from '../../server/process/node-host.ts';
import { type RedisProcess, startRedis } from '../harness/redis.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { sharedStoreContract } from './shared-store.ts';
import { snapshotStoreContract } from './snapshot-store.ts';

const HOST = { log: silentLog, clock: nodeClock };
const ROOM = 'room-1' as RoomId;
const bytesOf = (words: string): Uint8Array => new TextEncoder().encode(words);
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const one = (seq: number) => ({
  origin: 'OOOOOOOOOOO' as InstanceId,
  firstSeq: seq,
  batches: [
    { author: 'AAAAAAAAAAA' as never, n: seq, ops: [{ kind: 'end', id: 'AAAAAAAAAAA.1' as never, count: seq }] as const },
  ],
});

function addressOf({ address }: RedisProcess): RedisAddress {
  const parsed = parseRedisAddress(address);
  if (parsed === undefined) throw new Error('it is one');
  return parsed;
}

let redis: RedisProcess;
let client: StoreClient;
beforeAll(async () => {
  redis = await startRedis({ keeps: true });
  client = await openStoreClient(addressOf(redis), HOST);
}, 120_000);
afterAll(async () => {
  await client.close();
  await redis.close();
});

const storeAt = (prefix: string, now = Date.now) => redisStore({ client, prefix, now });

snapshotStoreContract('Redis', async (place) => storeAt(place));

sharedStoreContract('Redis', async (place) => {
  const prefix = `shared-${place}`;
  return { hub: async (now) => storeAt(prefix, now), delete: (room) => storeAt(prefix).delete(room) };
});

test('what is stored survives kill -9 of Redis; while it is away writes are refused, and go on by themselves afterwards', async () => {
  const own = await startRedis({ keeps: true });
  onTestFinished(() => own.close());
  const away: string[] = [];
  const ownClient = await openStoreClient(addressOf(own), {
    ...HOST,
    log: { ...silentLog, warn: (event) => void away.push(event), info: (event) => void away.push(event) },
  });
  onTestFinished(() => ownClient.close());
  const store = redisStore({ client: ownClient, prefix: 'p', now: Date.now });
  expect(await store.ready()).toEqual([]);
  const { writer } = await store.open(ROOM);
  await writer.compact(bytesOf('first'), writer.position());
  await writer.append(one(1));
  await own.kill();
  await expect(writer.append(one(2))).rejects.toThrow();
  await eventually(() => expect(away).toContain('redis.store_away'));
  await own.start();
  await eventually(() => writer.append(one(2)));
  // Once each, however many attempts it took.
  expect(away).toEqual(['redis.store_away', 'redis.store_back']);
  const found = await store.open(ROOM);
  expect([text(found.snapshot), found.log.map(({ firstSeq }) => firstSeq)]).toEqual(['first', [1, 2]]);
});

test('a Redis that hangs is given up: what is asked is refused in time, also at the start, and goes on when it answers again', async () => {
  const own = await startRedis({ keeps: true });
  onTestFinished(() => own.close());
  const logged: string[] = [];
  const log = {
    ...silentLog,
    warn: (event: string) => void logged.push(event),
    info: (event: string) => void logged.push(event),
  };
  const clock = new FakeClock();
  const ownClient = await openStoreClient(addressOf(own), { log, clock });
  onTestFinished(() => ownClient.close());
  const store = redisStore({ client: ownClient, prefix: 'p', now: Date.now });
  const { writer } = await store.open(ROOM);
  await writer.append(one(1));
  own.freeze();
  const asked = Promise.resolve(writer.append(one(2)));
  clock.advance(ANSWER_MS);
  await expect(asked).rejects.toThrow('Redis did not answer in time');
  await expect(store.open('other' as RoomId)).rejects.toThrow();
  const opening = openStoreClient(addressOf(own), { log: silentLog, clock });
  clock.advance(ANSWER_MS);
  await expect(opening).rejects.toThrow(/boards: Redis did not answer in time/);
  own.thaw();
  await eventually(() => writer.append(one(2)));
  expect((await store.read(ROOM)).log.map(({ firstSeq }) => firstSeq)).toEqual(expect.arrayContaining([1, 2]));
  expect(logged).toEqual(['redis.store_away', 'redis.store_back']);
});

test('a Redis that is killed in the middle of a compaction keeps what was stored, once, and the next compaction tidies up', async () => {
  const own = await startRedis({ keeps: true });
  onTestFinished(() => own.close());
  const ownClient = await openStoreClient(addressOf(own), HOST);
  onTestFinished(() => ownClient.close());
  const store = redisStore({ client: ownClient, prefix: 'p', now: Date.now });
  const { writer } = await store.open(ROOM);
  await writer.append(one(1));
  await writer.append(one(2));
  // Frozen, it takes the command and does not answer: nobody knows whether it was carried out.
  own.freeze();
  const compacting = writer.compact(bytesOf('both'), writer.position()).then(
    () => 'done',
    () => 'failed',
  );
  await own.kill();
  expect(await compacting).toBe('failed');
  await own.start();
  const found = await eventually(() => redisStore({ client: ownClient, prefix: 'p', now: Date.now }).open(ROOM));
  const seen = [text(found.snapshot), found.log.map(({ firstSeq }) => firstSeq)];
  expect([
    ['both', []],
    ['', [1, 2]],
  ]).toContainEqual(seen);
  await writer.append(one(3));
  const met = await writer.compact(bytesOf('all'), writer.position());
  if (met !== undefined)
    expect([text(met), await writer.compact(bytesOf('all'), writer.position())]).toEqual(['both', undefined]);
  const last = await store.read(ROOM);
  expect([text(last.snapshot), last.log]).toEqual(['all', []]);
});

test('a Redis that may lose boards is named; one that is not there, and one of a newer Inkroom, are refused with a sentence', async () => {
  const forgetful = await startRedis();
  onTestFinished(() => forgetful.close());
  const plain = createClient({ socket: { path: forgetful.address.slice('unix:'.length), tls: false } });
  await plain.connect();
  onTestFinished(() => plain.destroy());
  await plain.configSet('maxmemory-policy', 'allkeys-lru');
  const ownClient = await openStoreClient(addressOf(forgetful), HOST);
  onTestFinished(() => ownClient.close());
  const store = redisStore({ client: ownClient, prefix: 'p', now: Date.now });
  expect(await store.ready()).toEqual([
    'it does not write to a disk what it is given (appendonly no)',
    'it may drop boards when its memory is full (maxmemory-policy allkeys-lru)',
  ]);
  await plain.set('p:format', '2');
  await expect(store.ready()).rejects.toThrow(/newer Inkroom \(format 2; this one knows 1\)/);
  const nowhere = openStoreClient({ kind: 'socket', name: 'nowhere', path: '/nowhere/redis.sock' }, HOST);
  await expect(nowhere).rejects.toThrow(/^Redis at nowhere cannot be used for boards: /);
});

test('damage is told, set aside and listed; boards without a write for long are deleted with their copies, but not open ones', async () => {
  const store = storeAt('admin');
  for (const room of ['old', 'open'] as RoomId[]) {
    const { writer } = await store.open(room);
    await writer.compact(bytesOf(room), writer.position());
    await writer.append(one(1));
    await writer.setAside();
    if (room === 'old') await writer.close();
  }
  expect(await store.rooms()).toMatchObject([
    { room: 'old', aside: 1, bytes: expect.any(Number) },
    { room: 'open', aside: 1 },
  ]);
  await client.ask('XADD', 'admin:log:open', '*', 'r', 'half');
  expect((await store.read('open' as RoomId)).damage).toEqual({ part: 'log', lost: 1 });
  await client.ask('HSET', 'admin:board:open', 'body', 'no snapshot');
  expect(await store.read('open' as RoomId)).toMatchObject({ snapshot: undefined, damage: { part: 'snapshot' } });
  expect(await store.expire(Date.now() - 60_000)).toEqual([]);
  expect(await store.expire(Date.now() + 60_000)).toEqual(['old']);
  expect(await client.ask('KEYS', 'admin:*old*')).toEqual([]);
});
