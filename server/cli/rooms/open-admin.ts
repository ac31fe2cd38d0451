import { join, resolve } from 'node:path';
import { silentLog } from '../../../core/base/host.ts';
import { fileBlobs, PICTURE_FOLDER } from '../../adapters/file-blobs.ts';
import { isInkroomFolder } from '../../adapters/lmdb/data-folder.ts';
import type { SnapshotStore } from '../../ports/snapshot-store.ts';
import type { StoreAdmin } from '../../ports/store-admin.ts';
import { nodeClock } from '../../process/node-host.ts';
import type { StoreChoice } from '../store-choice.ts';

/** Boards that an operator may touch. */
export type KeptStore = Exclude<StoreChoice, { readonly mode: 'none' }>;

/** An operator is not bound by what a hub may take. */
const NO_BOUND = { roomBytes: Number.POSITIVE_INFINITY, allBytes: Number.POSITIVE_INFINITY };

/**
 * `read` works while hubs use the store. `change` does too in a shared store; a folder is refused while a hub uses it. `make` also
 * makes the place when it is not there. Rejects with a sentence for the operator.
 */
export async function openAdmin(choice: KeptStore, wish: 'read' | 'change' | 'make'): Promise<StoreAdmin> {
  switch (choice.mode) {
    case 'lmdb': {
      const folder = resolve(choice.data);
      if (wish !== 'make' && !isInkroomFolder(folder))
        throw new Error(`${folder} is no data folder of Inkroom. Give the one that the hub was given.`);
      const { lmdbAdmin } = await import('../../adapters/lmdb/lmdb-store.ts');
      const admin = lmdbAdmin(folder, wish === 'read' ? 'read' : 'serve');
      try {
        await admin.ready();
      } catch (error) {
        await admin.close();
        throw error;
      }
      return { ...admin, pictures: fileBlobs(join(folder, PICTURE_FOLDER), NO_BOUND) };
    }
    case 'azure-blob': {
      const { openAccount } = await import('../../adapters/azure-blob/open-account.ts');
      const { azureBlobStore } = await import('../../adapters/azure-blob/azure-blob-store.ts');
      const { boardContainer } = await import('../../adapters/azure-blob/board-container.ts');
      const { blobPictures } = await import('../../adapters/azure-blob/blob-pictures.ts');
      const { boards, pictures } = await openAccount(choice.account, choice.container);
      const store = azureBlobStore({ container: boardContainer(boards), now: Date.now });
      await store.ready();
      return { ...shared(store), pictures: blobPictures(pictures, NO_BOUND, nodeClock), close: () => Promise.resolve() };
    }
    case 'redis': {
      const { openStoreClient } = await import('../../adapters/redis/store-client.ts');
      const { redisStore } = await import('../../adapters/redis/redis-store.ts');
      const { redisPictures } = await import('../../adapters/redis/redis-pictures.ts');
      const { address, prefix } = choice.redis;
      const client = await openStoreClient(address, { log: silentLog, clock: nodeClock });
      try {
        const store = redisStore({ client, prefix, now: Date.now });
        await store.ready();
        return { ...shared(store), pictures: redisPictures({ client, prefix }, NO_BOUND), close: () => client.close() };
      } catch (error) {
        await client.close();
        throw error;
      }
    }
  }
}

function shared(
  store: Pick<SnapshotStore, 'open'> & Pick<StoreAdmin, 'rooms' | 'read' | 'delete'>,
): Pick<StoreAdmin, 'rooms' | 'read' | 'write' | 'delete'> {
  return {
    rooms: () => store.rooms(),
    read: (room) => store.read(room),
    delete: (room) => store.delete(room),
    async write(room, snapshot) {
      const { writer } = await store.open(room);
      try {
        const newer = await writer.compact(snapshot, writer.position());
        if (newer !== undefined) throw new Error(`A hub has stored ${room} in the meantime. Nothing was written.`);
      } finally {
        await writer.close();
      }
    },
  };
}
