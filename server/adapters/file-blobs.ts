import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoomId } from '../../core/board/ids.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { BlobBounds } from './memory-blobs.ts';

/** Folder of pictures in the data folder of a store that keeps boards. */
export const PICTURE_FOLDER = 'pictures';

/** A file is written under such a name first, and gets its own when it is whole. */
const UNFINISHED = /\.part$/;

/** Pictures as files: a folder for each room, a file for each picture. Nothing is kept in memory. */
export function fileBlobs(folder: string, { roomBytes, allBytes }: BlobBounds): BlobStore {
  // Names of rooms differ by case, which some file systems do not see.
  const folderOf = (room: RoomId): string => join(folder, createHash('sha256').update(room).digest('hex').slice(0, 32));
  const fileOf = (room: RoomId, hash: string): string =>
    join(folderOf(room), createHash('sha256').update(hash).digest('hex').slice(0, 32));
  /** One at a time: two writes at once could both fit, and together not. */
  let last: Promise<unknown> = Promise.resolve();

  const write = async (room: RoomId, hash: string, bytes: Uint8Array): Promise<'kept' | 'full'> => {
    const file = fileOf(room, hash);
    if (await isThere(file)) return 'kept';
    const inRoom = await sizeOf(folderOf(room));
    if (inRoom + bytes.length > roomBytes) return 'full';
    const rooms = await namesIn(folder);
    let all = 0;
    for (const name of rooms) all += await sizeOf(join(folder, name));
    if (all + bytes.length > allBytes) return 'full';
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
    return 'kept';
  };

  return {
    async read(room, hash) {
      try {
        return await readFile(fileOf(room, hash));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    write(room, hash, bytes) {
      const written = last.then(() => write(room, hash, bytes));
      last = written.catch(() => undefined);
      return written;
    },
    forget: (room) => rm(folderOf(room), { recursive: true, force: true }),
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Bytes of the files in it. What a crash has left unfinished is removed. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await namesIn(folder)) {
    const file = join(folder, name);
    if (UNFINISHED.test(name)) await rm(file, { force: true });
    else bytes += (await stat(file)).size;
  }
  return bytes;
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
