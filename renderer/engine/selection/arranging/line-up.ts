import type { Board } from '../../../../core/board/board.ts';
import type { Box } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { union } from '../../geometry.ts';
import { frameOf, uprightBox } from '../frames.ts';

export type AlignEdge = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
export type Axis = 'across' | 'down';

/** The movement of each element, world units. */
export type Moves = ReadonlyMap<ElementId, { readonly dx: number; readonly dy: number }>;

interface Unit {
  readonly ids: readonly ElementId[];
  readonly box: Box;
}

/** Units of elements, each with the upright box around it. */
function boxed(board: Board, units: readonly (readonly ElementId[])[]): Unit[] {
  const found: Unit[] = [];
  for (const ids of units) {
    let box: Box | undefined;
    for (const id of ids) {
      const element = board.get(id);
      const frame = element && frameOf(board, element);
      if (frame) box = union(box, uprightBox(frame));
    }
    if (box) found.push({ ids, box });
  }
  return found;
}

/** Moves every unit to the same edge or middle of them all. */
export function aligned(board: Board, units: readonly (readonly ElementId[])[], edge: AlignEdge): Moves {
  const all = boxed(board, units);
  let around: Box | undefined;
  for (const { box } of all) around = union(around, box);
  const moves = new Map<ElementId, { dx: number; dy: number }>();
  for (const { ids, box } of all) for (const id of ids) moves.set(id, toEdge(box, around as Box, edge));
  return moves;
}

function toEdge(box: Box, around: Box, edge: AlignEdge): { dx: number; dy: number } {
  switch (edge) {
    case 'left':
      return { dx: around.minX - box.minX, dy: 0 };
    case 'centre':
      return { dx: (around.minX + around.maxX - box.minX - box.maxX) / 2, dy: 0 };
    case 'right':
      return { dx: around.maxX - box.maxX, dy: 0 };
    case 'top':
      return { dx: 0, dy: around.minY - box.minY };
    case 'middle':
      return { dx: 0, dy: (around.minY + around.maxY - box.minY - box.maxY) / 2 };
    case 'bottom':
      return { dx: 0, dy: around.maxY - box.maxY };
  }
}

/** Moves the units between the first and the last so that the gaps are equal. */
export function distributed(board: Board, units: readonly (readonly ElementId[])[], axis: Axis): Moves {
  const from = ({ box }: Unit): number => (axis === 'across' ? box.minX : box.minY);
  const size = ({ box }: Unit): number => (axis === 'across' ? box.maxX - box.minX : box.maxY - box.minY);
  const middle = (unit: Unit): number => from(unit) + size(unit) / 2;
  const all = boxed(board, units).sort((a, b) => middle(a) - middle(b));
  const [first, last] = [all[0], all.at(-1)];
  const moves = new Map<ElementId, { dx: number; dy: number }>();
  if (!first || !last || all.length < 3) return moves;
  const taken = all.reduce((sum, unit) => sum + size(unit), 0);
  const gap = (from(last) + size(last) - from(first) - taken) / (all.length - 1);
  let at = from(first);
  for (const unit of all) {
    const by = at - from(unit);
    for (const id of unit.ids) moves.set(id, axis === 'across' ? { dx: by, dy: 0 } : { dx: 0, dy: by });
    at += size(unit) + gap;
  }
  return moves;
}
