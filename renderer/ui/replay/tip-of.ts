import type { Board } from '../../../core/board/board.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { MakingStep } from '../../../core/making/making.ts';
import { UNITS } from '../../engine/geometry.ts';

/** A cut is part of a run, and a run is part of a text. */
const PARTS_DEEP = 2;

/** Where the author's hand was in a step, world pixels: at the tip of a stroke, else at the changed element's place. */
export function tipOf(board: Board, touched: readonly ElementId[], step: MakingStep): { x: number; y: number } | undefined {
  const id = step.comes.at(-1)?.id ?? step.writes.at(-1)?.id ?? touched.at(-1);
  let element = id && board.get(id);
  for (let deep = 0; element?.get('target') && deep < PARTS_DEEP; deep++) element = board.get(element.get('target'));
  if (!element) return undefined;
  const tip = board.tailOf(element.id);
  const [x, y] = tip ? [element.x + tip.x, element.y + tip.y] : [element.x + element.get('w'), element.y + element.get('h')];
  return { x: x / UNITS, y: y / UNITS };
}
