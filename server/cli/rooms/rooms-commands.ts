import { resolve } from 'node:path';
import { assertNever } from '../../../core/base/assert-never.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { parseRoomId, type RoomId } from '../../../core/board/ids.ts';
import type { StoreAdmin } from '../../ports/store-admin.ts';
import { openAdmin } from './open-admin.ts';
import { backUp, restore } from './rooms-backup.ts';
import type { RoomsCommand } from './rooms-command-line.ts';
import { exportRoom, importRoom } from './rooms-files.ts';
import { boardIn, needed, type Unreadable } from './stored-boards.ts';

const DAY_MS = 24 * 60 * 60_000;

export interface Prints {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

const WISHES = {
  list: 'read',
  fsck: 'read',
  export: 'read',
  backup: 'read',
  import: 'make',
  restore: 'make',
  delete: 'change',
  expire: 'change',
} as const satisfies Record<RoomsCommand['verb'], 'read' | 'change' | 'make'>;

/** Returns the exit code: 0 success, 1 failure. */
export async function runRoomsCommand(command: RoomsCommand, { print, printError }: Prints): Promise<0 | 1> {
  let store: StoreAdmin | undefined;
  try {
    store = await openAdmin(command.store, WISHES[command.verb]);
    switch (command.verb) {
      case 'list':
        print(await listing(store, command.json));
        return 0;
      case 'fsck':
        return await check(store, { print, printError });
      case 'export':
        printError(await exportRoom(store, command.room, command.file));
        return 0;
      case 'import':
        printError(await importRoom(store, command.room, command.file));
        return 0;
      case 'backup': {
        const { said, isWhole } = await backUp(store, resolve(command.folder));
        printError(said);
        return isWhole ? 0 : 1;
      }
      case 'restore':
        printError(await restore(store, resolve(command.folder)));
        return 0;
      case 'delete':
        await needed(store, command.room);
        await remove(store, command.room);
        printError(`Deleted ${command.room}.\n`);
        return 0;
      case 'expire':
        print(await expire(store, command));
        return 0;
      default:
        return assertNever(command);
    }
  } catch (error) {
    printError(`${reasonOf(error)}\n`);
    return 1;
  } finally {
    await store?.close();
  }
}

async function remove(store: StoreAdmin, room: RoomId): Promise<void> {
  await store.delete(room);
  await store.pictures.forget(room);
}

/** One room of the listing, as `--json` gives it. */
interface ListedRoom {
  readonly room: string;
  /** Elements on the board, without removed ones. Null when it cannot be read. */
  readonly elements: number | null;
  readonly bytes: number;
  /** ISO 8601. */
  readonly savedAt: string | null;
  readonly state: 'ok' | 'damaged log' | Unreadable;
  /** Copies that were set aside because they were damaged. */
  readonly aside: number;
}

async function listed(store: StoreAdmin): Promise<ListedRoom[]> {
  const rooms: ListedRoom[] = [];
  for (const { room, bytes, aside } of await store.rooms()) {
    const read = await store.read(room as RoomId);
    const board = boardIn(read);
    rooms.push({
      room,
      elements: typeof board === 'string' ? null : board.start.replica.board.aliveCount,
      bytes,
      savedAt: read.savedAt === undefined ? null : new Date(read.savedAt).toISOString(),
      state: typeof board === 'string' ? board : board.lost > 0 ? 'damaged log' : 'ok',
      aside,
    });
  }
  return rooms;
}

async function listing(store: StoreAdmin, asJson: boolean): Promise<string> {
  const rooms = await listed(store);
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

const UNWELL: Readonly<Record<Exclude<ListedRoom['state'], 'ok'>, string>> = {
  'damaged log': 'the end of a log cannot be read: a hub opens the room without it, and sets a copy aside',
  damaged: 'the snapshot cannot be read: the room cannot be opened. Delete it, or put it back from a backup',
  newer: 'a newer Inkroom has stored it, and nothing is wrong with it. Update this one to open it',
};

/** Reads every room to its end. 1: something cannot be read. */
async function check(store: StoreAdmin, { print, printError }: Prints): Promise<0 | 1> {
  const rooms = await listed(store);
  const unwell = rooms.filter(({ state }) => state !== 'ok');
  for (const { room, state } of unwell) if (state !== 'ok') printError(`${room}: ${UNWELL[state]}.\n`);
  const newer = unwell.filter(({ state }) => state === 'newer').length;
  const unread = newer === 0 ? '' : `${newer} of a newer Inkroom, `;
  const aside = rooms.reduce((sum, room) => sum + room.aside, 0);
  print(`${rooms.length} rooms, ${unwell.length - newer} damaged, ${unread}${aside} copies set aside.\n`);
  return unwell.length === 0 ? 0 : 1;
}

async function expire(store: StoreAdmin, { days, isSure }: Extract<RoomsCommand, { verb: 'expire' }>): Promise<string> {
  const before = Date.now() - days * DAY_MS;
  const old = (await store.rooms()).filter(({ savedAt }) => savedAt < before).flatMap(({ room }) => parsed(room));
  if (!isSure) {
    const names = old.map((room) => `${room}\n`).join('');
    return `${names}${old.length} rooms had no write for ${days} days. Say --yes to delete them.\n`;
  }
  for (const room of old) await remove(store, room);
  return `Deleted ${old.length} rooms that had no write for ${days} days.\n`;
}

function parsed(raw: string): readonly RoomId[] {
  const room = parseRoomId(raw);
  return room.ok ? [room.value] : [];
}
