import { type Form, shapeKind } from './shape.ts';

/** Straight steps that approximate the outline for hit tests. */
const STEPS = 64;
/** The outline of the circle of radius one. */
const CIRCLE: readonly number[] = Array.from({ length: 2 * STEPS }, (_, i) => {
  const angle = ((i >> 1) / STEPS) * Math.PI * 2;
  return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
});

const oval: Form = {
  trace(target, halfW, halfH, inset) {
    target.ellipse(0, 0, Math.max(halfW - inset, 0), Math.max(halfH - inset, 0), 0, 0, Math.PI * 2);
  },
  outline: (halfW, halfH) => CIRCLE.map((value, i) => value * (i % 2 === 0 ? halfW : halfH)),
  box({ x, y, halfW, halfH, sin, cos }, more) {
    const reachX = Math.hypot(halfW * cos, halfH * sin) + more;
    const reachY = Math.hypot(halfW * sin, halfH * cos) + more;
    return { minX: x - reachX, minY: y - reachY, maxX: x + reachX, maxY: y + reachY };
  },
};

export const ellipse = shapeKind(oval);
