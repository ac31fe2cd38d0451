import type { Stats } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, stat } from 'node:fs/promises';
import type { Clock } from '../../../core/base/host.ts';
import { codeOf } from '../../../core/base/reason-of.ts';

/** The mode of files with keys: only the hub's user reads them. */
export const PRIVATE = 0o600;

/** How long a change waits for another one, milliseconds. Each takes some. */
const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 20;

/** Makes the file unless it is there. Gives whether it was made. */
export async function makeKeyFile(file: string, text: string, clock: Waiting): Promise<boolean> {
  // Most often it is there, perhaps in a folder that takes no others.
  if ((await readIfThere(file)) !== undefined) return false;
  let isMade = false;
  await changeKeyFile(file, clock, (found) => {
    isMade = found === undefined;
    return found ?? text;
  });
  return isMade;
}

type Waiting = Pick<Clock, 'after' | 'mono'>;

/**
 * Writes what `change` makes of the text (undefined: there is no file). Two changes at the same moment come one after the other, and readers
 * see the old text or the new one, never a part. Its owner and rights stay. What `change` throws leaves the file as it is.
 */
export async function changeKeyFile(file: string, clock: Waiting, change: (text: string | undefined) => string): Promise<void> {
  // The new text is written into the lock, which becomes the file.
  const lock = `${file}.lock`;
  const handle = await lockedBy(lock, clock);
  try {
    const found = await readIfThere(file);
    if (found !== undefined) await giveTo(handle, await stat(file));
    await handle.writeFile(change(found));
    await handle.sync();
    await handle.close();
    await rename(lock, file);
  } catch (error) {
    await handle.close();
    await rm(lock, { force: true });
    throw error;
  }
}

/** A hub must be able to read what root has changed. */
async function giveTo(handle: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  if (process.platform === 'win32') return;
  const mine = await handle.stat();
  if (mine.uid !== uid || mine.gid !== gid) await handle.chown(uid, gid);
  await handle.chmod(mode & 0o777);
}

async function lockedBy(lock: string, clock: Waiting): Promise<FileHandle> {
  const until = clock.mono() + PATIENCE_MS;
  for (;;) {
    try {
      return await open(lock, 'wx', PRIVATE);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    if (clock.mono() >= until)
      throw new Error(`${lock} is there: another command changes the file, or was killed. Delete it then.`);
    await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_MS, resolve));
  }
}

/** The text of a file; undefined when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Changes when the file does. Costs one system call. */
export async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    return codeOf(error) ?? 'unreadable';
  }
}

/** Other users of this machine may read the keys. Windows has no such modes. */
export async function isReadByOthers(file: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0;
}
