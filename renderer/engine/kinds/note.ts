import type { Board } from '../../../core/board/board.ts';
import type { Element } from '../../../core/board/element.ts';
import { UNITS } from '../geometry.ts';
import { boardTexts, type SetText } from '../text/layout/board-texts.ts';
import { drawLines, enterFrame } from '../text/layout/draw-text.ts';
import { boxAround, type Frame, frameCorners, frameIsHit, frameMeets, frameOf, unturnedBox } from '../text/layout/frame.ts';
import type { TextStyle } from '../text/layout/layout.ts';
import { alignOf, styleOf } from '../text/layout/text-style.ts';
import type { Kind } from './kind.ts';
import { notePaper, textOnPaper } from './note-paper.ts';

/** World pixels: between the edge of a note and its text, of its corners, and of its line. */
export const NOTE_PADDING = 14;
const CORNER = 6;
const LINE = 1;
/** Least wrapping width of a note's text, world pixels. */
const NARROWEST = 24;

const EDGE = { light: 'rgba(29, 29, 31, 0.16)', dark: 'rgba(236, 236, 238, 0.16)' } as const;

export function noteStyle(element: Element): TextStyle {
  return styleOf(element, Math.max(element.get('w') / UNITS - 2 * NOTE_PADDING, NARROWEST));
}

/** A note has its original height, or more if its text needs it. */
export function noteFrame(board: Board, element: Element): Frame {
  return grownFrame(element, boardTexts.set(board, element, noteStyle(element)));
}

function grownFrame(element: Element, { layout }: SetText): Frame {
  return frameOf(element, element.get('w') / UNITS, Math.max(element.get('h') / UNITS, layout.height + 2 * NOTE_PADDING));
}

export const note: Kind = {
  band: 'ink',
  box: (board, element) => boxAround(noteFrame(board, element), LINE),
  look(board, element) {
    const style = ['font', 'size', 'w', 'h', 'angle', 'opacity'] as const;
    const values = style.map((name) => element.get(name)).join(' ');
    return `${element.color} ${values} ${alignOf(board, element)} ${boardTexts.fonts} ${boardTexts.text(board, element)}`;
  },
  frame: (board, element) => unturnedBox(noteFrame(board, element)),
  edge: (board, element) => frameCorners(noteFrame(board, element)),
  draw(target, element, place, look) {
    const { board, theme, veil, typing } = look;
    const style = noteStyle(element);
    const set = boardTexts.set(board, element, style);
    const frame = grownFrame(element, set);
    const seen = enterFrame(target, frame, place, look);
    target.globalAlpha = veil?.alpha ?? element.get('opacity') / 100;
    const paper = veil?.color ?? notePaper(element.color, theme);
    target.fillStyle = paper;
    target.beginPath();
    target.roundRect(0, 0, frame.w, frame.h, Math.min(CORNER, frame.w / 2, frame.h / 2));
    target.fill();
    if (!veil) {
      target.strokeStyle = EDGE[theme];
      target.lineWidth = LINE;
      target.stroke();
      if (typing !== element.id) {
        drawLines(target, set, {
          left: NOTE_PADDING,
          top: (frame.h - set.layout.height) / 2,
          width: style.wrap ?? 0,
          align: alignOf(board, element),
          style,
          color: textOnPaper(paper),
          scale: place.scale,
          seen,
        });
      }
    }
    target.globalAlpha = 1;
  },
  hit: (board, element, by, margin) => frameIsHit(noteFrame(board, element), by, margin),
  meets: (board, element, box) => frameMeets(noteFrame(board, element), box),
};
