import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../core/base/reason-of.ts';
import { SerialQueue } from '../../core/base/serial-queue.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { type BlobBounds, type BlobStore, countedBytes } from '../ports/blob-store.ts';

/** Folder of pictures in the data folder of a store that keeps boards. */
export const PICTURE_FOLDER = 'pictures';

/** A file is written under such a name, and renamed when it is complete. */
const UNFINISHED = /\.part$/;

/**
 * Pictures as files: a folder for each room, a file for each picture. Only the sizes of the folders are in memory, so a folder
 * must have only one of these.
 */
export function fileBlobs(folder: string, { roomBytes, allBytes }: BlobBounds): BlobStore {
  // Room names may differ only by case, which some file systems ignore.
  const folderOf = (room: RoomId): string => join(folder, nameOf(room));
  const fileOf = (room: RoomId, hash: string): string => join(folderOf(room), nameOf(hash));
  /** One at a time: two concurrent writes could each fit, but not both. */
  const changes = new SerialQueue();
  /** Bytes of each room's folder, by its path. Undefined: not read yet, or unknown after a failed change. */
  let sizes: Map<string, number> | undefined;

  const change = <T>(work: () => Promise<T>): Promise<T> =>
    changes.add(() =>
      work().catch((error: unknown) => {
        sizes = undefined;
        throw error;
      }),
    );

  const write = async (room: RoomId, hash: string, bytes: Uint8Array): Promise<'kept' | 'full'> => {
    const file = fileOf(room, hash);
    if (await isThere(file)) return 'kept';
    sizes ??= await sizesIn(folder);
    const counted = countedBytes(bytes.length);
    const inRoom = (sizes.get(folderOf(room)) ?? 0) + counted;
    let all = counted;
    for (const size of sizes.values()) all += size;
    if (inRoom > roomBytes || all > allBytes) return 'full';
    await mkdir(folderOf(room), { recursive: true, mode: 0o700 });
    const part = `${file}.${randomBytes(6).toString('hex')}.part`;
    const handle = await open(part, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
    sizes.set(folderOf(room), inRoom);
    return 'kept';
  };

  return {
    async read(room, hash) {
      try {
        return await readFile(fileOf(room, hash));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: (room, hash, bytes) => change(() => write(room, hash, bytes)),
    forget: (room) =>
      change(async () => {
        await rm(folderOf(room), { recursive: true, force: true });
        sizes?.delete(folderOf(room));
      }),
  };
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function sizesIn(folder: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const name of await namesIn(folder)) {
    const room = join(folder, name);
    sizes.set(room, await sizeOf(room));
  }
  return sizes;
}

/** Bytes of its files. Removes unfinished files of a crash. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await namesIn(folder)) {
    const file = join(folder, name);
    if (UNFINISHED.test(name)) await rm(file, { force: true });
    else bytes += countedBytes((await stat(file)).size);
  }
  return bytes;
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
