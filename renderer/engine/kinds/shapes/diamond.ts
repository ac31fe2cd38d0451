import { straight } from '../sketch/sketch.ts';
import { type Form, shapeKind } from './shape.ts';

const rhombus: Form = {
  trace(target, halfW, halfH, inset) {
    // All sides have the same distance from the middle, so moving them inwards is a smaller diamond.
    const far = (halfW * halfH) / Math.hypot(halfW, halfH);
    const share = far > 0 ? Math.max(0, 1 - inset / far) : 1;
    const [w, h] = [halfW * share, halfH * share];
    target.moveTo(0, -h);
    target.lineTo(w, 0);
    target.lineTo(0, h);
    target.lineTo(-w, 0);
    target.closePath();
  },
  runs: (w, h) => [[straight(0, -h, w, 0)], [straight(w, 0, 0, h)], [straight(0, h, -w, 0)], [straight(-w, 0, 0, -h)]],
  outline: (halfW, halfH) => [0, -halfH, halfW, 0, 0, halfH, -halfW, 0],
  box({ x, y, halfW, halfH, sin, cos }, more) {
    const reachX = Math.max(Math.abs(halfW * cos), Math.abs(halfH * sin)) + more;
    const reachY = Math.max(Math.abs(halfW * sin), Math.abs(halfH * cos)) + more;
    return { minX: x - reachX, minY: y - reachY, maxX: x + reachX, maxY: y + reachY };
  },
};

export const diamond = shapeKind(rhombus);
