import type { Board } from '../../../../core/board/board.ts';
import type { Element } from '../../../../core/board/element.ts';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { UNITS } from '../../geometry.ts';
import type { TextStyle } from './layout.ts';

/** Alignment of lines. `start` is left, or right in a paragraph from right to left. */
export type Align = 'start' | 'middle' | 'end';
const ALIGNS: readonly Align[] = ['start', 'middle', 'end'];
const MIDDLE = 1;

/** By default a text is aligned to its start, and the text of a note or a shape to the middle. */
export function alignOf(board: Board, element: Element): Align {
  return ALIGNS[alignCodeOf(board, element)] ?? 'middle';
}

/** The same as a value of the register `align`. */
export function alignCodeOf(board: Board, element: Element): number {
  const isChosen = element.kind === ElementKind.text || board.stampOf(element.id, 'align') !== undefined;
  return isChosen ? element.get('align') : MIDDLE;
}

/** The layout settings of an element's text; `wrap` in world pixels. */
export function styleOf(element: Element, wrap: number | undefined): TextStyle {
  return { font: element.get('font'), size: element.get('size') / UNITS, wrap };
}
