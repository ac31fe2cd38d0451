import type { Board } from '../../../core/board/board.ts';
import type { Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { UNITS } from '../geometry.ts';
import { isLabelled } from '../kinds/labelled.ts';
import { coordinate, extent } from '../selection/arranging/coordinate.ts';
import { boardTexts } from './layout/board-texts.ts';
import { roomOfLabel, sizeForLabel } from './layout/label.ts';
import { styleOf } from './layout/text-style.ts';

/** The box of a shape before it is turned, world units. */
export interface OwnBox {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** World pixels. A shape does not grow for a longer word, which breaks over its lines. */
const WORD_MOST = 320;

export function ownBoxOf(element: Element): OwnBox {
  return { x: element.x, y: element.y, w: element.get('w'), h: element.get('h') };
}

/**
 * A box with room for the label of a shape: `own`, or a larger one. It grows downwards and to both sides; a turned one grows about its
 * middle, so that it stays where it is.
 */
export function fittedBox(board: Board, element: Element, own: OwnBox): OwnBox {
  if (boardTexts.text(board, element) === '') return own;
  const style = styleOf(element, undefined);
  return grown(own, element.kind, element.get('angle'), {
    word: () => boardTexts.widestWord(board, element, style),
    height: (wrap) => boardTexts.set(board, element, { ...style, wrap }).layout.height,
  });
}

/** The boxes of these elements with room for their labels. */
export function fittedBoxes(board: Board, ids: Iterable<ElementId>): readonly (readonly [ElementId, OwnBox])[] {
  return [...ids].flatMap((id) => {
    const element = board.get(id);
    return element ? [[id, fittedBox(board, element, ownBoxOf(element))] as const] : [];
  });
}

/** A label's measures, world pixels. */
export interface LabelMeasures {
  /** The width of its widest word. */
  word(): number;
  /** The height of its lines within a width. */
  height(wrap: number): number;
}

/** `own`, or a larger box with room for a label: downwards and to both sides, and about its middle if it is turned. */
export function grown(own: OwnBox, kind: number, angle: number, label: LabelMeasures): OwnBox {
  if (!isLabelled(kind) || own.w === 0 || own.h === 0) return own;
  const word = Math.min(WORD_MOST, label.word());
  const w = roomOfLabel(kind, own.w / UNITS) >= word ? own.w : units(sizeForLabel(kind, word));
  const h = Math.max(own.h, units(sizeForLabel(kind, label.height(roomOfLabel(kind, w / UNITS)))));
  const down = angle === 0 ? 0 : Math.round((h - own.h) / 2);
  return { x: coordinate(own.x - (w - own.w) / 2), y: coordinate(own.y - down), w, h };
}

export function isSameBox(a: OwnBox, b: OwnBox): boolean {
  return a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;
}

/** Up to the largest size that a board takes. */
const units = (px: number): number => extent(Math.ceil(px * UNITS));
