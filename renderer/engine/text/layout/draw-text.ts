import { UNITS } from '../../geometry.ts';
import type { Canvas2D, DrawLook, Placement } from '../../kinds/kind.ts';
import type { SetText } from './board-texts.ts';
import { cssFont } from './fonts.ts';
import type { Frame } from './frame.ts';
import type { TextLine, TextStyle } from './layout.ts';
import type { Align } from './text-style.ts';

/** Device pixels. Smaller letters are unreadable and drawn as bars, at a tenth of the cost. */
const READABLE = 2.5;
const BAR_ALPHA = 0.45;

/** What is seen of an entered frame, from its top, world pixels. */
type Seen = readonly [from: number, to: number];

/** Moves the origin to the top left of a frame, in world pixels, turned like the frame. */
export function enterFrame(target: Canvas2D, frame: Frame, { scale, originX, originY, side }: Placement, look: DrawLook): Seen {
  const [cos, sin] = [Math.cos(frame.angle) * scale, Math.sin(frame.angle) * scale];
  const x = (frame.x + frame.w / 2 + (look.offsetX ?? 0) / UNITS) * scale - originX;
  const y = (frame.y + frame.h / 2 + (look.offsetY ?? 0) / UNITS) * scale - originY;
  const [left, top] = [-frame.w / 2, -frame.h / 2];
  const [startX, startY] = [x + left * cos - top * sin, y + left * sin + top * cos];
  target.setTransform(cos, sin, -sin, cos, startX, startY);
  const below = (deviceX: number, deviceY: number): number =>
    (cos * (deviceY - startY) - sin * (deviceX - startX)) / (scale * scale);
  const middle = side === undefined ? 0 : below(side / 2, side / 2);
  const reach = side === undefined ? Number.POSITIVE_INFINITY : ((Math.abs(cos) + Math.abs(sin)) * side) / (2 * scale * scale);
  return [middle - reach, middle + reach];
}

/** The place and style of lines in an entered frame. World pixels. */
export interface LinePlace {
  readonly left: number;
  readonly top: number;
  /** Width of the space for the alignment. */
  readonly width: number;
  readonly align: Align;
  readonly style: TextStyle;
  readonly color: string;
  /** Device pixels per world pixel. */
  readonly scale: number;
  readonly seen: Seen;
}

/** Distance of a line's start from the left of the space. */
export function lineStart(line: TextLine, width: number, align: Align): number {
  const spare = width - line.width;
  if (align === 'middle') return spare / 2;
  return (align === 'end') !== line.rtl ? spare : 0;
}

export function drawLines(target: Canvas2D, { layout, links }: SetText, place: LinePlace): void {
  const { left, top, width, align, style, color, scale, seen } = place;
  const { lineHeight, baseline } = layout;
  // Letters reach beyond their lines, by less than a line.
  const first = Math.max(0, Math.floor((seen[0] - top) / lineHeight) - 1);
  const lines = layout.lines.slice(first, Math.max(0, (seen[1] - top) / lineHeight + 2));
  const topOf = (index: number): number => top + (first + index) * lineHeight + baseline;
  target.fillStyle = color;
  if (style.size * scale < READABLE) {
    const alpha = target.globalAlpha;
    target.globalAlpha = alpha * BAR_ALPHA;
    lines.forEach((line, index) => {
      target.fillRect(left + lineStart(line, width, align), topOf(index) - style.size / 2, line.width, style.size / 2);
    });
    target.globalAlpha = alpha;
    return;
  }
  target.font = cssFont(style.font, style.size);
  target.textRendering = 'geometricPrecision';
  target.textBaseline = 'alphabetic';
  target.textAlign = 'left';
  lines.forEach((line, index) => {
    target.direction = line.rtl ? 'rtl' : 'ltr';
    target.fillText(line.text, left + lineStart(line, width, align), topOf(index));
  });
  for (const part of links) {
    const line = lines[part.line - first];
    if (!line) continue;
    const y = topOf(part.line - first) + style.size * 0.1;
    target.fillRect(
      left + lineStart(line, width, align) + part.left,
      y,
      part.right - part.left,
      Math.max(style.size / 18, 1 / scale),
    );
  }
}
