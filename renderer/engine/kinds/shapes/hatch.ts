import type { Element } from '../../../../core/board/element.ts';
import { UNITS } from '../../geometry.ts';
import type { Canvas2D } from '../kind.ts';
import { isSketched, straight, traceSketch } from '../sketch/sketch.ts';
import { boxOfPolygon, eachSide, type Polygon } from './polygon.ts';

/** Fills by the value of `hatch`. A fill of a later version is shown as solid. */
export const Hatch = { solid: 0, lines: 1, crossed: 2 } as const;

/** World pixels between two lines of a hatch, in addition to their width; and their width, as a share of the shape's line. */
const APART = 7;
const WIDTH_SHARE = 0.5;
/** The most lines of a large shape in each direction. More distance between them keeps the limit. */
const LINES_MOST = 300;

/** Shift of all lines, as a share of the distance between two: a line exactly on a side of the outline would be neither inside nor outside. */
const OFF_SIDES = 1e-6;

/** Draws the lines of a hatch into an outline about the middle, in the current transform. */
export function drawHatch(target: Canvas2D, outline: Polygon, hatch: number, element: Element): void {
  const width = element.width / UNITS;
  target.lineWidth = Math.max(width * WIDTH_SHARE, 0.75);
  target.beginPath();
  const ways = hatch === Hatch.crossed ? ([1, -1] as const) : ([1] as const);
  const lines = (): readonly Line[] => ways.flatMap((way) => hatchLines(outline, APART + width, way));
  if (isSketched(element)) {
    const key = `${hatch} ${width} ${outline.join()}`;
    traceSketch(target, element, 'hatch', { key, runs: () => lines().map((line) => [straight(...line)]), times: 1 });
  } else {
    for (const [x1, y1, x2, y2] of lines()) {
      target.moveTo(x1, y1);
      target.lineTo(x2, y2);
    }
  }
  target.stroke();
}

type Line = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Slanting lines (up to the right, or to the left) clipped to the inside of a polygon. Their position is relative to its middle, so
 * that they move with it.
 */
export function hatchLines(polygon: Polygon, apart: number, way: 1 | -1): readonly Line[] {
  const { minX, minY, maxX, maxY } = boxOfPolygon(polygon);
  const reach = (maxX - minX + (maxY - minY)) / 2;
  const step = Math.max(apart * Math.SQRT2, (2 * reach) / LINES_MOST);
  const lines: Line[] = [];
  if (!(reach > 0)) return lines;
  for (let at = (Math.ceil(-reach / step) + OFF_SIDES) * step; at < reach; at += step) {
    // On the line way * x + y = at, x alone gives the place.
    const crossings = crossingsOf(polygon, way, at).sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [x1, x2] = [crossings[i] as number, crossings[i + 1] as number];
      lines.push([x1, at - way * x1, x2, at - way * x2]);
    }
  }
  return lines;
}

function crossingsOf(polygon: Polygon, way: 1 | -1, at: number): number[] {
  const crossings: number[] = [];
  eachSide(polygon, (x1, y1, x2, y2) => {
    const [before, after] = [way * x1 + y1 - at, way * x2 + y2 - at];
    // A corner belongs to one of its two sides.
    if (before > 0 !== after > 0) crossings.push(x1 + (x2 - x1) * (before / (before - after)));
  });
  return crossings;
}
