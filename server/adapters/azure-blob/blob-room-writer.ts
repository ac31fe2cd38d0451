import type { RoomId } from '../../../core/board/ids.ts';
import { type RoomWriter, StoredBoardGone } from '../../ports/snapshot-store.ts';
import { openSnapshot, sealBatches, sealSnapshot } from '../shared-store/sealed.ts';
import type { BoardContainer } from './board-container.ts';
import { type FoundRoom, folderOf } from './read-room.ts';

/** An ended log gets no more appends: all of it is covered. */
const ALL_BYTES = Number.MAX_SAFE_INTEGER;
/** Attempts of one append: its log may be deleted by a hub that took it for one of a dead hub, or be full. */
const LOGS_PER_APPEND = 4;

export interface BlobRoomOptions {
  readonly container: BoardContainer;
  readonly now: () => number;
  readonly room: RoomId;
  /** Begin of the names of this writer's logs; no other writer's begin with it. */
  readonly log: string;
}

/**
 * One hub's hand on a stored room. It appends to a log of its own, which ends with every snapshot, and replaces the snapshot only
 * when it is the one that it knows (ETag). A lease would protect no better: a hub that loses it must meet the other's snapshot too.
 */
export function blobRoomWriter({ container, now, room, log }: BlobRoomOptions, found: FoundRoom): RoomWriter {
  const folder = folderOf(room);
  const snapshotName = `${folder}snapshot`;
  const nameOf = (no: number): string => `${folder}log/${log}-${String(no).padStart(6, '0')}`;
  let tag = found.tag;
  /** The current log's number, and whether it was begun. */
  let no = 1;
  let isBegun = false;
  /** Ended logs that were not deleted. */
  const ended = new Set<number>();
  /** Logs of others that were read when the room opened, and those that an earlier snapshot covers. */
  const inherited = new Map(found.logs.map(({ name, ...read }) => [name, read]));
  const covered = new Map(found.covers);

  const endLog = (): void => {
    if (isBegun) ended.add(no);
    no++;
    isBegun = false;
  };

  const appendRecord = async (record: Uint8Array): Promise<void> => {
    for (let attempt = 0; attempt < LOGS_PER_APPEND; attempt++) {
      const mine = no;
      if (!isBegun) {
        // A log without its snapshot would be no board.
        if (tag !== undefined && (await container.tag(snapshotName)) === undefined)
          throw new StoredBoardGone('what is stored of the board was deleted');
        await container.beginLog(nameOf(mine));
        if (mine === no) isBegun = true;
        else ended.add(mine);
      }
      if ((await container.append(nameOf(mine), record)) === 'appended') return;
      if (mine === no) endLog();
    }
    throw new Error('the log of the stored board is deleted all the time');
  };

  const forget = async (name: string, version?: string): Promise<boolean> => {
    try {
      return await container.remove(name, version);
    } catch {
      // The snapshot covers it: it is deleted after a later one.
      return false;
    }
  };

  const tidy = async (position: number): Promise<void> => {
    for (const one of [...ended]) if (one <= position && (await forget(nameOf(one)))) ended.delete(one);
    for (const [name, read] of [...inherited]) {
      // When it has grown since, its hub lives and deletes it itself.
      await forget(name, read.tag);
      inherited.delete(name);
    }
  };

  const compact = async (snapshot: Uint8Array, position: number): Promise<Uint8Array | undefined> => {
    for (const [name, { bytes }] of inherited) covered.set(name, Math.max(bytes, covered.get(name) ?? 0));
    for (const one of ended) if (one <= position) covered.set(nameOf(one), ALL_BYTES);
    const there = new Set((await container.list(`${folder}log/`)).map(({ name }) => name));
    for (const name of covered.keys()) if (!there.has(name)) covered.delete(name);
    const outcome = await container.replace(snapshotName, sealSnapshot({ at: now(), covers: covered, body: snapshot }), tag);
    if (outcome !== 'changed') {
      tag = outcome.tag;
      await tidy(position);
      return undefined;
    }
    const newer = await container.read(snapshotName);
    tag = newer?.tag;
    // Deleted by an operator: it is stored again.
    if (newer === undefined) return compact(snapshot, position);
    const opened = openSnapshot(newer.bytes);
    if (opened === undefined) throw new Error('the stored snapshot is damaged');
    for (const [name, bytes] of opened.covers) covered.set(name, Math.max(bytes, covered.get(name) ?? 0));
    return opened.body;
  };

  return {
    async append(batches) {
      for (const record of sealBatches(batches, now())) await appendRecord(record);
    },
    position() {
      if (isBegun) endLog();
      return no - 1;
    },
    compact,
    async setAside() {
      const at = `${folder}aside/${now()}/`;
      for (const { name } of await container.list(folder)) {
        if (name.startsWith(`${folder}aside/`)) continue;
        const original = await container.read(name);
        if (original) await container.replace(at + name.slice(folder.length).replaceAll('/', '-'), original.bytes, undefined);
      }
    },
    close: () => Promise.resolve(),
  };
}
