import { type ContainerClient, RestError } from '@azure/storage-blob';
import type { Clock } from '../../../core/base/host.ts';
import { SerialQueue } from '../../../core/base/serial-queue.ts';
import { type BlobBounds, type BlobStore, countedBytes } from '../../ports/blob-store.ts';

/** The size of all pictures is read again when it is this old, milliseconds: other hubs write and delete too. */
const LOOK_AGAIN_MS = 60_000;

/** Pictures in a container: `ROOM/HASH`. Several hubs may go over a bound by what they write within a minute. */
export function blobPictures(
  client: ContainerClient,
  { roomBytes, allBytes }: BlobBounds,
  clock: Pick<Clock, 'mono'>,
): BlobStore {
  /** One at a time: two concurrent writes could each fit, but not both. */
  const changes = new SerialQueue();
  const nameOf = (room: string, hash: string): string => `${room}/${hash}`;
  /** Bytes of all pictures, as read at a time and changed here since. */
  let all: { bytes: number; readonly at: number } | undefined;

  async function* picturesIn(prefix: string) {
    for await (const { name, properties } of client.listBlobsFlat({ prefix }))
      yield { name, counted: countedBytes(properties.contentLength ?? 0) };
  }
  const readAll = async () => {
    const now = clock.mono();
    if (all !== undefined && now - all.at < LOOK_AGAIN_MS) return all;
    let bytes = 0;
    for await (const { counted } of picturesIn('')) bytes += counted;
    all = { bytes, at: now };
    return all;
  };

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
        const size = countedBytes(bytes.length);
        let inRoom = size;
        for await (const { name, counted } of picturesIn(nameOf(room, ''))) {
          if (name === nameOf(room, hash)) return 'kept';
          inRoom += counted;
        }
        const ofAll = await readAll();
        if (inRoom > roomBytes || ofAll.bytes + size > allBytes) return 'full';
        await client.getBlockBlobClient(nameOf(room, hash)).uploadData(bytes);
        ofAll.bytes += size;
        return 'kept';
      }),
    forget: (room) =>
      changes.add(async () => {
        for await (const { name, counted } of picturesIn(nameOf(room, ''))) {
          const { succeeded } = await client.getBlobClient(name).deleteIfExists();
          if (succeeded && all !== undefined) all.bytes -= counted;
        }
      }),
  };
}
