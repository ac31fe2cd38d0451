import type { RoomId } from '../../core/board/ids.ts';
import type { PersistenceMode } from '../../core/contract/hub-contract.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';

/** Port: durability. Bytes and batches by room; it knows no board. */
export interface SnapshotStore {
  readonly mode: PersistenceMode;
  /** Rejects when the store cannot be reached: the room cannot open then. A room is open at most once per instance. */
  open(room: RoomId): Promise<StoredRoom>;
}

export interface StoredRoom {
  /** As given to `compact` last (`core/room/snapshot.ts`); undefined for a room that was never stored. */
  readonly snapshot: Uint8Array | undefined;
  /** What was appended after the snapshot, in order. The reader may meet batches that the snapshot covers already. */
  readonly log: readonly NumberedBatches[];
  /**
   * Keeps batches. Gives `durable` when there is nothing to wait for, else a promise that resolves when they are durable. Rejects when they
   * are not: the caller keeps them and tries again. Calls do not overlap.
   */
  append(batches: NumberedBatches): 'durable' | Promise<void>;
  /** Puts a snapshot in the place of the old one and of everything that was appended before this call. All or nothing. */
  compact(snapshot: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
