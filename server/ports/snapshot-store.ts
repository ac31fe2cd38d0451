import type { RoomId } from '../../core/board/ids.ts';
import type { PersistenceMode } from '../../core/contract/hub-contract.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';

/** Port: durability. Bytes and batches by room; it does not know boards. */
export interface SnapshotStore {
  readonly mode: PersistenceMode;
  /** True when several hubs use it at the same time, each with a log of its own [SAVE-9]. */
  readonly isShared?: boolean;
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
  /** The last argument of `compact` (`core/room/snapshot/snapshot-packer.ts`). Undefined for a room that was never stored. */
  readonly snapshot: Uint8Array | undefined;
  /**
   * The batches appended after the snapshot: those of one origin and one writer in order. Some may be in the snapshot already, or
   * come twice.
   */
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
  /**
   * Replaces the old snapshot, and everything appended up to `position`, by a snapshot. All or nothing. Returns undefined when it
   * did. In a shared store another hub may have replaced the snapshot since this writer last met it: then nothing is replaced, and
   * the newer snapshot is returned. The caller merges it and compacts again.
   */
  compact(snapshot: Uint8Array, position: number): Promise<Uint8Array | undefined>;
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

/** What is stored of a room was deleted while the room is open. The next `compact` stores all of it again. */
export class StoredBoardGone extends Error {
  override readonly name = 'StoredBoardGone';
}

/** A stored board is unreadable. Its data stays unchanged. */
export class DamagedBoard extends Error {
  override readonly name: string = 'DamagedBoard';
}

/** A newer Inkroom has stored the board: it is whole, and unreadable here. */
export class NewerBoard extends DamagedBoard {
  override readonly name = 'NewerBoard';
}
