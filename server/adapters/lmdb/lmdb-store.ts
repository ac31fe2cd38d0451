import type { Clock } from '../../../core/base/host.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { packSuffix, unpackSuffix } from '../../../core/room/catch-up.ts';
import type { NumberedBatches } from '../../../core/room/replica.ts';
import {
  DamagedBoard,
  type RoomWriter,
  type SnapshotStore,
  type StoredDamage,
  type StoreTrouble,
} from '../../ports/snapshot-store.ts';
import type { Readable, StoreAdmin } from '../../ports/store-admin.ts';
import { type StoreLink, StoreWorkerEnded, storeLink } from './store-link.ts';
import type { RoomContent } from './store-messages.ts';

export interface LmdbStoreOptions {
  /** Created when it is missing. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Most bytes of the data file's content. Default: no limit. */
  readonly maxBytes?: number;
  /** The store rejects writes for a known reason, or accepts them again (undefined). */
  readonly onTrouble?: (trouble: StoreTrouble | undefined) => void;
  /** Without it a disk that hangs is waited for. */
  readonly clock?: Pick<Clock, 'after'>;
}

/** An embedded store on this machine: one folder, one hub. */
export interface LmdbStore extends SnapshotStore {
  /** Rejects, with a sentence for the operator, when the folder cannot be used. */
  ready(): Promise<void>;
  /** Deletes the rooms that are not open and had no write since `before`, milliseconds since 1970. Returns them. */
  expire(before: number): Promise<readonly RoomId[]>;
  /** Call it when every room is closed. */
  close(): Promise<void>;
}

export function lmdbStore({ folder, now, maxBytes, onTrouble, clock }: LmdbStoreOptions): LmdbStore {
  let trouble: StoreTrouble | undefined;
  const link = storeLink(folder, 'serve', {
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(clock === undefined ? {} : { clock }),
    onTrouble: (now) => {
      trouble = now;
      onTrouble?.(now);
    },
  });
  /** Rooms whose reading crashed the process. Reading them again would take the store away from every room once more. */
  const deadly = new Set<RoomId>();
  const open = new Set<RoomId>();
  return {
    mode: 'lmdb',
    get trouble() {
      return trouble;
    },
    ready: () => link.ready(),
    async open(room) {
      if (deadly.has(room)) throw new DamagedBoard('reading what is stored ended the process of the store');
      let content: RoomContent;
      open.add(room);
      try {
        content = await contentOf(link, room);
      } catch (error) {
        open.delete(room);
        if (error instanceof StoreWorkerEnded && error.isCrash) deadly.add(room);
        throw error;
      }
      return { ...readable(content), writer: roomWriter(link, room, content.lastN, now, () => open.delete(room)) };
    },
    async expire(before) {
      const expired: RoomId[] = [];
      for (const { room, savedAt } of (await link.ask({ kind: 'rooms' })).rooms ?? []) {
        const id = room as RoomId;
        if (savedAt >= before || open.has(id)) continue;
        await link.ask({ kind: 'delete', room });
        expired.push(id);
      }
      return expired;
    },
    close: () => link.close(),
  };
}

/** An operator's commands for a data folder. `ready` rejects, with a sentence, when it cannot be used. */
export type LmdbAdmin = Omit<StoreAdmin, 'pictures'> & Pick<LmdbStore, 'ready'>;

/** `read` works while a hub serves the folder; `serve` is refused then. */
export function lmdbAdmin(folder: string, mode: 'read' | 'serve', now: () => number = () => Date.now()): LmdbAdmin {
  const link = storeLink(folder, mode);
  return {
    ready: () => link.ready(),
    rooms: async () => (await link.ask({ kind: 'rooms' })).rooms ?? [],
    read: async (room) => readable(await contentOf(link, room)),
    write: async (room, body) => void (await link.ask({ kind: 'compact', room, upTo: 0, value: { at: now(), body } })),
    delete: async (room) => void (await link.ask({ kind: 'delete', room })),
    close: () => link.close(),
  };
}

async function contentOf(link: StoreLink, room: RoomId): Promise<RoomContent> {
  const { content } = await link.ask({ kind: 'open', room });
  if (!content) throw new Error('the process of the store gave no answer');
  return content;
}

/** `found`: the number of the last append in the file. */
function roomWriter(link: StoreLink, room: RoomId, found: number, now: () => number, closed: () => void): RoomWriter {
  let lastN = found;
  return {
    async append(batches) {
      const body = packSuffix([batches]);
      lastN++;
      await link.ask({ kind: 'append', room, n: lastN, value: { at: now(), body } });
    },
    position: () => lastN,
    async compact(snapshot, position) {
      await link.ask({ kind: 'compact', room, upTo: position, value: { at: now(), body: snapshot } });
      return undefined;
    },
    async setAside() {
      await link.ask({ kind: 'setAside', room, at: now() });
    },
    close() {
      closed();
      return Promise.resolve();
    },
  };
}

/** The readable part, up to the first unreadable append. */
function readable(content: RoomContent): Readable {
  const log: NumberedBatches[] = [];
  let savedAt = content.snapshot?.at;
  let lost = content.lost;
  for (const [i, { at, body }] of content.log.entries()) {
    const batches = unpackSuffix(plain(body));
    if (!batches.ok) {
      lost += content.log.length - i;
      break;
    }
    log.push(...batches.value);
    savedAt = at;
  }
  return { snapshot: content.snapshot && plain(content.snapshot.body), log, savedAt, damage: damageOf(content, lost) };
}

/** The channel gives Buffers, whose `slice` does not copy. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function damageOf(content: RoomContent, lost: number): StoredDamage | undefined {
  if (content.damage === 'snapshot') return { part: 'snapshot' };
  return lost > 0 ? { part: 'log', lost } : undefined;
}
