import { bent, straight } from '../sketch/sketch.ts';
import { turnedBox } from './placed.ts';
import { type Form, shapeKind } from './shape.ts';

/** Radius of the corners: this share of the shorter half, limited in world pixels. */
const CORNER_SHARE = 0.4;
const CORNER_MOST = 16;
/** Straight steps that approximate a round corner for hit tests. */
const CORNER_STEPS = 4;

const cornerOf = (halfW: number, halfH: number): number => Math.min(CORNER_SHARE * Math.min(halfW, halfH), CORNER_MOST);

const rounded: Form = {
  trace(target, halfW, halfH, inset) {
    const w = Math.max(halfW - inset, 0);
    const h = Math.max(halfH - inset, 0);
    target.roundRect(-w, -h, 2 * w, 2 * h, Math.max(cornerOf(halfW, halfH) - inset, 0));
  },
  runs(w, h) {
    const r = cornerOf(w, h);
    const [x, y] = [w - r, h - r];
    return [
      [
        straight(-x, -h, x, -h),
        bent(x, -h, w, -h, w, -y),
        straight(w, -y, w, y),
        bent(w, y, w, h, x, h),
        straight(x, h, -x, h),
        bent(-x, h, -w, h, -w, y),
        straight(-w, y, -w, -y),
        bent(-w, -y, -w, -h, -x, -h),
      ],
    ];
  },
  outline(halfW, halfH) {
    const radius = cornerOf(halfW, halfH);
    const polygon: number[] = [];
    for (const [right, down, from] of [
      [1, 1, 0],
      [-1, 1, 1],
      [-1, -1, 2],
      [1, -1, 3],
    ] as const) {
      for (let step = 0; step <= CORNER_STEPS; step++) {
        const angle = ((from + step / CORNER_STEPS) * Math.PI) / 2;
        polygon.push(right * (halfW - radius) + radius * Math.cos(angle), down * (halfH - radius) + radius * Math.sin(angle));
      }
    }
    return polygon;
  },
  box(placed, more) {
    // A rectangle with round corners is a smaller one, outlined by a round brush.
    const radius = cornerOf(placed.halfW, placed.halfH);
    return turnedBox(placed, placed.halfW - radius, placed.halfH - radius, radius + more);
  },
};

export const rectangle = shapeKind(rounded);
