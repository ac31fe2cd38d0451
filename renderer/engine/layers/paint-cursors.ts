import type { Camera, Size } from '../camera.ts';
import { screenAt } from '../camera.ts';
import { cursorColor } from '../palette.ts';
import { clampToView, type ShownCursor } from './remote-cursors.ts';

const FONT = '500 12px "Inter Variable", Inter, system-ui, sans-serif';
const TAG_HEIGHT = 20;
const EDGE_MARGIN = 14;
/** The arrow, its tip at 0, 0, in CSS pixels. */
const ARROW: readonly (readonly [number, number])[] = [
  [0, 0],
  [4.6, 16],
  [8.1, 9.4],
  [15.2, 7],
];

/** Draws other people's cursors over the view. `target` must be in CSS pixels. */
export function paintCursors(target: CanvasRenderingContext2D, cursors: Iterable<ShownCursor>, camera: Camera, view: Size): void {
  target.font = FONT;
  target.textBaseline = 'middle';
  target.lineJoin = 'round';
  for (const cursor of cursors) {
    if (cursor.alpha <= 0) continue;
    const at = clampToView(screenAt(camera, cursor), view.width, view.height, EDGE_MARGIN);
    target.globalAlpha = cursor.alpha;
    const { fill, text } = cursorColor(cursor.color);
    if (at.toward === undefined) paintArrow(target, at.x, at.y, fill);
    else paintPointer(target, at.x, at.y, at.toward, fill);
    if (cursor.name !== '') paintTag(target, cursor.name, at, view, { fill, text });
  }
  target.globalAlpha = 1;
}

function paintArrow(target: CanvasRenderingContext2D, x: number, y: number, fill: string): void {
  target.beginPath();
  for (const [dx, dy] of ARROW) target.lineTo(x + dx, y + dy);
  target.closePath();
  target.strokeStyle = '#ffffff';
  target.lineWidth = 3;
  target.stroke();
  target.fillStyle = fill;
  target.fill();
}

/** A small triangle at the edge that points to the cursor's place. */
function paintPointer(target: CanvasRenderingContext2D, x: number, y: number, toward: number, fill: string): void {
  target.beginPath();
  for (const [angle, far] of [
    [0, 9],
    [2.4, 7],
    [-2.4, 7],
  ] as const) {
    target.lineTo(x + Math.cos(toward + angle) * far, y + Math.sin(toward + angle) * far);
  }
  target.closePath();
  target.strokeStyle = '#ffffff';
  target.lineWidth = 2;
  target.stroke();
  target.fillStyle = fill;
  target.fill();
}

function paintTag(
  target: CanvasRenderingContext2D,
  name: string,
  at: { readonly x: number; readonly y: number; readonly toward?: number },
  view: Size,
  colors: { readonly fill: string; readonly text: string },
): void {
  const width = Math.ceil(target.measureText(name).width) + 14;
  // At the edge the tag stays inside the view; next to an arrow it is below and to the right.
  const gap = at.toward === undefined ? 12 : 10;
  let x = at.x + gap;
  let y = at.y + (at.toward === undefined ? 15 : -TAG_HEIGHT / 2);
  if (at.toward !== undefined) {
    if (x + width > view.width) x = at.x - gap - width;
    y = Math.min(Math.max(y, 4), view.height - TAG_HEIGHT - 4);
  }
  target.beginPath();
  target.roundRect(x, y, width, TAG_HEIGHT, 6);
  target.fillStyle = colors.fill;
  target.fill();
  target.fillStyle = colors.text;
  target.fillText(name, x + 7, y + TAG_HEIGHT / 2 + 0.5);
}
