import { getStrokeOutlinePoints, type StrokePoint } from 'perfect-freehand';

/**
 * The path of a pen, point by point: streamlined, with a pressure for every point. It does incrementally what perfect-freehand's
 * `getStrokePoints` does for a whole stroke. A long stroke therefore costs no more per frame than a short one, and a slice has
 * the same outline as the whole. Units: world pixels, pressure 0 to 1.
 */
export class StrokePath {
  readonly points: StrokePoint[] = [];
  readonly size: number;
  readonly #pressured: boolean;
  #pressure = FIRST_PRESSURE;
  #x = 0;
  #y = 0;
  #strongest = 0;

  /** `size`: width of the ink at middle pressure. Not `pressured`: pressure is simulated from the speed. */
  constructor(size: number, pressured: boolean) {
    this.size = size;
    this.#pressured = pressured;
  }

  add(x: number, y: number, pressure: number): void {
    this.#x = x;
    this.#y = y;
    this.#strongest = Math.max(this.#strongest, pressure);
    const last = this.points.at(-1);
    if (!last) {
      if (this.#pressured) this.#pressure = pressure;
      this.points.push({ point: [x, y], pressure: this.#pressure, vector: [0, 0], distance: 0, runningLength: 0 });
      return;
    }
    const [fromX, fromY] = last.point;
    // The first steps of a hand tremble, so they count only after some distance.
    if (this.points.length === 1 && Math.hypot(x - fromX, y - fromY) < this.size / 2) return;
    const next = this.#step(last, fromX + (x - fromX) * FOLLOW, fromY + (y - fromY) * FOLLOW, pressure);
    if (!next) return;
    if (this.points.length === 1) last.vector = next.vector;
    this.#pressure = next.pressure;
    this.points.push(next);
  }

  /** The pen is on its way to the next point and has come this far. The ink extends to here until the next `add`. */
  reach(x: number, y: number): void {
    if (this.points.length === 0) return;
    this.#x = x;
    this.#y = y;
  }

  /** The path from point `from` to the pen's place, ready for `outlineOf`. */
  slice(from: number, to = this.points.length): StrokePoint[] {
    const part = this.points.slice(from, to);
    const last = part.at(-1);
    if (!last || to < this.points.length) return part;
    const tip = this.#step(last, this.#x, this.#y, this.#pressure);
    if (!tip) return part;
    if (this.points.length === 1) part[0] = { ...last, vector: tip.vector };
    part.push(tip);
    return part;
  }

  /** Radius of the dot that a touch without movement leaves. */
  get dotRadius(): number {
    return this.#pressured ? radiusAt(this.size, this.#strongest) : this.size / 2;
  }

  #step(from: StrokePoint, x: number, y: number, pressure: number): StrokePoint | undefined {
    const dx = from.point[0] - x;
    const dy = from.point[1] - y;
    const distance = Math.hypot(dx, dy);
    if (distance < 1e-4) return undefined;
    return {
      point: [x, y],
      pressure: this.#pressured ? pressure : this.#madeUp(distance),
      vector: [dx / distance, dy / distance],
      distance,
      runningLength: from.runningLength + distance,
    };
  }

  /** Slow is strong, fast is light, as in perfect-freehand, but a thin pen does not always count as fast. */
  #madeUp(distance: number): number {
    const speed = Math.min(1, distance / Math.max(this.size, FAST_STEP));
    return Math.min(1, this.#pressure + (1 - speed - this.#pressure) * speed * PRESSURE_CHANGE);
  }
}

/** How far the line follows the pen with each sample: perfect-freehand's streamline 0.5. */
const FOLLOW = 0.575;
/** Strokes start slowly. A middle pressure there would make thick starts. */
const FIRST_PRESSURE = 0.3;
const PRESSURE_CHANGE = 0.275;
/** World pixels from sample to sample that count as fast for every width. */
const FAST_STEP = 16;
const THINNING = 0.5;

function radiusAt(size: number, pressure: number): number {
  return size * (0.5 - THINNING * (0.5 - pressure));
}

/** The outline of a part of a path as a polygon. */
export function outlineOf(points: StrokePoint[], size: number): [number, number][] {
  return getStrokeOutlinePoints(points, { size, thinning: THINNING, smoothing: 0.5, simulatePressure: false, last: true });
}
