import type { Board } from '../../../../core/board/board.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import { ElementKind } from '../../../../core/board/kinds.ts';
import type { Segment } from '../../geometry.ts';
import type { Canvas2D, DrawLook, Placement } from '../../kinds/kind.ts';
import { inkColor, SURFACE } from '../../palette.ts';
import { boardTexts } from './board-texts.ts';
import { drawLines, enterFrame } from './draw-text.ts';
import { boxAround, boxFrame, type Frame, frameIsHit, frameOf } from './frame.ts';
import { alignOf, styleOf } from './text-style.ts';

/** World pixels between a shape's line and its label. */
const PADDING = 8;
/** Least wrapping width of a label, world pixels: a shape may be narrower than a letter. */
const NARROWEST = 24;
/** The share of its box that an ellipse or a diamond leaves to an upright rectangle of the same proportions. */
const INSIDE: ReadonlyMap<number, number> = new Map([
  [ElementKind.ellipse, Math.SQRT1_2],
  [ElementKind.diamond, 0.5],
]);

/** World pixels of paper at both ends of a label on a line. */
const AIR = 4;
const ON_PAPER: ReadonlySet<number> = new Set([ElementKind.line, ElementKind.arrow]);
/** World pixels: the space for a label on an element without a size of its own, such as an arrow. */
const ON_LINE = 160;

/** The box of a shape for its label: the shape's own, before it is turned. On a line it is about the middle of `around`. */
export function labelBox(element: Element, around: Box): Box {
  const { x, y, w, h } = boxFrame(element);
  if (w > 0 || h > 0) return { minX: x, minY: y, maxX: x + w, maxY: y + h };
  const [middleX, middleY] = [(around.minX + around.maxX) / 2, (around.minY + around.maxY) / 2];
  return { minX: middleX - ON_LINE / 2, minY: middleY, maxX: middleX + ON_LINE / 2, maxY: middleY };
}

/** The space for a label in the box of a shape: centred, turned with it. */
export function labelFrame(element: Element, box: Box): Frame {
  const [wide, high] = [box.maxX - box.minX, box.maxY - box.minY];
  const w = roomOfLabel(element.kind, wide);
  const h = Math.max(high * shareOf(element.kind) - 2 * PADDING, 0);
  const { angle } = frameOf(element, wide, high);
  return { x: (box.minX + box.maxX - w) / 2, y: (box.minY + box.maxY - h) / 2, w, h, angle };
}

const shareOf = (kind: number): number => INSIDE.get(kind) ?? 1;

/** The width that a shape leaves to the lines of its label, world pixels. */
export function roomOfLabel(kind: number, width: number): number {
  return Math.max(width * shareOf(kind) - 2 * PADDING, NARROWEST);
}

/** The width or height of a shape that has so much room for its label, world pixels. */
export function sizeForLabel(kind: number, room: number): number {
  return (room + 2 * PADDING) / shareOf(kind);
}

/** The visible properties of a label: part of `Kind.look` of every kind with a label. */
export function labelLook(board: Board, element: Element): string {
  const text = boardTexts.text(board, element);
  if (text === '') return '';
  return ` ${element.get('font')} ${element.get('size')} ${alignOf(board, element)} ${boardTexts.fonts} ${text}`;
}

/** The frame of a label's lines in the box of its shape. Undefined without text. */
function linesFrame(board: Board, element: Element, box: Box): Frame | undefined {
  if (boardTexts.text(board, element) === '') return undefined;
  const room = labelFrame(element, box);
  const { layout } = boardTexts.set(board, element, styleOf(element, room.w));
  const { width: w, height: h } = layout;
  // Lines may be aligned to an end of their space; then the whole space counts.
  const wide = alignOf(board, element) === 'middle' ? w : room.w;
  return { ...room, x: room.x + (room.w - wide) / 2, y: room.y + (room.h - h) / 2, w: wide, h };
}

/** The area that `drawLabel` paints: a label may be larger than its shape. */
export function labelReach(board: Board, element: Element, box: Box): Box | undefined {
  const frame = linesFrame(board, element, box);
  return frame && boxAround(frame, AIR);
}

/** True when a movement touches a label. */
export function labelIsHit(board: Board, element: Element, box: Box, by: Segment): boolean {
  const frame = linesFrame(board, element, box);
  return frame !== undefined && frameIsHit(frame, by, 0);
}

/**
 * Draws the text of a shape: in the middle of `box` (the shape's own, world pixels, before turning), wrapped to it, in the
 * shape's colour; on a line with paper behind it. Changes the transform, but not the alpha.
 */
export function drawLabel(target: Canvas2D, element: Element, place: Placement, look: DrawLook, box: Box): void {
  const { board, theme, veil, typing } = look;
  const lines = linesFrame(board, element, box);
  if (!lines) return;
  const room = labelFrame(element, box);
  const style = styleOf(element, room.w);
  const set = boardTexts.set(board, element, style);
  const seen = enterFrame(target, room, place, look);
  const [top, left] = [lines.y - room.y, lines.x - room.x];
  if (ON_PAPER.has(element.kind) && !veil) {
    target.fillStyle = SURFACE[theme].paper;
    target.fillRect(left - AIR, top, lines.w + 2 * AIR, lines.h);
  }
  if (typing === element.id) return;
  drawLines(target, set, {
    left: 0,
    top,
    width: room.w,
    align: alignOf(board, element),
    style,
    color: veil?.color ?? inkColor(element.color, element.kind, theme),
    scale: place.scale,
    seen,
  });
}
