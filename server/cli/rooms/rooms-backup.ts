import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, reasonOf } from '../../../core/base/reason-of.ts';
import { newEpoch, parseRoomId, type RoomId } from '../../../core/board/ids.ts';
import { openSnapshot } from '../../../core/room/snapshot/snapshot.ts';
import { makeFolder } from '../../adapters/lmdb/data-folder.ts';
import { ClientRecords } from '../../hub/room/client-records.ts';
import type { StoreAdmin } from '../../ports/store-admin.ts';
import { nodeRandom } from '../../process/node-host.ts';
import { boardIn, isKept, packed, picturesOf } from './stored-boards.ts';

/** Version of a backup's layout: `backup.json`, a file for each room, and its pictures. A greater one is refused. */
const FORMAT = 1;
const INDEX = 'backup.json';

interface BackedUp {
  readonly room: string;
  /** Of its board. Names of rooms may differ only by case, which some file systems ignore. */
  readonly file: string;
  /** Hashes; the files are in `pictures`. */
  readonly pictures: readonly string[];
}

/** All rooms and their pictures as files in a new folder. Works while hubs use the store: each room is as it was at one moment. */
export async function backUp(store: StoreAdmin, folder: string): Promise<{ readonly said: string; readonly isWhole: boolean }> {
  makeEmpty(folder);
  const rooms: BackedUp[] = [];
  const unread = { damaged: [] as string[], newer: [] as string[] };
  const cut: string[] = [];
  const kept = new Set<string>();
  let missing = 0;
  for (const { room } of await store.rooms()) {
    const id = parseRoomId(room);
    const read = id.ok ? await store.read(id.value) : undefined;
    const board = read ? boardIn(read) : 'damaged';
    if (!id.ok || !read || typeof board === 'string') {
      unread[board === 'newer' ? board : 'damaged'].push(room);
      continue;
    }
    const { replica, since } = board.start;
    // [SAVE-4] Clients that have seen more must hear that it is lost.
    const { epoch, records } = board.lost === 0 ? board.start : { epoch: newEpoch(nodeRandom), records: new ClientRecords() };
    if (board.lost > 0) cut.push(room);
    const file = `${String(rooms.length + 1).padStart(6, '0')}.board`;
    const life = { since, clients: records.lastNumbers([]), rights: board.rights };
    const snapshot = {
      epoch,
      vector: replica.vector.pairs(),
      savedAt: read.savedAt ?? since,
      states: replica.board.statesPast(),
      life,
    };
    write(join(folder, file), packed(snapshot));
    const pictures: string[] = [];
    for (const hash of picturesOf(replica.board)) {
      const bytes = await store.pictures.read(id.value, hash);
      if (bytes === undefined) {
        missing++;
        continue;
      }
      if (!kept.has(hash)) write(join(folder, 'pictures', hash), bytes);
      kept.add(hash);
      pictures.push(hash);
    }
    rooms.push({ room, file, pictures });
  }
  // Last: a backup without it is not whole.
  write(join(folder, INDEX), new TextEncoder().encode(`${JSON.stringify({ format: FORMAT, rooms }, null, 1)}\n`));
  const { damaged, newer } = unread;
  const said = [
    `Backed up ${rooms.length} rooms and ${kept.size} pictures to ${folder}.`,
    ...(damaged.length === 0 ? [] : [`${damaged.length} could not be read and are not in it: ${damaged.join(', ')}.`]),
    ...(newer.length === 0
      ? []
      : [`${newer.length} were stored by a newer Inkroom and are not in it: ${newer.join(', ')}. Update this one.`]),
    ...(cut.length === 0 ? [] : [`The end of ${cut.length} could not be read and is not in it: ${cut.join(', ')}.`]),
    ...(missing === 0 ? [] : [`${missing} pictures are not in it: the store lacks them.`]),
  ];
  return { said: `${said.join(' ')}\n`, isWhole: damaged.length + newer.length + cut.length === 0 };
}

/** Stores what a backup holds. Rooms that are there already stay as they are. */
export async function restore(store: StoreAdmin, folder: string): Promise<string> {
  const there: string[] = [];
  let restored = 0;
  for (const { room, file, pictures } of readIndex(folder)) {
    if (await isKept(store, room)) {
      there.push(room);
      continue;
    }
    const snapshot = new Uint8Array(read(join(folder, file)));
    const opened = openSnapshot(snapshot);
    if (!opened.ok) {
      const why = opened.error.code === 'snapshot.version' ? 'was made by a newer Inkroom: update this one' : 'is damaged';
      throw new Error(`${join(folder, file)} ${why}. ${restored} rooms were restored before it.`);
    }
    for (const hash of pictures) await store.pictures.write(room, hash, read(join(folder, 'pictures', hash)));
    await store.write(room, snapshot);
    restored++;
  }
  const kept = there.length === 0 ? '' : ` ${there.length} are there already and were left as they are: ${there.join(', ')}.`;
  return `Restored ${restored} rooms from ${folder}.${kept}\n`;
}

function readIndex(
  folder: string,
): readonly { readonly room: RoomId; readonly file: string; readonly pictures: readonly string[] }[] {
  const { format, rooms } = Object(jsonIn(read(join(folder, INDEX)))) as { readonly format?: unknown; readonly rooms?: unknown };
  if (typeof format !== 'number' || !Array.isArray(rooms)) throw new Error(`${join(folder, INDEX)} is damaged.`);
  if (format > FORMAT)
    throw new Error(`${folder} is a backup of a newer Inkroom (format ${format}; this one knows ${FORMAT}). Update this one.`);
  return rooms.map((entry: unknown) => {
    const { room, file, pictures } = Object(entry) as Readonly<Record<string, unknown>>;
    const id = parseRoomId(room);
    const isNamed = typeof file === 'string' && /^\d+\.board$/.test(file);
    const hashes = Array.isArray(pictures) ? pictures.map(String) : [];
    if (!id.ok || !isNamed || !hashes.every((hash) => /^[A-Za-z0-9_-]+$/.test(hash)))
      throw new Error(`${join(folder, INDEX)} is damaged.`);
    return { room: id.value, file, pictures: hashes };
  });
}

/** Undefined: it is no JSON. */
function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function makeEmpty(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new Error(`${folder} cannot be made: ${reasonOf(error)}.`);
  }
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty. Name a new folder.`);
  mkdirSync(join(folder, 'pictures'), { mode: 0o700 });
}

function write(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new Error(`${file} cannot be written: ${reasonOf(error)}.`);
  }
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(codeOf(error) === 'ENOENT' ? `${file} is missing.` : `${file} cannot be read: ${reasonOf(error)}.`);
  }
}
