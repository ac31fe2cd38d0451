import { type BlobAddress, parseBlobAddress } from '../adapters/azure-blob/blob-address.ts';
import { parseRedisAddress, type RedisAddress } from '../adapters/redis/redis-address.ts';
import type { Given, GivenSettings } from './given-settings.ts';
import { asPrefix } from './setting-values.ts';
import { SETTINGS } from './settings.ts';

/** `data`: the folder, as given. */
export type StoreChoice =
  | { readonly mode: 'none' }
  | { readonly mode: 'lmdb'; readonly data: string; readonly maxDiskMiB: number; readonly keepDays: number | undefined }
  | {
      readonly mode: 'azure-blob';
      readonly account: BlobAddress;
      readonly container: string;
      readonly maxDiskMiB: number;
      readonly keepDays: number | undefined;
    }
  | { readonly mode: 'redis'; readonly redis: RedisPlace; readonly maxDiskMiB: number; readonly keepDays: number | undefined };

/** A Redis, and the begin of the names in it. */
export interface RedisPlace {
  readonly address: RedisAddress;
  readonly prefix: string;
}

/** The error message omits the address, which may contain a password. */
export function redisPlace({ raw, read }: GivenSettings, problems: string[]): RedisPlace | undefined {
  const prefix = read(SETTINGS.redisPrefix, asPrefix, '');
  const given = raw(SETTINGS.redis);
  if (given === undefined) return undefined;
  const address = parseRedisAddress(given.text);
  if (address === undefined) problems.push(`${given.from} takes ${SETTINGS.redis.accepts}.`);
  return address && { address, prefix };
}

/** The settings of stores, as given. */
export interface GivenStore {
  readonly mode: StoreChoice['mode'];
  readonly data: string | undefined;
  readonly blob: Given | undefined;
  readonly container: string;
  readonly redis: RedisPlace | undefined;
  readonly maxDiskMiB: number;
  readonly keepDays: number | undefined;
}

/** A place without the store that uses it would let people believe that their boards are kept. */
export function storeChoice(given: GivenStore, problems: string[]): StoreChoice {
  const { mode, data, blob, container, redis, maxDiskMiB, keepDays } = given;
  if (mode !== 'lmdb' && data !== undefined) {
    problems.push(
      mode === 'none'
        ? '--data (INKROOM_DATA) is of no use with --store none, which keeps nothing. Add --store lmdb, or leave the folder out.'
        : `--data (INKROOM_DATA) is of no use with --store ${mode}. Leave the folder out.`,
    );
  }
  if (mode !== 'azure-blob' && blob !== undefined)
    problems.push(`${blob.from} is of no use with --store ${mode}. Add --store azure-blob, or leave the account out.`);
  switch (mode) {
    case 'none':
      // Who gives it relies on boards being deleted then, or on their being kept until then.
      if (keepDays !== undefined) {
        problems.push(
          '--keep-days (INKROOM_KEEP_DAYS) is of no use with --store none, which keeps nothing. Add a store, or leave the days out.',
        );
      }
      return { mode };
    case 'lmdb':
      if (data !== undefined) return { mode, data, maxDiskMiB, keepDays };
      problems.push('--store lmdb needs --data FOLDER (or INKROOM_DATA): the folder where boards are kept.');
      return { mode: 'none' };
    case 'redis':
      if (redis !== undefined) return { mode, redis, maxDiskMiB, keepDays };
      problems.push('--store redis needs --redis ADDRESS (or INKROOM_REDIS): the Redis where boards are kept.');
      return { mode: 'none' };
    case 'azure-blob': {
      // The error message omits the text, which may contain a key.
      const account = blob && parseBlobAddress(blob.text);
      if (account !== undefined) return { mode, account, container, maxDiskMiB, keepDays };
      problems.push(
        blob === undefined
          ? '--store azure-blob needs --blob ACCOUNT (or INKROOM_BLOB): the storage account where boards are kept.'
          : `${blob.from} takes ${SETTINGS.blob.accepts}.`,
      );
      return { mode: 'none' };
    }
  }
}
