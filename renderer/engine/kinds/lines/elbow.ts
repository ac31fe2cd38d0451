import type { Box } from '../../../../core/board/element.ts';

/** An end of a way with right angles, world pixels: its aim, and the box around its target that the way avoids. */
export interface ElbowEnd {
  readonly x: number;
  readonly y: number;
  readonly box: Box | undefined;
}

type Direction = 0 | 1 | 2 | 3;
/** East, south, west, north. */
const STEPS: readonly (readonly [number, number])[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];
const DIRECTIONS: readonly Direction[] = [0, 1, 2, 3];
const opposite = (direction: Direction): Direction => ((direction + 2) % 4) as Direction;

/** The cost of a corner, in pixels of extra way; and how much cheaper a corner is half-way between the targets. */
const CORNER = 120;
const HALF_WAY = 4;

/** The place at which a way leaves the area around a target, and its distance from the aim. */
interface Gate {
  readonly column: number;
  readonly row: number;
  readonly direction: Direction;
  readonly far: number;
}

/**
 * The corners of a way with right angles between two places. It goes around the boxes of both, with few corners, at a distance of
 * `room` pixels where there is enough space. It depends only on the targets' places, so that all clients find the same way.
 */
export function elbowWay(from: ElbowEnd, to: ElbowEnd, room: number): readonly number[] {
  const gap = gapBetween(boxOf(from), boxOf(to));
  if (gap <= 0) return straightest(from, to);
  const margin = Math.min(room, gap / 2);
  return new ElbowSearch(from, to, margin).find() ?? straightest(from, to);
}

const boxOf = ({ x, y, box }: ElbowEnd): Box => box ?? { minX: x, minY: y, maxX: x, maxY: y };

function gapBetween(a: Box, b: Box): number {
  return Math.max(b.minX - a.maxX, a.minX - b.maxX, b.minY - a.maxY, a.minY - b.maxY);
}

function grown(box: Box, by: number): Box {
  return { minX: box.minX - by, minY: box.minY - by, maxX: box.maxX + by, maxY: box.maxY + by };
}

/** The way over targets that overlap: one corner. */
function straightest(from: ElbowEnd, to: ElbowEnd): readonly number[] {
  const isWide = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y);
  const corner = isWide ? [to.x, from.y] : [from.x, to.y];
  return withoutDoubles([from.x, from.y, ...corner, to.x, to.y]);
}

/** Finds the shortest way through a grid of a few lines: the aims, the areas around both boxes, and half-way between them. */
class ElbowSearch {
  readonly #from: ElbowEnd;
  readonly #to: ElbowEnd;
  readonly #margin: number;
  readonly #xs: readonly number[];
  readonly #ys: readonly number[];
  readonly #halfX: number | undefined;
  readonly #halfY: number | undefined;
  readonly #closed: readonly Box[];

  constructor(from: ElbowEnd, to: ElbowEnd, margin: number) {
    this.#from = from;
    this.#to = to;
    this.#margin = margin;
    const [a, b] = [grown(boxOf(from), from.box ? margin : 0), grown(boxOf(to), to.box ? margin : 0)];
    this.#halfX = halfBetween(a.minX, a.maxX, b.minX, b.maxX);
    this.#halfY = halfBetween(a.minY, a.maxY, b.minY, b.maxY);
    this.#xs = lines([from.x, to.x, a.minX, a.maxX, b.minX, b.maxX, this.#halfX]);
    this.#ys = lines([from.y, to.y, a.minY, a.maxY, b.minY, b.maxY, this.#halfY]);
    this.#closed = [from.box, to.box].filter((box) => box !== undefined).map((box) => grown(box, margin));
  }

  find(): readonly number[] | undefined {
    const columns = this.#xs.length;
    const stateOf = (column: number, row: number, direction: Direction): number => 4 * (row * columns + column) + direction;
    const count = 4 * columns * this.#ys.length;
    const costs = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(count).fill(-1);
    const open = new Set<number>();
    const reach = (state: number, cost: number, from: number): void => {
      if (cost >= (costs[state] as number)) return;
      costs[state] = cost;
      before[state] = from;
      open.add(state);
    };
    for (const { column, row, direction, far } of this.#gates(this.#from, this.#to))
      reach(stateOf(column, row, direction), far, -1);
    const goals = this.#gates(this.#to, this.#from);
    let best: { readonly cost: number; readonly state: number } | undefined;
    while (open.size > 0) {
      let state = -1;
      for (const one of open) if (state < 0 || (costs[one] as number) < (costs[state] as number)) state = one;
      const cost = costs[state] as number;
      if (best && cost >= best.cost) break;
      open.delete(state);
      const direction = (state % 4) as Direction;
      const node = (state - direction) / 4;
      const [column, row] = [node % columns, Math.floor(node / columns)];
      for (const goal of goals) {
        if (goal.column !== column || goal.row !== row || goal.direction === direction) continue;
        const isStraight = goal.direction === opposite(direction);
        const whole = cost + goal.far + (isStraight ? 0 : this.#cornerCost(column, row));
        if (!best || whole < best.cost) best = { cost: whole, state };
      }
      for (const next of DIRECTIONS) {
        if (next === opposite(direction)) continue;
        const step = this.#step(column, row, next);
        if (!step) continue;
        const corner = next === direction ? 0 : this.#cornerCost(column, row);
        reach(stateOf(step.column, step.row, next), cost + corner + step.far, state);
      }
    }
    if (!best) return undefined;
    const corners: number[] = [this.#to.x, this.#to.y];
    for (let state = best.state; state >= 0; state = before[state] as number) {
      const node = Math.floor(state / 4);
      corners.unshift(this.#xs[node % columns] as number, this.#ys[Math.floor(node / columns)] as number);
    }
    return withoutDoubles([this.#from.x, this.#from.y, ...corners]);
  }

  /** The ways out of a target: straight from its aim to each side. If both ends are free, an end starts along the greater distance. */
  #gates(end: ElbowEnd, other: ElbowEnd): readonly Gate[] {
    const { x, y, box } = end;
    const gates: Gate[] = [];
    const isWide = Math.abs(other.x - x) >= Math.abs(other.y - y);
    for (const direction of DIRECTIONS) {
      if (!box && !other.box && isWide !== (direction % 2 === 0)) continue;
      const [xStep, yStep] = STEPS[direction] as readonly [number, number];
      const around = box && grown(box, this.#margin);
      const xGate = !around || xStep === 0 ? x : xStep > 0 ? around.maxX : around.minX;
      const yGate = !around || yStep === 0 ? y : yStep > 0 ? around.maxY : around.minY;
      const [column, row] = [this.#xs.indexOf(xGate), this.#ys.indexOf(yGate)];
      gates.push({ column, row, direction, far: Math.abs(xGate - x) + Math.abs(yGate - y) });
    }
    return gates;
  }

  #cornerCost(column: number, row: number): number {
    const isHalf = this.#xs[column] === this.#halfX || this.#ys[row] === this.#halfY;
    return CORNER - (isHalf ? HALF_WAY : 0);
  }

  /** The step to the next line of the grid, unless a target blocks it. */
  #step(column: number, row: number, direction: Direction): { column: number; row: number; far: number } | undefined {
    const [xStep, yStep] = STEPS[direction] as readonly [number, number];
    const next = { column: column + xStep, row: row + yStep };
    const [x1, y1] = [this.#xs[column] as number, this.#ys[row] as number];
    const [x2, y2] = [this.#xs[next.column], this.#ys[next.row]];
    if (x2 === undefined || y2 === undefined) return undefined;
    const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
    const isInside = ({ minX, minY, maxX, maxY }: Box): boolean => x > minX && x < maxX && y > minY && y < maxY;
    if (this.#closed.some(isInside)) return undefined;
    return { ...next, far: Math.abs(x2 - x1) + Math.abs(y2 - y1) };
  }
}

function halfBetween(minA: number, maxA: number, minB: number, maxB: number): number | undefined {
  if (maxA < minB) return (maxA + minB) / 2;
  return maxB < minA ? (maxB + minA) / 2 : undefined;
}

function lines(values: readonly (number | undefined)[]): readonly number[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort((a, b) => a - b);
}

/** The corners only: without repeated places and without places in the middle of a straight part. */
function withoutDoubles(points: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] as number, points[i + 1] as number];
    const [x1, y1] = kept.slice(-2);
    if (x === x1 && y === y1) continue;
    const [x0, y0] = kept.slice(-4, -2);
    const isBetween = kept.length >= 4 && ((x0 === x1 && x1 === x) || (y0 === y1 && y1 === y));
    if (isBetween) kept.length -= 2;
    kept.push(x, y);
  }
  return kept;
}
