import type { BoardCard } from '../../../core/contract/board-card.ts';

/** The boards of which this device keeps a copy, and what can be done with them. */
export interface Boards {
  /** Newest first; empty where nothing is kept. Never rejects. */
  list(): Promise<readonly BoardCard[]>;
  /** Goes to the room. */
  open(card: BoardCard): void;
  /** Opens the copy as a board of one's own. False when it cannot be read. */
  openCopy(card: BoardCard): Promise<boolean>;
  forget(card: BoardCard): Promise<void>;
  clear(): Promise<void>;
}
