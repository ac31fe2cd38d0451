import type { Board } from '../../../core/board/board.ts';
import type { Box, Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { kindOf } from '../kinds/kind-of.ts';
import { isLabelled } from '../kinds/labelled.ts';
import { noteFrame, noteStyle } from '../kinds/note.ts';
import { notePaper, textOnPaper } from '../kinds/note-paper.ts';
import { textFrame, textStyle } from '../kinds/text.ts';
import { inkColor, type Theme } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { boardTexts } from './layout/board-texts.ts';
import { lineStart } from './layout/draw-text.ts';
import { type Frame, frameIsHit, unturned } from './layout/frame.ts';
import { labelBox, labelFrame } from './layout/label.ts';
import type { TextStyle } from './layout/layout.ts';
import { type Align, alignOf, styleOf } from './layout/text-style.ts';

/** The place of an element's lines. World pixels. */
export interface TextPlace {
  /** Around the lines: as wide as the space for their alignment, as high as the lines. */
  readonly frame: Frame;
  readonly style: TextStyle;
  readonly align: Align;
}

/** True when an element of this kind can contain text. */
export function holdsText(kind: number): boolean {
  return kind === ElementKind.text || kind === ElementKind.note || isLabelled(kind);
}

/** The place of the text in an element, existing or future. Undefined where none is possible. */
export function textPlace(board: Board, scene: Pick<Scene, 'get'>, element: Element): TextPlace | undefined {
  const align = alignOf(board, element);
  if (element.kind === ElementKind.text) return { frame: textFrame(board, element), style: textStyle(element), align };
  if (element.kind === ElementKind.note) {
    const style = noteStyle(element);
    return { frame: within(board, element, noteFrame(board, element), style), style, align };
  }
  const around = kindOf(element.kind)?.labelAt?.(board, element) ?? scene.get(element.id);
  if (!isLabelled(element.kind) || !around) return undefined;
  const room = labelFrame(element, labelBox(element, around));
  const style = styleOf(element, room.w);
  return { frame: within(board, element, room, style), style, align };
}

/** Lines are centred vertically in their space. */
function within(board: Board, element: Element, room: Frame, style: TextStyle): Frame {
  const { layout } = boardTexts.set(board, element, style);
  const w = style.wrap ?? layout.width;
  return { ...room, x: room.x + (room.w - w) / 2, y: room.y + (room.h - layout.height) / 2, w, h: layout.height };
}

/** The colour of an element's text. */
export function textColor({ kind, color }: Element, theme: Theme): string {
  return kind === ElementKind.note ? textOnPaper(notePaper(color, theme)) : inkColor(color, kind, theme);
}

/** The address of the link at a point, world pixels. */
export function linkAt(board: Board, scene: Scene, x: number, y: number): string | undefined {
  for (const { id } of scene.search({ minX: x, minY: y, maxX: x, maxY: y })) {
    const element = board.get(id);
    const place = element && holdsText(element.kind) ? textPlace(board, scene, element) : undefined;
    if (!element || !place) continue;
    const { frame, style, align } = place;
    const { layout, links } = boardTexts.set(board, element, style);
    const at = unturned(frame, x, y);
    for (const { line, left, right, address } of links) {
      const set = layout.lines[line];
      if (!set) continue;
      const start = frame.x + lineStart(set, frame.w, align);
      const top = frame.y + line * layout.lineHeight;
      if (at.x >= start + left && at.x <= start + right && at.y >= top && at.y <= top + layout.lineHeight) return address;
    }
  }
  return undefined;
}

/** The smallest element around a point that can contain text, for a point on none of its lines. */
export function labelledAround(board: Board, scene: Scene, x: number, y: number): ElementId | undefined {
  let found: ElementId | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { id } of scene.search({ minX: x, minY: y, maxX: x, maxY: y })) {
    const element = board.get(id);
    if (!element || !isLabelled(element.kind) || element.get('w') === 0) continue;
    const box: Box = labelBox(element, { minX: x, minY: y, maxX: x, maxY: y });
    const [w, h] = [box.maxX - box.minX, box.maxY - box.minY];
    const angle = (element.get('angle') / 18_000) * Math.PI;
    if (w * h >= least || !frameIsHit({ x: box.minX, y: box.minY, w, h, angle }, { x1: x, y1: y, x2: x, y2: y }, 0)) continue;
    found = id;
    least = w * h;
  }
  return found;
}
