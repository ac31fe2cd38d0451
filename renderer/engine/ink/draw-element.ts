import { type Element, ElementKind } from '../../../core/board/element.ts';
import { newTail, readPoints } from '../../../core/board/points-codec.ts';
import { HIGHLIGHTER_ALPHA, inkColor, type Theme } from '../palette.ts';
import { UNITS } from '../scene.ts';
import type { InkCache } from './ink-cache.ts';

export type Canvas2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Where on a canvas the world lies: device = world * scale - origin. */
export interface Placement {
  readonly scale: number;
  readonly originX: number;
  readonly originY: number;
}

export interface DrawLook {
  readonly theme: Theme;
  readonly ink: InkCache;
  /** Draw it elsewhere than where the board has it, world units: while it is dragged. */
  readonly offsetX?: number;
  readonly offsetY?: number;
  /** Draw it in this colour and strength instead of its own: to veil it. */
  readonly veil?: { readonly color: string; readonly alpha: number };
}

/** Ink thinner than this on the device is drawn as a line: nobody can see the outline, and it costs a tenth. */
const LINE_BELOW = 1.5;
/** Device pixels: the thinnest line, so that ink does not vanish far out; and the steps that a thin line may skip. */
const LINE_LEAST = 0.7;
const LINE_STEP = 0.7;

/** Draws one element. Leaves the transform as it used it; callers set their own before drawing anything else. */
export function drawElement(target: Canvas2D, element: Element, place: Placement, look: DrawLook): void {
  const isHighlighter = element.kind === ElementKind.highlighter;
  const color = look.veil?.color ?? inkColor(element.color, element.kind, look.theme);
  const alpha = look.veil?.alpha ?? (isHighlighter ? HIGHLIGHTER_ALPHA : 1);
  const xDevice = ((element.x + (look.offsetX ?? 0)) / UNITS) * place.scale - place.originX;
  const yDevice = ((element.y + (look.offsetY ?? 0)) / UNITS) * place.scale - place.originY;
  const width = element.width / UNITS;
  target.globalAlpha = alpha;
  target.lineCap = 'round';
  target.lineJoin = 'round';
  if (width * place.scale < LINE_BELOW) {
    target.setTransform(1, 0, 0, 1, xDevice, yDevice);
    target.strokeStyle = color;
    target.lineWidth = Math.max(width * place.scale, LINE_LEAST);
    target.beginPath();
    traceLine(target, element, place.scale / UNITS);
    target.stroke();
  } else {
    const path = look.ink.path(element);
    target.setTransform(place.scale, 0, 0, place.scale, xDevice, yDevice);
    if (isHighlighter) {
      target.strokeStyle = color;
      target.lineWidth = width;
      target.stroke(path);
    } else {
      target.fillStyle = color;
      target.fill(path);
    }
  }
  target.globalAlpha = 1;
}

/** The stroke's middle line in device pixels, without the points that nobody could tell apart. */
function traceLine(target: Canvas2D, element: Element, devicePerUnit: number): void {
  let lastX = Number.NaN;
  let lastY = 0;
  let x = 0;
  let y = 0;
  readPoints(newTail(), element.points, element.pressured, (xUnits, yUnits) => {
    x = xUnits * devicePerUnit;
    y = yUnits * devicePerUnit;
    if (Math.abs(x - lastX) < LINE_STEP && Math.abs(y - lastY) < LINE_STEP) return;
    if (Number.isNaN(lastX)) target.moveTo(x, y);
    else target.lineTo(x, y);
    lastX = x;
    lastY = y;
  });
  // A line of no length is not drawn, a very short one with round ends is a dot.
  target.lineTo(x + 0.01, y);
}
