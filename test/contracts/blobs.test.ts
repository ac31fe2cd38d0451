import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { blobPictures } from '../../server/adapters/azure-blob/blob-pictures.ts';
import { fileBlobs } from '../../server/adapters/file-blobs.ts';
import { memoryBlobs } from '../../server/adapters/memory-blobs.ts';
import { redisPictures } from '../../server/adapters/redis/redis-pictures.ts';
import { openStoreClient, type StoreClient } from '../../server/adapters/redis/store-client.ts';
import type { BlobStore } from '../../server/ports/blob-store.ts';
import { nodeClock } from '../../server/process/node-host.ts';
import { type Azurite, startAzurite } from '../harness/azurite.ts';
import { type RedisProcess, startRedis } from '../harness/redis.ts';
import { hashOf, pngBytes } from '../support/picture.ts';

/** Two pictures a room, and three in all: a small one counts as a block of a disk. */
const BOUNDS = { roomBytes: 2 * 4_096, allBytes: 3 * 4_096 };
const [A, B] = ['Room' as RoomId, 'room' as RoomId];
const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'inkroom-blobs-'));
  folders.push(made);
  return join(made, 'pictures');
};

afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

let azurite: Azurite;
let redis: RedisProcess;
let redisClient: StoreClient;
beforeAll(async () => {
  [azurite, redis] = await Promise.all([startAzurite(), startRedis()]);
  redisClient = await openStoreClient(
    { kind: 'socket', name: 'test', path: redis.address.slice('unix:'.length) },
    { log: silentLog, clock: nodeClock },
  );
}, 120_000);
afterAll(async () => {
  await redisClient.close();
  await Promise.all([azurite.close(), redis.close()]);
});
let containers = 0;

const MAKERS: readonly { readonly name: string; make(): BlobStore | Promise<BlobStore> }[] = [
  { name: 'memory', make: () => memoryBlobs(BOUNDS) },
  { name: 'files', make: () => fileBlobs(folder(), BOUNDS) },
  {
    name: 'Azure Blob (Azurite)',
    async make() {
      const client = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
        `pictures-${containers++}`,
      );
      await client.create();
      return blobPictures(client, BOUNDS, nodeClock);
    },
  },
  {
    name: 'Redis',
    make: () => redisPictures({ client: redisClient, prefix: `p${containers++}` }, BOUNDS),
  },
];

describe.each(MAKERS)('blob store: $name', ({ make }) => {
  test('gives what was written, to its own room only, also where names differ by case alone', async () => {
    const store = await make();
    const bytes = pngBytes(1);
    expect(await store.read(A, hashOf(bytes))).toBeUndefined();
    expect(await store.write(A, hashOf(bytes), bytes)).toBe('kept');
    expect([...((await store.read(A, hashOf(bytes))) ?? [])]).toEqual([...bytes]);
    expect(await store.read(B, hashOf(bytes))).toBeUndefined();
  });

  test('is full for a room, and for all, and writes nothing then; the same picture again costs nothing', async () => {
    const store = await make();
    const pictures = [1, 2, 3, 4, 5].map((seed) => pngBytes(seed));
    const put = (room: RoomId, n: number) => store.write(room, hashOf(pictures[n] as Uint8Array), pictures[n] as Uint8Array);
    expect(await Promise.all([put(A, 0), put(A, 1), put(A, 0), put(A, 2)])).toEqual(['kept', 'kept', 'kept', 'full']);
    expect(await store.read(A, hashOf(pictures[2] as Uint8Array))).toBeUndefined();
    expect(await Promise.all([put(B, 2), put(B, 3)])).toEqual(['kept', 'full']);
    await store.forget(A);
    expect([await put(B, 3), await put(B, 4), await put(A, 4)]).toEqual(['kept', 'full', 'kept']);
  });

  test('forgets a room, and its space is free again', async () => {
    const store = await make();
    for (const seed of [1, 2]) await store.write(A, hashOf(pngBytes(seed)), pngBytes(seed));
    await store.write(B, hashOf(pngBytes(3)), pngBytes(3));
    await store.forget(A);
    expect(await store.read(A, hashOf(pngBytes(1)))).toBeUndefined();
    expect(await store.read(B, hashOf(pngBytes(3)))).toBeDefined();
    expect(await store.write(A, hashOf(pngBytes(4)), pngBytes(4))).toBe('kept');
    await store.forget('never-seen' as RoomId);
  });
});

test('pictures in files outlive the process, and what a crash left unfinished takes no space', async () => {
  const path = folder();
  await fileBlobs(path, BOUNDS).write(A, hashOf(pngBytes(1)), pngBytes(1));
  const [room] = readdirSync(path);
  writeFileSync(join(path, String(room), 'half.part'), pngBytes(9, 200));
  const again = fileBlobs(path, BOUNDS);
  expect(await again.read(A, hashOf(pngBytes(1)))).toBeDefined();
  expect(await again.write(A, hashOf(pngBytes(2)), pngBytes(2))).toBe('kept');
});

test('after a write that failed, what takes space is what is there', async () => {
  const path = folder();
  const store = fileBlobs(path, BOUNDS);
  const put = (seed: number) => store.write(A, hashOf(pngBytes(seed)), pngBytes(seed));
  expect([await put(1), await put(2), await put(3)]).toEqual(['kept', 'kept', 'full']);
  rmSync(path, { recursive: true });
  writeFileSync(path, 'no folder');
  await expect(put(3)).rejects.toThrow();
  rmSync(path);
  expect(await Promise.all([put(3), put(4), put(5)])).toEqual(['kept', 'kept', 'full']);
});
