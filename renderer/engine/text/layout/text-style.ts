import type { Board } from '../../../../core/board/board.ts';
import type { Element } from '../../../../core/board/element.ts';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { UNITS } from '../../geometry.ts';
import type { TextStyle } from './layout.ts';

/** Where lines stand in their width. `start` is the left, and the right in a paragraph that runs from right to left. */
export type Align = 'start' | 'middle' | 'end';
const ALIGNS: readonly Align[] = ['start', 'middle', 'end'];

/** A text begins at its start; what is written into a note or a shape stands in its middle, unless its author has chosen. */
export function alignOf(board: Board, element: Element): Align {
  const isChosen = element.kind === ElementKind.text || board.stampOf(element.id, 'align') !== undefined;
  return (isChosen ? ALIGNS[element.get('align')] : undefined) ?? 'middle';
}

/** How the text in an element is set; `wrap` in world pixels. */
export function styleOf(element: Element, wrap: number | undefined): TextStyle {
  return { font: element.get('font'), size: element.get('size') / UNITS, wrap };
}
