import { type BlobBounds, type BlobStore, countedBytes } from '../../ports/blob-store.ts';
import type { StoreClient } from './store-client.ts';
import { FORGET_PICTURES, KEEP_PICTURE } from './store-scripts.ts';

/** Pictures next to the boards: a value each, their sizes by room, and the size of all. */
export function redisPictures(
  { client, prefix }: { readonly client: StoreClient; readonly prefix: string },
  { roomBytes, allBytes }: BlobBounds,
): BlobStore {
  const all = `${prefix}:pictures-bytes`;
  const sizesOf = (room: string): string => `${prefix}:pictures:${room}`;
  const keysOf = (room: string): string => `${prefix}:picture:${room}:`;
  return {
    async read(room, hash) {
      const found = await client.ask('GET', keysOf(room) + hash);
      return found instanceof Uint8Array ? found : undefined;
    },
    async write(room, hash, bytes) {
      const keys = [sizesOf(room), all, keysOf(room) + hash];
      const bounds = [countedBytes(bytes.length), roomBytes, allBytes].map(String);
      return Number(await client.ask('EVAL', KEEP_PICTURE, '3', ...keys, hash, bytes, ...bounds)) === 1 ? 'kept' : 'full';
    },
    async forget(room) {
      await client.ask('EVAL', FORGET_PICTURES, '2', sizesOf(room), all, keysOf(room));
    },
  };
}
