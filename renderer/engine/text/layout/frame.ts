import type { Box, Element } from '../../../../core/board/element.ts';
import { type Segment, stepMeetsBox, UNITS } from '../../geometry.ts';

/** A rectangle turned about its middle. World pixels; the angle in radians, clockwise. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly angle: number;
}

/** The frame of an element at its place, with a size in world pixels. */
export function frameOf(element: Element, w: number, h: number): Frame {
  return { x: element.x / UNITS, y: element.y / UNITS, w, h, angle: (element.get('angle') / 18_000) * Math.PI };
}

/** The frame of an element with its own size. */
export function boxFrame(element: Element): Frame {
  return frameOf(element, element.get('w') / UNITS, element.get('h') / UNITS);
}

/** The box of a frame before it is turned, world units. */
export function unturnedBox({ x, y, w, h }: Frame): Box {
  return { minX: x * UNITS, minY: y * UNITS, maxX: (x + w) * UNITS, maxY: (y + h) * UNITS };
}

/** The smallest box around a turned frame. */
export function boxAround({ x, y, w, h, angle }: Frame, margin: number): Box {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const across = (w * cos + h * sin) / 2 + margin;
  const down = (w * sin + h * cos) / 2 + margin;
  const [middleX, middleY] = [x + w / 2, y + h / 2];
  return { minX: middleX - across, minY: middleY - down, maxX: middleX + across, maxY: middleY + down };
}

/** A point in the frame's coordinates before turning. */
export function unturned(frame: Frame, x: number, y: number): { readonly x: number; readonly y: number } {
  if (frame.angle === 0) return { x, y };
  const [middleX, middleY] = [frame.x + frame.w / 2, frame.y + frame.h / 2];
  const [cos, sin] = [Math.cos(frame.angle), Math.sin(frame.angle)];
  const [dx, dy] = [x - middleX, y - middleY];
  return { x: middleX + dx * cos + dy * sin, y: middleY - dx * sin + dy * cos };
}

/** True when a movement comes within `margin` of a frame. */
export function frameIsHit(frame: Frame, by: Segment, margin: number): boolean {
  const from = unturned(frame, by.x1, by.y1);
  const to = unturned(frame, by.x2, by.y2);
  return stepMeetsBox(from.x, from.y, to.x, to.y, {
    minX: frame.x - margin,
    minY: frame.y - margin,
    maxX: frame.x + frame.w + margin,
    maxY: frame.y + frame.h + margin,
  });
}

/** True when a part of a frame lies in a box: the box contains its middle, their sides cross, or the frame contains the box. */
export function frameMeets(frame: Frame, box: Box): boolean {
  const corners = [
    [box.minX, box.minY],
    [box.maxX, box.minY],
    [box.maxX, box.maxY],
    [box.minX, box.maxY],
  ] as const;
  const [middleX, middleY] = [frame.x + frame.w / 2, frame.y + frame.h / 2];
  if (middleX >= box.minX && middleX <= box.maxX && middleY >= box.minY && middleY <= box.maxY) return true;
  return corners.some(([x1, y1], index) => {
    const [x2, y2] = corners[(index + 1) % 4] as (typeof corners)[number];
    return frameIsHit(frame, { x1, y1, x2, y2 }, 0);
  });
}

/** The corners of a turned frame, `[x, y, …]` clockwise from the original top left. */
export function frameCorners({ x, y, w, h, angle }: Frame): number[] {
  const [middleX, middleY] = [x + w / 2, y + h / 2];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corners: number[] = [];
  for (const [across, down] of [
    [-w / 2, -h / 2],
    [w / 2, -h / 2],
    [w / 2, h / 2],
    [-w / 2, h / 2],
  ] as const) {
    corners.push(middleX + across * cos - down * sin, middleY + across * sin + down * cos);
  }
  return corners;
}
