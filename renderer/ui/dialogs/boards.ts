import type { BoardCard } from '../../../core/contract/board-card.ts';

/** The boards with a copy on this device, and the actions on them. */
export interface Boards {
  /** Newest first; empty without copies. Never rejects. */
  list(): Promise<readonly BoardCard[]>;
  /** Opens the room. */
  open(card: BoardCard): void;
  /** Opens the copy as an own board. False when it cannot be read. */
  openCopy(card: BoardCard): Promise<boolean>;
  forget(card: BoardCard): Promise<void>;
  clear(): Promise<void>;
}
