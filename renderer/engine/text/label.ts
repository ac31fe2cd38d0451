import type { Board } from '../../../core/board/board.ts';
import type { Box, Element } from '../../../core/board/element.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import type { Canvas2D, DrawLook, Placement } from '../kinds/kind.ts';
import { inkColor } from '../palette.ts';
import { boardTexts } from './board-texts.ts';
import { drawLines, enterFrame } from './draw-text.ts';
import { type Frame, frameOf } from './frame.ts';
import { alignOf, styleOf } from './text-style.ts';

/** World pixels between a shape's line and its label. */
const PADDING = 8;
/** A label is never wrapped to less, world pixels: a shape may be narrower than a letter. */
const NARROWEST = 24;
/** The share of its box that an ellipse or a diamond leaves to an upright rectangle of the same proportions. */
const INSIDE: ReadonlyMap<number, number> = new Map([
  [ElementKind.ellipse, Math.SQRT1_2],
  [ElementKind.diamond, 0.5],
]);

/** The room for a label in the box of a shape: in its middle, turned with it. */
export function labelFrame(element: Element, box: Box): Frame {
  const share = INSIDE.get(element.kind) ?? 1;
  const [wide, high] = [box.maxX - box.minX, box.maxY - box.minY];
  const w = Math.max(wide * share - 2 * PADDING, NARROWEST);
  const h = Math.max(high * share - 2 * PADDING, 0);
  const { angle } = frameOf(element, wide, high);
  return { x: (box.minX + box.maxX - w) / 2, y: (box.minY + box.maxY - h) / 2, w, h, angle };
}

/** What `drawLabel` paints: part of `Kind.look` of every kind that may have a label. */
export function labelLook(board: Board, element: Element): string {
  const text = boardTexts.text(board, element);
  if (text === '') return '';
  return ` ${element.get('font')} ${element.get('size')} ${alignOf(board, element)} ${boardTexts.fonts} ${text}`;
}

/**
 * Draws what is written into a shape: in the middle of `box` (the shape's own, world pixels, before it is turned), wrapped to it, in the colour
 * of the shape. Leaves the transform as it used it, and changes no alpha.
 */
export function drawLabel(target: Canvas2D, element: Element, place: Placement, look: DrawLook, box: Box): void {
  const { board, theme, veil, typing } = look;
  if (typing === element.id || boardTexts.text(board, element) === '') return;
  const frame = labelFrame(element, box);
  const style = styleOf(element, frame.w);
  const set = boardTexts.set(board, element, style);
  enterFrame(target, frame, place, look);
  drawLines(target, set, {
    left: 0,
    top: (frame.h - set.layout.height) / 2,
    width: frame.w,
    align: alignOf(board, element),
    style,
    color: veil?.color ?? inkColor(element.color, element.kind, theme),
    scale: place.scale,
  });
}
