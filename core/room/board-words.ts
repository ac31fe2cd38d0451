import type { Board } from '../board/board.ts';
import { isNewer, type Stamp } from '../board/element.ts';
import type { ElementId } from '../board/ids.ts';
import { ElementKind } from '../board/kinds.ts';
import type { BoardChange } from './board-access.ts';

/** A chat message of the board. */
export interface BoardWords {
  readonly id: ElementId;
  readonly by: string;
  readonly byColor: number;
  readonly text: string;
  readonly at: number;
  readonly stamp: Stamp;
}

/** The living chat messages of a board, in the order in which they were written. */
export function boardWords(board: () => Board): {
  list(): readonly BoardWords[];
  /** Reads changed elements again. Gives the messages that are new, or undefined when no message changed. */
  changed(ids: BoardChange['ids']): readonly BoardWords[] | undefined;
} {
  const known = new Map<ElementId, BoardWords>();
  let sorted: readonly BoardWords[] | undefined = [];
  return {
    list() {
      sorted ??= [...known.values()].sort((a, b) => (isNewer(a.stamp, b.stamp) ? 1 : -1));
      return sorted;
    },
    changed(ids) {
      const now = board();
      if (ids === 'all') known.clear();
      const came: BoardWords[] = [];
      let isChanged = ids === 'all';
      for (const id of ids === 'all' ? allOf(now) : ids) {
        const read = wordsOf(now, id);
        if (!read) {
          isChanged = known.delete(id) || isChanged;
          continue;
        }
        if (known.get(id)?.text === read.text) continue;
        isChanged = true;
        known.set(id, read);
        came.push(read);
      }
      if (!isChanged) return undefined;
      sorted = undefined;
      return came;
    },
  };
}

function* allOf(board: Board): Generator<ElementId> {
  for (const { id, kind } of board.elements()) if (kind === ElementKind.words) yield id;
}

function wordsOf(board: Board, id: ElementId): BoardWords | undefined {
  const element = board.get(id);
  if (element?.kind !== ElementKind.words || !element.alive || element.text === '') return undefined;
  const stamp = board.stampOf(id, 'alive');
  if (!stamp) return undefined;
  return { id, by: element.get('by'), byColor: element.get('byColor'), text: element.text, at: element.get('sentAt'), stamp };
}
