import type { BoardCard, BoardPlace } from '../../../core/contract/board-card.ts';

/** Copies of the boards that this device has seen, one for each room, the newest ones. Every method may reject: nothing depends on it. */
export interface BoardShelf {
  /** Newest first. */
  list(): Promise<readonly BoardCard[]>;
  /** Bytes as `Session.packLastBoard` made them. */
  read(place: BoardPlace): Promise<Uint8Array | undefined>;
  /** Takes the place of what was kept of the room; what is beyond the bounds goes, the oldest first. */
  write(card: BoardCard, bytes: Uint8Array): Promise<void>;
  forget(place: BoardPlace): Promise<void>;
  /** Takes everything away. */
  clear(): Promise<void>;
}
