import { join, resolve } from 'node:path';
import { LIMITS } from '../core/contract/limits.ts';
import { fileBlobs, PICTURE_FOLDER } from './adapters/file-blobs.ts';
import { memoryBlobs } from './adapters/memory-blobs.ts';
import type { StoreChoice } from './cli/store-choice.ts';
import type { HubPictures } from './hub/pictures/picture-exchange.ts';
import type { BlobBounds, BlobStore } from './ports/blob-store.ts';
import { pictureHash } from './process/picture-hash.ts';

/** Longest transfer of a picture between two hubs, milliseconds. */
const GIVE_MS = 30_000;

/** Hash, network and store for the hub's pictures. `url`: the address at which other hubs reach this one. */
export function hubPictures(choice: StoreChoice, store: BlobStore, url: () => string | undefined): HubPictures {
  return {
    store,
    isKept: choice.mode !== 'none',
    hashOf: pictureHash,
    url,
    async give(to, room, hash, { bytes, type }) {
      const answer = await fetch(`${to}/pictures/${room}/${hash}`, {
        method: 'PUT',
        headers: { 'content-type': type },
        body: Buffer.from(bytes),
        redirect: 'error',
        signal: AbortSignal.timeout(GIVE_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    },
  };
}

/** Pictures in memory. They may take half of what boards may take. */
export function picturesInMemory(maxBoardBytes: number): BlobStore {
  return memoryBlobs(bounds(maxBoardBytes / 2));
}

/** Pictures in the data folder of a store that keeps boards there. */
export function picturesInFolder(choice: Extract<StoreChoice, { readonly mode: 'lmdb' }>): BlobStore {
  return fileBlobs(join(resolve(choice.data), PICTURE_FOLDER), storedBounds(choice));
}

/** Pictures of a store may take half of what its boards may take on a disk. */
export function storedBounds({ maxDiskMiB }: { readonly maxDiskMiB: number }): BlobBounds {
  return bounds((maxDiskMiB * 1024 * 1024) / 2);
}

function bounds(allBytes: number): BlobBounds {
  return { roomBytes: LIMITS.roomPictureBytes, allBytes };
}
