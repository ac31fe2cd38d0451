import type { Board } from '../../../core/board/board.ts';
import type { Box, Element } from '../../../core/board/element.ts';
import { type Segment, UNITS } from '../geometry.ts';
import { SURFACE } from '../palette.ts';
import { LINE_LEAST } from './ink/ink.ts';
import type { Canvas2D, Kind } from './kind.ts';
import { type Placed, placedAt, polygonToWorld, segmentToLocal } from './shapes/placed.ts';
import { isInside, sideIsNear, sideMeetsBox } from './shapes/polygon.ts';

/** World pixels: the border of a frame, its round corners, and its title above it. */
const LINE = 1.5;
const CORNER = 8;
const TITLE_HEIGHT = 26;
const TITLE_SIZE = 14;
const TITLE_LEFT = 2;
const TITLE_ABOVE = 3;
/** Device pixels below which a title is unreadable. */
const TITLE_LEAST = 4;
const FONT = '"Inter Variable", system-ui, sans-serif';

const outlineOf = ({ halfW, halfH }: Placed): number[] => [-halfW, -halfH, halfW, -halfH, halfW, halfH, -halfW, halfH];

/**
 * A titled sheet under all other elements. Its content is everything that lies in it (`frame-members.ts`), and is not clipped at
 * its edge.
 */
export const frame: Kind = {
  band: 'under',
  box(_board, element) {
    const placed = placedAt(element);
    const [w, h] = [placed.halfW + LINE / 2, placed.halfH + LINE / 2];
    return boundsOf(polygonToWorld(placed, [-w, -h - titleHeight(element), w, -h - titleHeight(element), w, h, -w, h]));
  },
  look: (_board, element) => `${element.get('w')} ${element.get('h')} ${element.get('angle')} ${element.get('title')}`,
  edge(_board, element) {
    const placed = placedAt(element);
    return polygonToWorld(placed, outlineOf(placed));
  },
  draw(target, element, place, look) {
    const { halfW, halfH, x, y, sin, cos } = placedAt(element);
    const { scale } = place;
    const xDevice = (x + (look.offsetX ?? 0) / UNITS) * scale - place.originX;
    const yDevice = (y + (look.offsetY ?? 0) / UNITS) * scale - place.originY;
    target.setTransform(scale * cos, scale * sin, -scale * sin, scale * cos, xDevice, yDevice);
    const { sheet, sheetLine, sheetTitle } = SURFACE[look.theme];
    target.globalAlpha = look.veil?.alpha ?? 1;
    target.beginPath();
    target.roundRect(-halfW, -halfH, 2 * halfW, 2 * halfH, Math.min(CORNER, halfW, halfH));
    // A veil is above everything: over the sheet it would dim elements that stay in the frame.
    if (!look.veil) {
      target.fillStyle = sheet;
      target.fill();
    }
    target.lineWidth = Math.max(LINE, LINE_LEAST / scale);
    target.strokeStyle = look.veil?.color ?? sheetLine;
    target.stroke();
    const title = look.typing === element.id ? '' : element.get('title');
    if (title !== '' && TITLE_SIZE * scale >= TITLE_LEAST) {
      target.fillStyle = look.veil?.color ?? sheetTitle;
      drawTitle(target, title, placedAt(element));
    }
    target.globalAlpha = 1;
  },
  hit(_board: Board, element: Element, by: Segment, margin: number) {
    const placed = placedAt(element);
    const { x1, y1, x2, y2 } = segmentToLocal(placed, by);
    if (sideIsNear(outlineOf(placed), { x1, y1, x2, y2 }, margin + LINE / 2)) return true;
    const top = -placed.halfH - titleHeight(element);
    return Math.abs(x1) <= placed.halfW && y1 >= top && y1 <= -placed.halfH;
  },
  meets(_board: Board, element: Element, box: Box) {
    const placed = placedAt(element);
    const outline = polygonToWorld(placed, outlineOf(placed));
    // A marquee inside a frame takes the content, not the frame.
    return sideMeetsBox(outline, box) && !isInside(outline, box.minX, box.minY);
  },
};

/** The place of a title, world pixels: the left end of the space above its frame, turned about it; and the size of its letters. */
export function titlePlace(element: Element): {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly angle: number;
  readonly letters: number;
} {
  const placed = placedAt(element);
  const [x = 0, y = 0] = polygonToWorld(placed, [-placed.halfW + TITLE_LEFT, -placed.halfH - TITLE_ABOVE]);
  return { x, y, width: 2 * placed.halfW, angle: Math.atan2(placed.sin, placed.cos), letters: TITLE_SIZE };
}

function titleHeight(element: Element): number {
  return element.get('title') === '' ? 0 : TITLE_HEIGHT;
}

function boundsOf(polygon: readonly number[]): Box {
  const xs = polygon.filter((_, i) => i % 2 === 0);
  const ys = polygon.filter((_, i) => i % 2 === 1);
  return { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
}

/** The part of the title that fits above the frame. */
function drawTitle(target: Canvas2D, title: string, { halfW, halfH }: Placed): void {
  target.font = `500 ${TITLE_SIZE}px ${FONT}`;
  target.textBaseline = 'alphabetic';
  target.textAlign = 'left';
  const room = 2 * halfW - 2 * TITLE_LEFT;
  let shown = title;
  if (target.measureText(title).width > room) {
    const letters = Array.from(title);
    let fits = 0;
    for (let beyond = letters.length; beyond - fits > 1; ) {
      const middle = (fits + beyond) >> 1;
      if (target.measureText(`${letters.slice(0, middle).join('')}…`).width <= room) fits = middle;
      else beyond = middle;
    }
    shown = fits > 0 ? `${letters.slice(0, fits).join('')}…` : '';
  }
  target.fillText(shown, -halfW + TITLE_LEFT, -halfH - 8);
}
