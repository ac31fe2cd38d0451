import type { Board } from '../../core/board/board.ts';
import { BOARD_ELEMENT } from '../../core/board/kinds.ts';
import type { BoardAccess } from '../../core/room/board-access.ts';

/** What the board says of itself. Everybody sees it and everybody may change it. */
export interface BoardFacts {
  /** '' for a board without a name. */
  readonly title: string;
  /** What is printed on the paper (`Paper`). */
  readonly paper: number;
}

export function boardFacts(board: Board): BoardFacts {
  const own = board.get(BOARD_ELEMENT);
  return { title: own?.get('title') ?? '', paper: own?.get('background') ?? 0 };
}

/** Writes what is different, as one step of undo. */
export function proposeFacts(access: BoardAccess, { title, paper }: Partial<BoardFacts>): void {
  const now = boardFacts(access.board());
  const values = {
    ...(title === undefined || title === now.title ? {} : { title }),
    ...(paper === undefined || paper === now.paper ? {} : { background: paper }),
  };
  if (Object.keys(values).length === 0) return;
  access.propose([{ kind: 'set', id: BOARD_ELEMENT, lamport: access.nextLamport(), values }], access.newGesture());
}
