import type { BoardCard, BoardPlace } from '../../../core/contract/board-card.ts';

/**
 * Copies of the boards that this device has seen, one for each room, the newest ones. Every method may reject: nothing depends on
 * it.
 */
export interface LocalCopies {
  /** Newest first. */
  list(): Promise<readonly BoardCard[]>;
  /** Bytes from `Session.packLastBoard`. */
  read(place: BoardPlace): Promise<Uint8Array | undefined>;
  /** Replaces the room's copy. Deletes the oldest copies beyond the bounds. */
  write(card: BoardCard, bytes: Uint8Array): Promise<void>;
  forget(place: BoardPlace): Promise<void>;
  /** Deletes everything. */
  clear(): Promise<void>;
}
