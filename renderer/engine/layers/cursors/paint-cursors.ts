import type { Box } from '../../../../core/board/element.ts';
import { cursorColor } from '../../palette.ts';
import type { Camera, Size } from '../../view/camera.ts';
import { screenAt } from '../../view/camera.ts';
import { clampToView, type EdgeMargins, type ShownCursor } from './remote-cursors.ts';

export const CURSOR_FONT = '500 12px "Inter Variable", Inter, system-ui, sans-serif';
const TAG_HEIGHT = 20;
/** How far an arrow or a pointer reaches from its tip, CSS pixels, its rim included. */
const MOST_POINTER = 20;
/** Space between a cursor and its tag, and between a tag and the edge of the view. */
const GAP = 12;
const RIM = 4;
/** The bars of the chrome lie over the top and the bottom of the view: what points out of it stands next to them. */
const EDGE: EdgeMargins = { side: 14, top: 66, bottom: 76 };
/** The arrow, its tip at 0, 0, in CSS pixels. */
const ARROW: readonly (readonly [number, number])[] = [
  [0, 0],
  [4.6, 16],
  [8.1, 9.4],
  [15.2, 7],
];

/** A cursor in the view, CSS pixels: where its tip is, and where its tag stands from there. */
export interface PlacedCursor {
  readonly x: number;
  readonly y: number;
  /** Set for the sign of a cursor outside of the view: where that is, radians. */
  readonly toward: number | undefined;
  readonly tag: { readonly dx: number; readonly dy: number; readonly width: number } | undefined;
}

/** `widthOf`: of a name in `CURSOR_FONT`. */
export function placedCursor(cursor: ShownCursor, camera: Camera, view: Size, widthOf: (name: string) => number): PlacedCursor {
  const at = clampToView(screenAt(camera, cursor), view, EDGE);
  const { x, y, toward } = at;
  if (cursor.name === '') return { x, y, toward, tag: undefined };
  const width = Math.ceil(widthOf(cursor.name)) + 14;
  const tag = tagPlace(at, width, view);
  return { x, y, toward, tag: { dx: tag.x - x, dy: tag.y - y, width } };
}

/** What a painted cursor covers around its tip, CSS pixels. */
export function cursorBox({ tag }: PlacedCursor): Box {
  const own = { minX: -MOST_POINTER, minY: -MOST_POINTER, maxX: MOST_POINTER, maxY: MOST_POINTER };
  if (!tag) return own;
  return {
    minX: Math.floor(Math.min(own.minX, tag.dx)),
    minY: Math.floor(Math.min(own.minY, tag.dy)),
    maxX: Math.ceil(Math.max(own.maxX, tag.dx + tag.width)),
    maxY: Math.ceil(Math.max(own.maxY, tag.dy + TAG_HEIGHT)),
  };
}

/** Draws a cursor with its tip at 0, 0. `target` must be in CSS pixels. */
export function paintCursor(target: CanvasRenderingContext2D, cursor: ShownCursor, placed: PlacedCursor): void {
  target.font = CURSOR_FONT;
  target.textBaseline = 'middle';
  target.lineJoin = 'round';
  const { fill, text } = cursorColor(cursor.color);
  target.globalAlpha = cursor.alpha;
  if (placed.toward === undefined) paintArrow(target, fill);
  else paintPointer(target, placed.toward, fill);
  target.globalAlpha = tagAlpha(cursor.alpha);
  if (placed.tag) paintTag(target, cursor.name, placed.tag, { fill, text });
  target.globalAlpha = 1;
}

/** The name of an idle cursor stays readable, while its pointer is faint. */
function tagAlpha(alpha: number): number {
  return Math.min(1, alpha * 2.5);
}

function paintArrow(target: CanvasRenderingContext2D, fill: string): void {
  target.beginPath();
  for (const [dx, dy] of ARROW) target.lineTo(dx, dy);
  target.closePath();
  target.strokeStyle = '#ffffff';
  target.lineWidth = 3;
  target.stroke();
  target.fillStyle = fill;
  target.fill();
}

/** A small triangle at the edge that points to the cursor's place. */
function paintPointer(target: CanvasRenderingContext2D, toward: number, fill: string): void {
  target.beginPath();
  for (const [angle, far] of [
    [0, 9],
    [2.4, 7],
    [-2.4, 7],
  ] as const) {
    target.lineTo(Math.cos(toward + angle) * far, Math.sin(toward + angle) * far);
  }
  target.closePath();
  target.strokeStyle = '#ffffff';
  target.lineWidth = 2;
  target.stroke();
  target.fillStyle = fill;
  target.fill();
}

/** Where a tag of this width stands: below and to the right of an arrow, next to a pointer at the edge, and always whole in the view. */
export function tagPlace(
  at: { readonly x: number; readonly y: number; readonly toward?: number },
  width: number,
  view: Size,
): { readonly x: number; readonly y: number } {
  const right = at.x + GAP;
  const below = at.y + (at.toward === undefined ? 15 : -TAG_HEIGHT / 2);
  const x = right + width + RIM <= view.width ? right : Math.max(at.x - GAP - width, RIM);
  const lowest = Math.max(view.height - TAG_HEIGHT - RIM, RIM);
  // Where there is no room below an arrow, the tag is above it, so that it does not cover the tip.
  const y = at.toward === undefined && below > lowest ? at.y - TAG_HEIGHT - RIM : Math.min(Math.max(below, RIM), lowest);
  return { x, y };
}

function paintTag(
  target: CanvasRenderingContext2D,
  name: string,
  { dx, dy, width }: NonNullable<PlacedCursor['tag']>,
  { fill, text }: { readonly fill: string; readonly text: string },
): void {
  target.beginPath();
  target.roundRect(dx, dy, width, TAG_HEIGHT, 6);
  target.fillStyle = fill;
  target.fill();
  target.fillStyle = text;
  target.fillText(name, dx + 7, dy + TAG_HEIGHT / 2 + 0.5);
}
