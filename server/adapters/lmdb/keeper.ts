import type { Disposable } from '../../../core/base/disposable.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { type BoardFile, openBoardFile, type Write } from './board-file.ts';
import { isInkroomFolder, lockFolder, markFolder, prepareFolder } from './data-folder.ts';
import { KEEPER_MODES, type KeeperAnswer, type KeeperMessage, type KeeperMode, type KeeperRequest } from './keeper-messages.ts';

/**
 * The process that holds the data file: `keeper.ts FOLDER serve|read MAX_BYTES`, started by the hub with an IPC channel. It is a process of its own
 * because writing to a disk blocks, and because a data file whose pages are damaged ends the process that maps it: rooms that are served
 * must outlive that. What waits when a write is done is one transaction, over all rooms.
 */
const [, , folder = '', rawMode, rawMaxBytes] = process.argv;
const mode: KeeperMode = KEEPER_MODES.find((known) => known === rawMode) ?? 'read';

// A terminal and a service manager tell the whole group; this process ends when the hub has no more to write, or is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const say = (message: KeeperMessage): void => {
  if (process.connected) process.send?.(message);
};

// Names of rooms are the keys to them: what this process makes is for its user alone.
process.umask(0o077);

/** How often the disk is looked at while nothing is written, milliseconds. */
const LOOK_MS = 5_000;

let file: BoardFile | undefined;
let lock: Disposable | undefined;
let queue: KeeperRequest[] = [];

process.on('disconnect', () => void end());
process.on('message', (requests: readonly KeeperRequest[]) => {
  if (queue.length === 0) setImmediate(work);
  queue.push(...requests);
});

function work(): void {
  const requests = queue;
  queue = [];
  const answers: KeeperAnswer[] = [];
  let writes: (KeeperRequest & Write)[] = [];
  const writeAll = (): void => {
    if (writes.length > 0) answers.push(...commit(writes));
    writes = [];
  };
  for (const request of requests) {
    if (request.kind !== 'open' && request.kind !== 'rooms') {
      writes.push(request);
      continue;
    }
    // A reader finds everything that was asked for before.
    writeAll();
    answers.push(look(request));
  }
  writeAll();
  // Before the answers: what failed has a reason then.
  lookAtDisk();
  say({ kind: 'answers', answers });
}

let told: string | undefined;

/** The hub hears of trouble once, and of its end. */
function lookAtDisk(): void {
  if (mode !== 'serve' || !file) return;
  const trouble = file.trouble();
  if (trouble?.reason === told) return;
  told = trouble?.reason;
  say({ kind: 'trouble', trouble });
}

/** One transaction for all; when it fails, one for each, so that what is too large for a full disk does not hold up the others. */
function commit(writes: readonly (KeeperRequest & Write)[]): KeeperAnswer[] {
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

function look(request: KeeperRequest & { readonly kind: 'open' | 'rooms' }): KeeperAnswer {
  const { id } = request;
  if (!file) return { id, ok: false, reason: 'the data file is not open' };
  try {
    return request.kind === 'open' ? { id, ok: true, content: file.read(request.room) } : { id, ok: true, rooms: file.rooms() };
  } catch (error) {
    return { id, ok: false, reason: reasonOf(error) };
  }
}

/** Nothing is under way: what blocks is over when this runs. */
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
  process.disconnect?.();
}
