import { type Matrix, transformed } from '../../core/base/matrix.ts';
import type { Box } from '../../core/board/element.ts';
import type { Point } from './view/camera.ts';

/** Stretches from a fixed point. */
export function stretchedFrom({ x, y }: Point, scaleX: number, scaleY: number): Matrix {
  return { a: scaleX, b: 0, c: 0, d: scaleY, e: x * (1 - scaleX), f: y * (1 - scaleY) };
}

/** The inverse of `matrix`, which must not flatten anything. */
export function inverse({ a, b, c, d, e, f }: Matrix): Matrix {
  const area = a * d - b * c;
  return {
    a: d / area,
    b: -b / area,
    c: -c / area,
    d: a / area,
    e: (c * f - d * e) / area,
    f: (b * e - a * f) / area,
  };
}

/** The corners of a box, clockwise from the top left. */
export function cornersOf({ minX, minY, maxX, maxY }: Box): readonly [Point, Point, Point, Point] {
  return [
    { x: minX, y: minY },
    { x: maxX, y: minY },
    { x: maxX, y: maxY },
    { x: minX, y: maxY },
  ];
}

/** The upright box around a transformed one. */
export function boxUnder(matrix: Matrix, box: Box): Box {
  const corners = cornersOf(box).map(({ x, y }) => transformed(matrix, x, y));
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  return { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
}
