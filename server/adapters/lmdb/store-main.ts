import { isMainThread, parentPort } from 'node:worker_threads';
import type { Disposable } from '../../../core/base/disposable.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { type BoardFile, openBoardFile, type Write } from './board-file.ts';
import { isInkroomFolder, lockFolder, markFolder, prepareFolder } from './data-folder.ts';
import { STORE_MODES, type StoreAnswer, type StoreMessage, type StoreMode, type StoreRequest } from './store-messages.ts';
import { END } from './store-worker.ts';

/**
 * The process that owns the data file: `store-main.ts FOLDER serve|read MAX_BYTES`, started by the hub with an IPC channel. It is a
 * separate process because writing to a disk blocks, and because a data file with damaged pages ends the process that maps it,
 * which open rooms must survive. (In the desktop app it is a thread, see `store-worker.ts`.) All requests that wait when a write
 * ends form one transaction, over all rooms.
 */
const [, , folder = '', rawMode, rawMaxBytes] = process.argv;
const mode: StoreMode = STORE_MODES.find((known) => known === rawMode) ?? 'read';

// A terminal and a service manager signal the whole group. This process ends when the hub has nothing left to write, or is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const say = (message: StoreMessage): void => {
  if (parentPort) parentPort.postMessage(message);
  else if (process.connected) process.send?.(message);
};

// Names of rooms are the keys to them, so new files are for this user only.
if (isMainThread) process.umask(0o077);

/** Interval of the disk check while nothing is written, milliseconds. */
const LOOK_MS = 5_000;

let file: BoardFile | undefined;
let lock: Disposable | undefined;
let queue: StoreRequest[] = [];

process.on('disconnect', () => void end());
const hear = (heard: readonly StoreRequest[] | typeof END): void => {
  if (heard === END) {
    // After earlier requests.
    setImmediate(() => void end());
    return;
  }
  if (queue.length === 0) setImmediate(work);
  queue.push(...heard);
};
if (parentPort) parentPort.on('message', hear);
else process.on('message', hear);

function work(): void {
  const requests = queue;
  queue = [];
  const answers: StoreAnswer[] = [];
  let writes: (StoreRequest & Write)[] = [];
  const writeAll = (): void => {
    if (writes.length > 0) answers.push(...commit(writes));
    writes = [];
  };
  for (const request of requests) {
    if (request.kind !== 'open' && request.kind !== 'rooms') {
      writes.push(request);
      continue;
    }
    // A read sees all earlier writes.
    writeAll();
    answers.push(look(request));
  }
  writeAll();
  // Before the answers, so that a failure has a reason.
  lookAtDisk();
  say({ kind: 'answers', answers });
}

let told: string | undefined;

/** The hub is told once when trouble begins, and once when it ends. */
function lookAtDisk(): void {
  if (mode !== 'serve' || !file) return;
  const trouble = file.trouble();
  if (trouble?.reason === told) return;
  told = trouble?.reason;
  say({ kind: 'trouble', trouble });
}

/** One transaction for all. When it fails, one for each, so that a write too large for a full disk does not block the others. */
function commit(writes: readonly (StoreRequest & Write)[]): StoreAnswer[] {
  const [only] = writes;
  if (!file || !only) return [];
  try {
    file.write(writes);
    return writes.map(({ id }) => ({ id, ok: true }));
  } catch (error) {
    if (writes.length > 1) return writes.flatMap((write) => commit([write]));
    return [{ id: only.id, ok: false, reason: reasonOf(error) }];
  }
}

function look(request: StoreRequest & { readonly kind: 'open' | 'rooms' }): StoreAnswer {
  const { id } = request;
  if (!file) return { id, ok: false, reason: 'the data file is not open' };
  try {
    return request.kind === 'open' ? { id, ok: true, content: file.read(request.room) } : { id, ok: true, rooms: file.rooms() };
  } catch (error) {
    return { id, ok: false, reason: reasonOf(error) };
  }
}

/** Nothing is in progress: blocking calls have ended when this runs. */
async function end(): Promise<void> {
  await file?.close();
  lock?.dispose();
  process.exit(0);
}

try {
  if (mode === 'serve') {
    prepareFolder(folder);
    lock = await lockFolder(folder);
  } else if (!isInkroomFolder(folder)) {
    throw new Error(`${folder} is no data folder of Inkroom.`);
  }
  file = openBoardFile(folder, mode, Number(rawMaxBytes ?? Number.POSITIVE_INFINITY));
  if (mode === 'serve') markFolder(folder);
  say({ kind: 'ready' });
  lookAtDisk();
  setInterval(lookAtDisk, LOOK_MS).unref();
} catch (error) {
  say({ kind: 'failed', reason: reasonOf(error) });
  if (parentPort) parentPort.close();
  else process.disconnect?.();
}
