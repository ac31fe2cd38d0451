import type { Board } from './board.ts';
import { authorOf, type ClientId, type ElementId, ordinalOf } from './ids.ts';
import { ElementKind } from './kinds.ts';

/** A dot that counts. */
export interface Dot {
  readonly id: ElementId;
  readonly author: ClientId;
  /** World units. */
  readonly x: number;
  readonly y: number;
  /** The element on which it was put, and the place in thousandths of its box. */
  readonly on: readonly [ElementId, number, number] | undefined;
}

/** [VOT-2] The dots of a vote that count: of each author the first `most` living ones. Every replica counts the same ones. */
export function dotsOf(board: Board, ballot: string, most: number): readonly Dot[] {
  const byAuthor = new Map<ClientId, Dot[]>();
  for (const element of board.elements()) {
    if (element.kind !== ElementKind.dot || !element.alive || element.get('ballot') !== ballot) continue;
    const { id, x, y } = element;
    const author = authorOf(id);
    const [target, across, down] = element.get('to');
    const on = typeof target === 'string' && down !== undefined ? ([target, across, down] as const) : undefined;
    const dot: Dot = { id, author, x, y, on };
    const dots = byAuthor.get(author);
    if (dots) dots.push(dot);
    else byAuthor.set(author, [dot]);
  }
  return [...byAuthor.values()].flatMap((dots) => dots.sort((a, b) => ordinalOf(a.id) - ordinalOf(b.id)).slice(0, most));
}
