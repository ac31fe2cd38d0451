import type { Piece, Run } from '../sketch/sketch.ts';
import { type Form, shapeKind } from './shape.ts';

/** Straight steps that approximate the outline for hit tests. */
const STEPS = 64;
/** The outline of the circle of radius one. */
const CIRCLE: readonly number[] = Array.from({ length: 2 * STEPS }, (_, i) => {
  const angle = ((i >> 1) / STEPS) * Math.PI * 2;
  return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
});

/** Arcs of the circle of radius one, as a hand draws it: it begins at the upper left and ends a little beyond its beginning. */
const ARC_COUNT = 8;
const ARC_START = -Math.PI * 0.7;
const ARC_TURN = (2 * Math.PI + 0.2) / ARC_COUNT;
const ARCS: Run = Array.from({ length: ARC_COUNT }, (_, i) => {
  const [from, to] = [ARC_START + i * ARC_TURN, ARC_START + (i + 1) * ARC_TURN];
  const lean = (4 / 3) * Math.tan(ARC_TURN / 4);
  const [x1, y1, x2, y2] = [Math.cos(from), Math.sin(from), Math.cos(to), Math.sin(to)];
  return [x1, y1, x1 - lean * y1, y1 + lean * x1, x2 + lean * y2, y2 - lean * x2, x2, y2];
});

function scaled([x1, y1, ax, ay, bx, by, x2, y2]: Piece, w: number, h: number): Piece {
  return [x1 * w, y1 * h, ax * w, ay * h, bx * w, by * h, x2 * w, y2 * h];
}

const oval: Form = {
  trace(target, halfW, halfH, inset) {
    target.ellipse(0, 0, Math.max(halfW - inset, 0), Math.max(halfH - inset, 0), 0, 0, Math.PI * 2);
  },
  runs: (halfW, halfH) => [ARCS.map((piece) => scaled(piece, halfW, halfH))],
  outline: (halfW, halfH) => CIRCLE.map((value, i) => value * (i % 2 === 0 ? halfW : halfH)),
  box({ x, y, halfW, halfH, sin, cos }, more) {
    const reachX = Math.hypot(halfW * cos, halfH * sin) + more;
    const reachY = Math.hypot(halfW * sin, halfH * cos) + more;
    return { minX: x - reachX, minY: y - reachY, maxX: x + reachX, maxY: y + reachY };
  },
};

export const ellipse = shapeKind(oval);
