import { type ContainerClient, RestError } from '@azure/storage-blob';
import { SerialQueue } from '../../../core/base/serial-queue.ts';
import { type BlobStore, countedBytes } from '../../ports/blob-store.ts';

/** Pictures in a container: `ROOM/HASH`. The account has no bound of its own, so only the rooms' is kept. */
export function blobPictures(client: ContainerClient, { roomBytes }: { readonly roomBytes: number }): BlobStore {
  /** One at a time: two concurrent writes could each fit, but not both. Two hubs may go over the bound by one picture. */
  const changes = new SerialQueue();
  const nameOf = (room: string, hash: string): string => `${room}/${hash}`;
  return {
    async read(room, hash) {
      try {
        return await client.getBlobClient(nameOf(room, hash)).downloadToBuffer();
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    write: (room, hash, bytes) =>
      changes.add(async () => {
        let inRoom = countedBytes(bytes.length);
        for await (const { name, properties } of client.listBlobsFlat({ prefix: nameOf(room, '') })) {
          if (name === nameOf(room, hash)) return 'kept';
          inRoom += countedBytes(properties.contentLength ?? 0);
        }
        if (inRoom > roomBytes) return 'full';
        await client.getBlockBlobClient(nameOf(room, hash)).uploadData(bytes);
        return 'kept';
      }),
    forget: (room) =>
      changes.add(async () => {
        for await (const { name } of client.listBlobsFlat({ prefix: nameOf(room, '') }))
          await client.getBlobClient(name).deleteIfExists();
      }),
  };
}
