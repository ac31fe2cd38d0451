import { resolve } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import type { Disposable } from '../core/base/disposable.ts';
import { isOpenToOthers } from './adapters/lmdb/data-folder.ts';
import { noStore } from './adapters/no-store.ts';
import { expireBoards } from './board-expiry.ts';
import type { Config } from './cli/config.ts';
import type { StoreChoice } from './cli/store-choice.ts';
import { ServerLogEvent } from './log-events.ts';
import { picturesInFolder, picturesInMemory, storedBounds } from './pictures.ts';
import type { BlobStore } from './ports/blob-store.ts';
import type { SnapshotStore } from './ports/snapshot-store.ts';
import type { ServerHost } from './server-host.ts';

export interface OpenedStore {
  readonly store: SnapshotStore;
  readonly pictures: BlobStore;
  readonly close: () => Promise<void>;
}

/** Rejects when the store cannot be used: a hub that only pretends to keep boards would be worse than none. */
export async function openStore(config: Config, host: ServerHost): Promise<OpenedStore> {
  switch (config.store.mode) {
    case 'none':
      return { store: noStore(), pictures: picturesInMemory(maxBoardBytes(config)), close: () => Promise.resolve() };
    case 'lmdb':
      return openFolder(config.store, host);
    case 'azure-blob':
      return openBlobs(config.store, host);
    case 'redis':
      return openRedisStore(config.store, host);
  }
}

type Choice<M extends StoreChoice['mode']> = Extract<StoreChoice, { readonly mode: M }>;

async function openFolder(choice: Choice<'lmdb'>, { clock, log }: ServerHost): Promise<OpenedStore> {
  const { lmdbStore } = await import('./adapters/lmdb/lmdb-store.ts');
  const folder = resolve(choice.data);
  const store = lmdbStore({
    folder,
    now: () => clock.now(),
    clock,
    maxBytes: choice.maxDiskMiB * 1024 * 1024,
    onTrouble: (trouble) => {
      if (trouble) log.error(ServerLogEvent.storeTrouble, { ...trouble });
      else log.info(ServerLogEvent.storeRecovered, { data: folder });
    },
  });
  await store.ready();
  if (isOpenToOthers(folder)) {
    const note = 'other users of this machine can read the boards and the names of rooms: chmod -R go= the folder';
    log.warn(ServerLogEvent.storeOpenToOthers, { data: folder, note });
  }
  const pictures = picturesInFolder(choice);
  const expiring = expiringBoards({ store, pictures }, choice.keepDays, { clock, log });
  return {
    store,
    pictures,
    close: () => {
      expiring?.dispose();
      return store.close();
    },
  };
}

async function openBlobs(choice: Choice<'azure-blob'>, { clock, log }: ServerHost): Promise<OpenedStore> {
  const { openAccount } = await import('./adapters/azure-blob/open-account.ts');
  const { azureBlobStore } = await import('./adapters/azure-blob/azure-blob-store.ts');
  const { boardContainer } = await import('./adapters/azure-blob/board-container.ts');
  const { blobPictures } = await import('./adapters/azure-blob/blob-pictures.ts');
  const opened = await openAccount(choice.account, choice.container);
  const store = azureBlobStore({ container: boardContainer(opened.boards), now: () => clock.now() });
  await store.ready();
  const pictures = blobPictures(opened.pictures, storedBounds(choice), clock);
  const expiring = expiringBoards({ store, pictures }, choice.keepDays, { clock, log });
  return { store, pictures, close: async () => expiring?.dispose() };
}

async function openRedisStore(choice: Choice<'redis'>, { clock, log }: ServerHost): Promise<OpenedStore> {
  const { openStoreClient } = await import('./adapters/redis/store-client.ts');
  const { redisStore } = await import('./adapters/redis/redis-store.ts');
  const { redisPictures } = await import('./adapters/redis/redis-pictures.ts');
  const { RedisLogEvent } = await import('./adapters/redis/redis-log-events.ts');
  const { redis } = choice;
  const client = await openStoreClient(redis.address, { log, clock });
  const store = redisStore({ client, prefix: redis.prefix, now: () => clock.now() });
  for (const note of await store.ready()) log.warn(RedisLogEvent.storeMayForget, { redis: redis.address.name, note });
  const pictures = redisPictures({ client, prefix: redis.prefix }, storedBounds(choice));
  const expiring = expiringBoards({ store, pictures }, choice.keepDays, { clock, log });
  return {
    store,
    pictures,
    async close() {
      expiring?.dispose();
      await client.close();
    },
  };
}

function expiringBoards(
  stores: Parameters<typeof expireBoards>[0],
  keepDays: number | undefined,
  host: Pick<ServerHost, 'clock' | 'log'>,
): Disposable | undefined {
  return keepDays === undefined ? undefined : expireBoards(stores, keepDays, host);
}

/** Where boards are, for the log and the operator. Undefined: in memory only. */
export function placeOf(choice: StoreChoice): string | undefined {
  switch (choice.mode) {
    case 'none':
      return undefined;
    case 'lmdb':
      return resolve(choice.data);
    case 'azure-blob':
      return `${choice.account.name}/${choice.container}`;
    case 'redis':
      return `Redis ${choice.redis.address.name}`;
  }
}

/** The other half of the heap is for connections, frames, catch-ups and garbage that was not collected yet. */
export function maxBoardBytes({ maxBoardMemoryMiB }: Config): number {
  return maxBoardMemoryMiB === undefined ? getHeapStatistics().heap_size_limit / 2 : maxBoardMemoryMiB * 1024 * 1024;
}
