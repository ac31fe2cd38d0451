import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf, reasonOf } from '../../core/base/reason-of.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { encodeSnapshot } from '../../core/room/snapshot.ts';
import { fileBlobs, PICTURE_FOLDER } from '../adapters/file-blobs.ts';
import { isInkroomFolder } from '../adapters/lmdb/data-folder.ts';
import { lmdbAdmin, type Readable, type StoreAdmin } from '../adapters/lmdb/lmdb-store.ts';
import { readStoredBoard, type StoredBoard } from '../hub/durability/stored-board.ts';
import { DamagedBoard } from '../ports/snapshot-store.ts';
import type { RoomsCommand } from './rooms-command-line.ts';

export interface Prints {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** Returns the exit code: 0 success, 1 failure. */
export async function runRoomsCommand(command: RoomsCommand, { print, printError }: Prints): Promise<0 | 1> {
  const folder = resolve(command.data);
  // Reading works while a hub runs; deleting does not.
  const store = lmdbAdmin(folder, command.verb === 'delete' ? 'serve' : 'read');
  try {
    if (!isInkroomFolder(folder)) throw new Error(`${folder} is no data folder of Inkroom. Give the one that the hub was given.`);
    await store.ready();
    switch (command.verb) {
      case 'list':
        print(await listing(store, command.json));
        return 0;
      case 'export':
        printError(await exportRoom(store, command.room, command.file));
        return 0;
      case 'delete':
        await needed(store, command.room);
        await store.delete(command.room);
        await fileBlobs(join(folder, PICTURE_FOLDER), { roomBytes: 0, allBytes: 0 }).forget(command.room);
        printError(`Deleted ${command.room}.\n`);
        return 0;
    }
  } catch (error) {
    printError(`${reasonOf(error)}\n`);
    return 1;
  } finally {
    await store.close();
  }
}

/** One room of the listing, as `--json` gives it. */
interface ListedRoom {
  readonly room: string;
  /** Elements on the board, without removed ones. Null when it cannot be read. */
  readonly elements: number | null;
  readonly bytes: number;
  /** ISO 8601. */
  readonly savedAt: string | null;
  readonly state: 'ok' | 'damaged log' | 'damaged';
  /** Copies that were set aside because they were damaged. */
  readonly aside: number;
}

async function listing(store: StoreAdmin, asJson: boolean): Promise<string> {
  const rooms: ListedRoom[] = [];
  for (const { room, bytes, aside } of await store.rooms()) {
    const read = await store.read(room as RoomId);
    const board = boardIn(read);
    rooms.push({
      room,
      elements: board?.start.replica.board.aliveCount ?? null,
      bytes,
      savedAt: read.savedAt === undefined ? null : new Date(read.savedAt).toISOString(),
      state: board === undefined ? 'damaged' : board.lost > 0 ? 'damaged log' : 'ok',
      aside,
    });
  }
  if (asJson) return `${JSON.stringify(rooms, null, 2)}\n`;
  if (rooms.length === 0) return 'No rooms are kept here.\n';
  const rows = rooms.map(({ room, elements, bytes, savedAt, state, aside }) => [
    room,
    elements === null ? '?' : String(elements),
    String(bytes),
    savedAt ?? '?',
    [state === 'ok' ? '' : state, aside > 0 ? `${aside} set aside` : ''].filter((note) => note !== '').join(', '),
  ]);
  return table([['ROOM', 'ELEMENTS', 'BYTES', 'LAST SAVED', ''], ...rows]);
}

/** Each column is as wide as its widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number): boolean => column === 1 || column === 2;
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}

async function exportRoom(store: StoreAdmin, room: RoomId, file: string): Promise<string> {
  await needed(store, room);
  const read = await store.read(room);
  const board = boardIn(read);
  if (!board) throw new Error(`What is kept of ${room} is damaged and cannot be read. Nothing was written.`);
  const { epoch, replica } = board.start;
  const bytes = encodeSnapshot({
    epoch,
    vector: replica.vector.pairs(),
    savedAt: read.savedAt ?? board.start.since,
    // Like "Save" in the client: erased elements are left out.
    states: [...replica.board.states()].filter(({ values }) => values.alive),
  });
  try {
    writeFileSync(file, bytes, { flag: 'wx' });
  } catch (error) {
    const isThere = codeOf(error) === 'EEXIST';
    const reason = reasonOf(error);
    throw new Error(isThere ? `${file} is there already. Name another file.` : `${file} cannot be written: ${reason}.`);
  }
  const missing = board.lost > 0 ? ` The end of its log is damaged: ${board.lost} saves are missing in it.` : '';
  return `Wrote ${replica.board.aliveCount} elements of ${room} to ${file}.${missing}\n`;
}

async function needed(store: StoreAdmin, room: RoomId): Promise<void> {
  if ((await store.rooms()).some((fact) => fact.room === room)) return;
  throw new Error(`No room ${room} is kept here. "inkroom rooms list" names those that are.`);
}

/** Undefined: it cannot be read. */
function boardIn(read: Readable): StoredBoard | undefined {
  const steps = readStoredBoard(read);
  try {
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    return step.value;
  } catch (error) {
    if (error instanceof DamagedBoard) return undefined;
    throw error;
  }
}
