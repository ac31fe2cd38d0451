import type { RoomId } from '../../core/board/ids.ts';
import type { PersistenceMode } from '../../core/contract/hub-contract.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';

/** Port: durability. Bytes and batches by room; it knows no board. */
export interface SnapshotStore {
  readonly mode: PersistenceMode;
  /** Why it takes nothing now, for the operator. Undefined or left out: nothing of the kind is known. */
  readonly trouble?: StoreTrouble | undefined;
  /**
   * Rejects when the store cannot be reached, with `DamagedBoard` when it cannot read the room at all: the room cannot open then. A room is
   * open at most once per instance.
   */
  open(room: RoomId): Promise<StoredRoom>;
}

/** `gone`: what it says to be stored is not there. `full`: it is there, and nothing more may be added. */
export interface StoreTrouble {
  readonly kind: 'gone' | 'full';
  /** A sentence or two, without the stop. */
  readonly reason: string;
}

/** What is stored of a room when it is opened, and the way to store more. */
export interface StoredRoom {
  /** As given to `compact` last (`core/room/snapshot-file.ts`); undefined for a room that was never stored. */
  readonly snapshot: Uint8Array | undefined;
  /** What was appended after the snapshot, in order. The reader may meet batches that the snapshot covers already. */
  readonly log: readonly NumberedBatches[];
  /** Of the last write that `snapshot` and `log` hold, milliseconds since 1970; undefined for a room that was never stored. */
  readonly savedAt: number | undefined;
  /** What is stored and cannot be read; undefined for none, which is the rule. */
  readonly damage: StoredDamage | undefined;
  readonly writer: RoomWriter;
}

export interface RoomWriter {
  /**
   * Keeps batches. Gives `durable` when there is nothing to wait for, else a promise that resolves when they are durable. Rejects when they
   * are not: the caller keeps them and tries again. Calls do not overlap.
   */
  append(batches: NumberedBatches): 'durable' | Promise<void>;
  /** Everything appended up to now, as a number to give to `compact`: take it in the same turn as what the snapshot is made of. */
  position(): number;
  /** Puts a snapshot in the place of the old one and of everything that was appended up to `position`. All or nothing. */
  compact(snapshot: Uint8Array, position: number): Promise<void>;
  /** Keeps a copy of all that is stored of the room, damaged parts too, where nothing overwrites it. Resolves when it is durable. */
  setAside(): Promise<void>;
  close(): Promise<void>;
}

/** In a damaged log everything before the damage can be read; `lost` is how many appends cannot. A damaged snapshot leaves nothing to read. */
export type StoredDamage = { readonly part: 'snapshot' } | { readonly part: 'log'; readonly lost: number };

/** What is stored of a board cannot be read, and is left as it is. */
export class DamagedBoard extends Error {
  override readonly name = 'DamagedBoard';
}
