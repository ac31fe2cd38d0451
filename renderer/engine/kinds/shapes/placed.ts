import type { Box, Element } from '../../../../core/board/element.ts';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { type Segment, UNITS } from '../../geometry.ts';

/** The place of an element with a box, world pixels: its middle, half of its size, and its rotation about the middle. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly halfW: number;
  readonly halfH: number;
  readonly sin: number;
  readonly cos: number;
}

/** Hundredths of a degree to radians. */
const TURN = Math.PI / 18_000;

export function placedAt(element: Element): Placed {
  const halfW = element.get('w') / UNITS / 2;
  const halfH = element.get('h') / UNITS / 2;
  const angle = element.get('angle') * TURN;
  // Exact without rotation, so that boxes have no rounding errors.
  const [sin, cos] = angle === 0 ? [0, 1] : [Math.sin(angle), Math.cos(angle)];
  return { x: element.x / UNITS + halfW, y: element.y / UNITS + halfH, halfW, halfH, sin, cos };
}

/** A world point relative to the middle of the box, before its rotation. */
export function toLocal({ x, y, sin, cos }: Placed, xWorld: number, yWorld: number): readonly [number, number] {
  const dx = xWorld - x;
  const dy = yWorld - y;
  return [dx * cos + dy * sin, dy * cos - dx * sin];
}

export function toWorld({ x, y, sin, cos }: Placed, xLocal: number, yLocal: number): readonly [number, number] {
  return [x + xLocal * cos - yLocal * sin, y + xLocal * sin + yLocal * cos];
}

export function segmentToLocal(placed: Placed, by: Segment): Segment {
  const [x1, y1] = toLocal(placed, by.x1, by.y1);
  const [x2, y2] = toLocal(placed, by.x2, by.y2);
  return { x1, y1, x2, y2 };
}

/** A polygon about the middle, `[x, y, x, y, …]`, in world coordinates. */
export function polygonToWorld({ x, y, sin, cos }: Placed, local: readonly number[]): number[] {
  const world = local.slice();
  for (let i = 0; i < local.length; i += 2) {
    const xLocal = local[i] as number;
    const yLocal = local[i + 1] as number;
    world[i] = x + xLocal * cos - yLocal * sin;
    world[i + 1] = y + xLocal * sin + yLocal * cos;
  }
  return world;
}

/** The box of a turned rectangle, world pixels. */
export function turnedBox(placed: Placed, halfW: number, halfH: number, more: number): Box {
  const { x, y } = placed;
  const sin = Math.abs(placed.sin);
  const cos = Math.abs(placed.cos);
  const reachX = halfW * cos + halfH * sin + more;
  const reachY = halfW * sin + halfH * cos + more;
  return { minX: x - reachX, minY: y - reachY, maxX: x + reachX, maxY: y + reachY };
}

/** The box before its rotation, world pixels. */
export function uprightBox({ x, y, halfW, halfH }: Placed): Box {
  return { minX: x - halfW, minY: y - halfH, maxX: x + halfW, maxY: y + halfH };
}

/**
 * The place of an element with a known outline. Elements as large as their text (kinds text and note) get their size from the
 * corners of the outline: left top, right top, right bottom, left bottom.
 */
export function placedIn(element: Element, outline: readonly number[]): Placed {
  const own = placedAt(element);
  if (element.kind !== ElementKind.text && element.kind !== ElementKind.note) return own;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = outline;
  const [halfW, halfH] = [Math.hypot(x2 - x1, y2 - y1) / 2, Math.hypot(x3 - x2, y3 - y2) / 2];
  return { ...own, x: (x1 + x3) / 2, y: (y1 + y3) / 2, halfW, halfH };
}
