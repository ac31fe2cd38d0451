import { statSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import type { StoreTrouble } from '../../ports/snapshot-store.ts';
import type { StoredRoomFacts } from '../../ports/store-admin.ts';
import { BOARD_FILE } from './data-folder.ts';
import { spaceOf, troubleOf, watchFile } from './disk-watch.ts';
import type { RoomContent, StoreMode, ValueIn } from './store-messages.ts';
import { openValue, type StoredValue, sealValue, writtenAt } from './stored-value.ts';

/**
 * Keys: `['board', room]` the snapshot, `['log', room, n]` an append, `['aside', room, at, 'board' | n]` copies of damaged
 * values. Characters of a room id sort before `~`.
 */
type Key = [string, string] | [string, string, number] | [string, string, number, string | number];
const AFTER_ROOMS = '~';
const AFTER_NUMBERS = Number.MAX_SAFE_INTEGER;

export type Write =
  | { readonly kind: 'append'; readonly room: string; readonly n: number; readonly value: ValueIn }
  | { readonly kind: 'compact'; readonly room: string; readonly upTo: number; readonly value: ValueIn }
  | { readonly kind: 'setAside'; readonly room: string; readonly at: number }
  | { readonly kind: 'delete'; readonly room: string };

/** The data file. All calls block, so it runs in a process of its own. */
export interface BoardFile {
  /** All or nothing, and on the disk when it returns. Throws otherwise. */
  write(writes: readonly Write[]): void;
  read(room: string): RoomContent;
  rooms(): StoredRoomFacts[];
  /** Undefined: writing is allowed. */
  trouble(): StoreTrouble | undefined;
  close(): Promise<void>;
}

/** `maxBytes`: most bytes of the file's content. */
export function openBoardFile(folder: string, mode: StoreMode, maxBytes = Number.POSITIVE_INFINITY): BoardFile {
  const db: RootDatabase<Buffer, Key> = open({
    path: join(folder, BOARD_FILE),
    noSubdir: true,
    encoding: 'binary',
    // A commit returns when its pages, and then the page that names them, are on the disk.
    overlappingSync: false,
    readOnly: mode === 'read',
  });

  // A file shorter than its header says may have been cut off. Then every value is read now. A missing page ends this process
  // here, where the cause is clear, and not at a later join.
  const { lastPageNumber, pageSize } = db.getStats() as { readonly lastPageNumber: number; readonly pageSize: number };
  if (statSync(join(folder, BOARD_FILE)).size < (lastPageNumber + 1) * pageSize) for (const _ of db.getRange({}));

  const watched = watchFile(join(folder, BOARD_FILE));
  const trouble = (): StoreTrouble | undefined =>
    troubleOf({ isThere: watched.isThere(), usedBytes: usedBytes(db), maxBytes, ...spaceOf(folder) });

  /** Writes that free space are always allowed: a snapshot that replaces a log, and an operator's deletion. */
  const isGrowth = ({ kind, room }: Write): boolean =>
    kind === 'append' || (kind === 'compact' && !db.doesExist(['board', room]));

  const logRange = (room: string, upTo: number): { readonly start: Key; readonly end: Key } => ({
    start: ['log', room, 0],
    end: ['log', room, upTo + 1],
  });

  const apply = (write: Write): void => {
    const { room } = write;
    switch (write.kind) {
      case 'append':
        db.putSync(['log', room, write.n], sealValue(logKey(room, write.n), write.value));
        return;
      case 'compact': {
        db.putSync(['board', room], sealValue(boardKey(room), write.value));
        for (const key of [...db.getKeys(logRange(room, write.upTo))]) db.removeSync(key);
        return;
      }
      case 'setAside': {
        const board = db.getBinary(['board', room]);
        if (board) db.putSync(['aside', room, write.at, 'board'], board);
        const log = [...db.getRange(logRange(room, AFTER_NUMBERS - 1))];
        for (const { key, value } of log) db.putSync(['aside', room, write.at, key[2] as number], value);
        return;
      }
      case 'delete': {
        db.removeSync(['board', room]);
        const rest = [
          ...db.getKeys(logRange(room, AFTER_NUMBERS - 1)),
          ...db.getKeys({ start: ['aside', room, 0], end: ['aside', room, AFTER_NUMBERS] }),
        ];
        for (const key of rest) db.removeSync(key);
        return;
      }
    }
  };

  return {
    write(writes) {
      const why = trouble();
      if (why?.kind === 'gone' || (why && writes.some(isGrowth))) throw new Error(why.reason);
      db.transactionSync(() => {
        for (const write of writes) apply(write);
      });
      // Data written into a deleted file is lost.
      if (!watched.isThere()) throw new Error(trouble()?.reason);
    },
    read(room) {
      const board = db.getBinary(['board', room]);
      const snapshot = board && openValue(boardKey(room), board);
      const log: StoredValue[] = [];
      let lastN = 0;
      let lost = 0;
      for (const { key, value } of db.getRange(logRange(room, AFTER_NUMBERS - 1))) {
        const n = key[2] as number;
        lastN = n;
        const opened = lost === 0 ? openValue(logKey(room, n), value) : undefined;
        if (opened) log.push(opened);
        else lost++;
      }
      // Appends without the snapshot before them are not a board.
      const isBoardLost = snapshot === undefined && (board !== undefined || lastN > 0);
      return { snapshot, log, lastN, lost, damage: isBoardLost ? 'snapshot' : lost > 0 ? 'log' : undefined };
    },
    rooms() {
      const facts = new Map<string, { room: string; bytes: number; aside: number; savedAt: number }>();
      const of = (room: string) => {
        const known = facts.get(room) ?? { room, bytes: 0, aside: 0, savedAt: 0 };
        facts.set(room, known);
        return known;
      };
      for (const kind of ['board', 'log', 'aside']) {
        let lastAside: string | undefined;
        for (const { key, value } of db.getRange({ start: [kind, ''], end: [kind, AFTER_ROOMS] })) {
          const fact = of(key[1]);
          fact.bytes += value.length;
          fact.savedAt = Math.max(fact.savedAt, writtenAt(value));
          const aside = `${key[1]} ${key[2]}`;
          if (kind === 'aside' && aside !== lastAside) fact.aside++;
          lastAside = aside;
        }
      }
      return [...facts.values()].sort((a, b) => (a.room < b.room ? -1 : 1));
    },
    trouble,
    close: () => db.close(),
  };
}

/** Pages in use. The file keeps its length when data is removed, and reuses the free pages. */
function usedBytes(db: RootDatabase<Buffer, Key>): number {
  const { pageSize, root, free } = db.getStats() as {
    readonly pageSize: number;
    readonly root: PageCounts;
    readonly free: PageCounts;
  };
  return pageSize * (META_PAGES + pagesOf(root) + pagesOf(free));
}

const META_PAGES = 2;

interface PageCounts {
  readonly treeBranchPageCount: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
}

function pagesOf({ treeBranchPageCount, treeLeafPageCount, overflowPages }: PageCounts): number {
  return treeBranchPageCount + treeLeafPageCount + overflowPages;
}

const boardKey = (room: string): string => `board ${room}`;
const logKey = (room: string, n: number): string => `log ${room} ${n}`;
