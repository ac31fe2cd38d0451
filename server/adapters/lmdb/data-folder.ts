import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Disposable } from '../../../core/base/disposable.ts';
import { codeOf, reasonOf } from '../../../core/base/reason-of.ts';

/** Version of the folder's layout: the files in it, the keys and values of `boards.mdb`. A greater one is refused. */
const FOLDER_FORMAT = 1;
/** The data file; LMDB puts its reader table beside it. */
export const BOARD_FILE = 'boards.mdb';
const MARK_FILE = 'inkroom-data.json';
const LOCK_FILE = 'in-use.sock';

/** A killed process releases the lock within milliseconds; a running one does not. */
const LOCK_ATTEMPTS = 40;
const LOCK_RETRY_MS = 100;
/** Unix limits the path of a socket to about a hundred bytes. */
const SOCKET_PATH_BYTES = 100;

/**
 * Creates the folder when it is missing. Throws, with a sentence for the operator, when it is not a folder for boards or cannot
 * be written.
 */
export function prepareFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new Error(
      `The data folder ${folder} cannot be made: ${reasonOf(error)}. Choose another with --data, or mend its rights.`,
    );
  }
  if (isInkroomFolder(folder)) {
    const probe = join(folder, `${MARK_FILE}.probe`);
    try {
      closeSync(openSync(probe, 'w'));
      rmSync(probe);
    } catch (error) {
      throw new Error(
        `The data folder ${folder} cannot be written: ${reasonOf(error)}. Mend its rights, or choose another with --data.`,
      );
    }
  }
  checkContent(folder);
}

/** With the folders above it. Node's own recursion does not end in a file system that makes none, such as `/proc`. */
export function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Throws, with a sentence for the operator, when what is in the folder keeps a hub from using it. Changes nothing. */
export function checkContent(folder: string): void {
  if (isInkroomFolder(folder)) {
    // The mark is written after the file, so a folder with a mark had one.
    if ((statSync(join(folder, BOARD_FILE), { throwIfNoEntry: false })?.size ?? 0) > 0) return;
    throw new Error(
      `${join(folder, BOARD_FILE)} is missing or empty, though boards were kept there. Put a backup in its place, or start with another folder.`,
    );
  }
  const strangers = readdirSync(folder).filter((name) => !OURS.test(name));
  if (strangers.length === 0) return;
  throw new Error(
    `${folder} holds other files (${strangers.slice(0, 3).join(', ')}) and is no data folder of Inkroom. Give an empty or a new folder with --data.`,
  );
}

/** A folder of an earlier version, or one that an operator has made. Windows stores rights in another way. */
export function isOpenToOthers(folder: string): boolean {
  if (process.platform === 'win32') return false;
  const folderMode = statSync(folder).mode;
  return (folderMode & 0o011) !== 0 && (statSync(join(folder, BOARD_FILE)).mode & 0o044) !== 0;
}

/** What a new volume or an interrupted first start may have left. */
const OURS = /^(\..*|lost\+found|in-use\.sock|boards\.mdb(-lock)?|inkroom-data\.json\.(new|probe))$/;

/** False: it contains nothing of Inkroom. Throws for a folder that this version does not know. */
export function isInkroomFolder(folder: string): boolean {
  let text: string;
  try {
    text = readFileSync(join(folder, MARK_FILE), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw new Error(`The data folder ${folder} cannot be read: ${reasonOf(error)}.`);
  }
  const format = /^\{"format":(\d{1,9})\}\s*$/.exec(text)?.[1];
  if (format === undefined) throw new Error(`${join(folder, MARK_FILE)} is damaged. It should read {"format":${FOLDER_FORMAT}}.`);
  if (Number(format) > FOLDER_FORMAT || Number(format) === 0) {
    throw new Error(
      `The data folder ${folder} was made by a newer Inkroom (format ${format}). Update this one, or choose another folder.`,
    );
  }
  return true;
}

/** Marks the folder as one of Inkroom's, once its data file exists. */
export function markFolder(folder: string): void {
  if (isInkroomFolder(folder)) return;
  const path = join(folder, MARK_FILE);
  const file = openSync(`${path}.new`, 'w');
  try {
    writeSync(file, `{"format":${FOLDER_FORMAT}}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

/**
 * Locks the folder for this process until it ends, in whatever way. The lock is a listening socket, which the system removes with
 * the process. A file with a process id would outlive a crash and later name another process.
 */
export async function lockFolder(folder: string): Promise<Disposable> {
  const path = socketPath(folder);
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    const server = await listen(path);
    if (server) return { dispose: () => void server.close() };
    // A socket file without a listener was left by a killed process.
    if (process.platform !== 'win32' && !(await isListenedTo(path))) rmSync(path, { force: true });
  }
  throw new Error(
    `The data folder ${folder} is in use by another Inkroom. Stop that one first, or choose another folder with --data.`,
  );
}

/** The same for every spelling of the folder's path. */
function socketPath(folder: string): string {
  const real = realpathSync(folder);
  const name = createHash('sha256').update(real).digest('hex').slice(0, 32);
  if (process.platform === 'win32') return `\\\\.\\pipe\\inkroom-${name}`;
  const path = join(real, LOCK_FILE);
  return Buffer.byteLength(path) <= SOCKET_PATH_BYTES ? path : join(tmpdir(), `inkroom-${name}.sock`);
}

/** Undefined: the name is taken. */
function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error) => {
      if (codeOf(error) === 'EADDRINUSE') resolve(undefined);
      else reject(new Error(`The data folder cannot be locked: ${reasonOf(error)}. Choose one on a local disk with --data.`));
    });
    server.listen(path, () => resolve(server));
  });
}

function isListenedTo(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', (error) => answer(codeOf(error) === 'EACCES' || codeOf(error) === 'EAGAIN'));
  });
}
