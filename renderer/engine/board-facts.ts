import type { Board } from '../../core/board/board.ts';
import { BOARD_ELEMENT } from '../../core/board/kinds.ts';
import type { BoardAccess } from '../../core/room/board-access.ts';

/** Properties of the board itself. Everyone sees them and may change them. */
export interface BoardFacts {
  /** '' for a board without a name. */
  readonly title: string;
  /** The pattern of the paper (`Paper`). */
  readonly paper: number;
}

export function boardFacts(board: Board): BoardFacts {
  const own = board.get(BOARD_ELEMENT);
  return { title: own?.get('title') ?? '', paper: own?.get('background') ?? 0 };
}

/** Writes the differences, as one undo step. */
export function proposeFacts(access: BoardAccess, { title, paper }: Partial<BoardFacts>): void {
  const now = boardFacts(access.board());
  const values = {
    ...(title === undefined || title === now.title ? {} : { title }),
    ...(paper === undefined || paper === now.paper ? {} : { background: paper }),
  };
  if (Object.keys(values).length === 0) return;
  access.propose([{ kind: 'set', id: BOARD_ELEMENT, lamport: access.nextLamport(), values }], access.newGesture());
}
