import type { RoomId } from '../../core/board/ids.ts';
import type { PersistenceMode } from '../../core/contract/hub-contract.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';

/** Port: durability. Bytes and batches by room; it does not know boards. */
export interface SnapshotStore {
  readonly mode: PersistenceMode;
  /** The reason why the store rejects writes now, for the operator. Undefined or left out: no known trouble. */
  readonly trouble?: StoreTrouble | undefined;
  /**
   * Rejects when the store cannot be reached, and with `DamagedBoard` when the room is unreadable: then the room cannot open. A
   * room is open at most once per instance.
   */
  open(room: RoomId): Promise<StoredRoom>;
}

/** `gone`: the stored data is missing. `full`: the data is there, and no more can be added. */
export interface StoreTrouble {
  readonly kind: 'gone' | 'full';
  /** One or two sentences, without the final full stop. */
  readonly reason: string;
}

/** The stored data of a room at its opening, and the means to store more. */
export interface StoredRoom {
  /** The last argument of `compact` (`core/room/snapshot-packer.ts`). Undefined for a room that was never stored. */
  readonly snapshot: Uint8Array | undefined;
  /** The batches appended after the snapshot, in order. Some may be in the snapshot already. */
  readonly log: readonly NumberedBatches[];
  /** Time of the last write in `snapshot` and `log`, milliseconds since 1970. Undefined for a room that was never stored. */
  readonly savedAt: number | undefined;
  /** Stored data that cannot be read. Usually undefined: none. */
  readonly damage: StoredDamage | undefined;
  readonly writer: RoomWriter;
}

export interface RoomWriter {
  /**
   * Stores batches. Returns `durable` when there is nothing to wait for, else a promise that resolves when they are durable.
   * Rejects when they are not: the caller keeps them and retries. Calls do not overlap.
   */
  append(batches: NumberedBatches): 'durable' | Promise<void>;
  /**
   * A number for `compact` that stands for everything appended so far. Read it in the same turn as the content of the snapshot.
   */
  position(): number;
  /** Replaces the old snapshot, and everything appended up to `position`, by a snapshot. All or nothing. */
  compact(snapshot: Uint8Array, position: number): Promise<void>;
  /**
   * Copies all stored data of the room, damaged parts too, to a place where nothing overwrites it. Resolves when the copy is
   * durable.
   */
  setAside(): Promise<void>;
  close(): Promise<void>;
}

/**
 * In a damaged log everything before the damage is readable; `lost` is the number of unreadable appends. A damaged snapshot
 * leaves nothing readable.
 */
export type StoredDamage = { readonly part: 'snapshot' } | { readonly part: 'log'; readonly lost: number };

/** A stored board is unreadable. Its data stays unchanged. */
export class DamagedBoard extends Error {
  override readonly name = 'DamagedBoard';
}
