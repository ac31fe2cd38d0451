import type { BoardCard } from '../../../core/contract/board-card.ts';

/** The boards with a copy on this device, and the actions on them. */
export interface Boards {
  /** Newest first; empty without copies. Never rejects. */
  list(): Promise<readonly BoardCard[]>;
  /** Opens the room. */
  open(card: BoardCard): void;
  /** Opens the copy as an own board. False when it cannot be read. */
  openCopy(card: BoardCard): Promise<boolean>;
  /** Deletes the copy. False when it may still be there. Never rejects. */
  forget(card: BoardCard): Promise<boolean>;
  /** Deletes all copies. False when some may still be there. Never rejects. */
  clear(): Promise<boolean>;
}
