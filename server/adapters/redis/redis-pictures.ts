import { type BlobStore, countedBytes } from '../../ports/blob-store.ts';
import { listIn, type StoreClient, textIn } from './store-client.ts';
import { KEEP_PICTURE } from './store-scripts.ts';

/** Pictures next to the boards: a value each, and their sizes by room. Redis' own memory is the bound of all. */
export function redisPictures(
  { client, prefix }: { readonly client: StoreClient; readonly prefix: string },
  { roomBytes }: { readonly roomBytes: number },
): BlobStore {
  const sizesOf = (room: string): string => `${prefix}:pictures:${room}`;
  const keyOf = (room: string, hash: string): string => `${prefix}:picture:${room}:${hash}`;
  return {
    async read(room, hash) {
      const found = await client.ask('GET', keyOf(room, hash));
      return found instanceof Uint8Array ? found : undefined;
    },
    async write(room, hash, bytes) {
      const bounds = [String(countedBytes(bytes.length)), String(roomBytes)];
      const kept = await client.ask('EVAL', KEEP_PICTURE, '2', sizesOf(room), keyOf(room, hash), hash, bytes, ...bounds);
      return Number(kept) === 1 ? 'kept' : 'full';
    },
    async forget(room) {
      const hashes = listIn(await client.ask('HKEYS', sizesOf(room))).map(textIn);
      await client.ask('DEL', sizesOf(room), ...hashes.map((hash) => keyOf(room, hash)));
    },
  };
}
