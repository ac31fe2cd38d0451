import type { Board } from '../../../core/board/board.ts';
import type { Element } from '../../../core/board/element.ts';
import { UNITS } from '../geometry.ts';
import { inkColor } from '../palette.ts';
import { boardTexts } from '../text/layout/board-texts.ts';
import { drawLines, enterFrame } from '../text/layout/draw-text.ts';
import { boxAround, type Frame, frameCorners, frameIsHit, frameMeets, frameOf, unturnedBox } from '../text/layout/frame.ts';
import type { TextStyle } from '../text/layout/layout.ts';
import { alignOf, styleOf } from '../text/layout/text-style.ts';
import type { Kind } from './kind.ts';

/** How far letters extend beyond their lines, as a share of the size. */
const OVERHANG = 0.15;

/** A text is as wide as its lines, or has a width set by a person: then it wraps. */
export function textStyle(element: Element): TextStyle {
  const wide = element.get('w');
  return styleOf(element, wide > 0 ? wide / UNITS : undefined);
}

/** The area of a text, world pixels. */
export function textFrame(board: Board, element: Element): Frame {
  const style = textStyle(element);
  const { layout } = boardTexts.set(board, element, style);
  return frameOf(element, style.wrap ?? layout.width, layout.height);
}

export const text: Kind = {
  band: 'ink',
  box(board, element) {
    if (boardTexts.text(board, element) === '') return undefined;
    return boxAround(textFrame(board, element), (element.get('size') / UNITS) * OVERHANG);
  },
  look(board, element) {
    const style = ['font', 'size', 'w', 'angle', 'opacity'] as const;
    const values = style.map((name) => element.get(name)).join(' ');
    return `${element.color} ${values} ${alignOf(board, element)} ${boardTexts.fonts} ${boardTexts.text(board, element)}`;
  },
  frame: (board, element) => unturnedBox(textFrame(board, element)),
  edge: (board, element) => frameCorners(textFrame(board, element)),
  draw(target, element, place, look) {
    const { board, theme, veil, typing } = look;
    if (typing === element.id) return;
    const style = textStyle(element);
    const frame = textFrame(board, element);
    const seen = enterFrame(target, frame, place, look);
    target.globalAlpha = veil?.alpha ?? element.get('opacity') / 100;
    drawLines(target, boardTexts.set(board, element, style), {
      left: 0,
      top: 0,
      width: frame.w,
      align: alignOf(board, element),
      style,
      color: veil?.color ?? inkColor(element.color, element.kind, theme),
      scale: place.scale,
      seen,
    });
    target.globalAlpha = 1;
  },
  hit: (board, element, by, margin) => frameIsHit(textFrame(board, element), by, margin),
  meets: (board, element, box) => frameMeets(textFrame(board, element), box),
};
