import { type Form, shapeKind } from './shape.ts';

/** Straight steps that stand for the outline under the pointer. */
const STEPS = 64;

const oval: Form = {
  trace(target, halfW, halfH, inset) {
    target.ellipse(0, 0, Math.max(halfW - inset, 0), Math.max(halfH - inset, 0), 0, 0, Math.PI * 2);
  },
  outline(halfW, halfH) {
    const polygon: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      const angle = (step / STEPS) * Math.PI * 2;
      polygon.push(halfW * Math.cos(angle), halfH * Math.sin(angle));
    }
    return polygon;
  },
  box({ x, y, halfW, halfH, sin, cos }, more) {
    const reachX = Math.hypot(halfW * cos, halfH * sin) + more;
    const reachY = Math.hypot(halfW * sin, halfH * cos) + more;
    return { minX: x - reachX, minY: y - reachY, maxX: x + reachX, maxY: y + reachY };
  },
};

export const ellipse = shapeKind(oval);
