import { parseRoomId, type RoomId } from '../../../core/board/ids.ts';
import type { SnapshotStore, StoredDamage } from '../../ports/snapshot-store.ts';
import type { Readable, StoredRoomFacts } from '../../ports/store-admin.ts';
import type { ReadLog, SealedSnapshot } from './sealed.ts';

/** Any number of hubs may use it at the same time [SAVE-9]. */
export interface SharedStore extends SnapshotStore {
  rooms(): Promise<readonly StoredRoomFacts[]>;
  read(room: RoomId): Promise<Readable>;
  /**
   * Deletes the rooms that are not open here and had no write since `before`, milliseconds since 1970, by the clock of the service.
   * Returns them.
   */
  expire(before: number): Promise<readonly RoomId[]>;
  /** Everything of the room. A hub that serves it stores it again. */
  delete(room: RoomId): Promise<void>;
}

/** What a snapshot and the records of its logs hold together. `isStored`: something is known to be stored of the room. */
export function readableOf(snapshot: SealedSnapshot | undefined, logs: readonly ReadLog[], isStored: boolean): Readable {
  const log = logs.flatMap(({ parts }) => parts);
  const lost = logs.reduce((sum, one) => sum + one.lost, 0);
  let savedAt = snapshot?.at;
  for (const { parts, at } of logs) if (parts.length > 0) savedAt = Math.max(savedAt ?? 0, at);
  const isBoardLost = snapshot === undefined && (isStored || log.length + lost > 0);
  const damage: StoredDamage | undefined = isBoardLost ? { part: 'snapshot' } : lost > 0 ? { part: 'log', lost } : undefined;
  return { snapshot: snapshot?.body, log, savedAt, damage };
}

/** The rooms that are open here. A room may be open more than once. */
export class OpenRooms {
  readonly #counts = new Map<RoomId, number>();

  opened(room: RoomId): void {
    this.#counts.set(room, (this.#counts.get(room) ?? 0) + 1);
  }

  closed(room: RoomId): void {
    const count = (this.#counts.get(room) ?? 1) - 1;
    if (count === 0) this.#counts.delete(room);
    else this.#counts.set(room, count);
  }

  /** Deletes those of the named rooms that are not open. Returns them. */
  async deleteOthers(names: Iterable<string>, remove: (room: RoomId) => Promise<void>): Promise<readonly RoomId[]> {
    const deleted: RoomId[] = [];
    for (const name of names) {
      const room = parseRoomId(name);
      if (!room.ok || this.#counts.has(room.value)) continue;
      await remove(room.value);
      deleted.push(room.value);
    }
    return deleted;
  }
}

/** By the name of the room. */
export function byRoom(a: StoredRoomFacts, b: StoredRoomFacts): number {
  return a.room < b.room ? -1 : 1;
}
