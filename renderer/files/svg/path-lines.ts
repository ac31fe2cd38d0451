import { FILE_LIMITS } from '../file-limits.ts';
import type { Point } from '../gathering.ts';
import { NUMBER } from './numbers.ts';

export interface PathLine {
  readonly points: readonly Point[];
  /** True for straight parts only: its corners must stay sharp. */
  readonly isStraight: boolean;
}

const TOKEN = new RegExp(String.raw`[\s,]*(?:([MmLlHhVvCcSsQqTtAaZz])|(${NUMBER}))`, 'y');
/** Numbers per command. */
const TAKES: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };
/** Straight pieces per curve. */
const PIECES = 16;
const FAR = 1e8;

/** The lines of an SVG path, its curves as many short pieces. Stops at the first error and keeps the rest, as browsers do. */
export function pathLines(d: string): readonly PathLine[] {
  const pen = new PathPen();
  let command = '';
  let numbers: number[] = [];
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(d); token && pen.count <= FILE_LIMITS.points; token = TOKEN.exec(d)) {
    const [, letter, number] = token;
    if (letter !== undefined) {
      if (numbers.length > 0) break;
      command = letter;
      if (letter === 'z' || letter === 'Z') pen.close();
      continue;
    }
    if (number === undefined || command === '' || command === 'z' || command === 'Z') break;
    // The two flags of an arc need no separator.
    const isFlag = command.toUpperCase() === 'A' && (numbers.length === 3 || numbers.length === 4);
    if (isFlag && number.length > 1 && /^[01]/.test(number)) {
      numbers.push(Number(number.charAt(0)));
      const rest = number.slice(1);
      if (numbers.length === 4 && /^[01]/.test(rest) && rest.length > 1)
        numbers.push(Number(rest.charAt(0)), Number(rest.slice(1)));
      else numbers.push(Number(rest));
    } else numbers.push(Number(number));
    const takes = TAKES[command.toUpperCase()] as number;
    if (numbers.length < takes) continue;
    if (!numbers.every((value) => Number.isFinite(value) && Math.abs(value) < FAR)) break;
    pen.draw(command, numbers);
    numbers = [];
    // Further pairs after a move are lines.
    if (command === 'M') command = 'L';
    else if (command === 'm') command = 'l';
  }
  return pen.lines();
}

class PathPen {
  readonly #lines: PathLine[] = [];
  #points: Point[] = [];
  #isStraight = true;
  #at: Point = { x: 0, y: 0 };
  #start: Point = { x: 0, y: 0 };
  /** The control point that a smooth curve mirrors. */
  #control: { readonly point: Point; readonly of: 'C' | 'Q' } | undefined;
  count = 0;

  lines(): readonly PathLine[] {
    this.#finish();
    return this.#lines;
  }

  close(): void {
    this.#control = undefined;
    if (this.#points.length > 0) this.#to(this.#start);
    this.#finish();
    this.#at = this.#start;
  }

  draw(command: string, numbers: readonly number[]): void {
    const isRelative = command === command.toLowerCase();
    const base = isRelative ? this.#at : { x: 0, y: 0 };
    const point = (i: number): Point => ({ x: base.x + (numbers[i] as number), y: base.y + (numbers[i + 1] as number) });
    const upper = command.toUpperCase();
    const before = this.#control;
    this.#control = undefined;
    switch (upper) {
      case 'M':
        this.#finish();
        this.#at = point(0);
        this.#start = this.#at;
        return;
      case 'L':
        this.#to(point(0));
        return;
      case 'H':
        this.#to({ x: base.x + (numbers[0] as number), y: this.#at.y });
        return;
      case 'V':
        this.#to({ x: this.#at.x, y: base.y + (numbers[0] as number) });
        return;
      case 'C':
        this.#cubic(point(0), point(2), point(4));
        return;
      case 'S':
        this.#cubic(this.#mirrored(before, 'C'), point(0), point(2));
        return;
      case 'Q':
        this.#quadratic(point(0), point(2));
        return;
      case 'T':
        this.#quadratic(this.#mirrored(before, 'Q'), point(0));
        return;
      default:
        this.#arc(numbers, point(5));
    }
  }

  #mirrored(before: { readonly point: Point; readonly of: 'C' | 'Q' } | undefined, of: 'C' | 'Q'): Point {
    if (before?.of !== of) return this.#at;
    return { x: 2 * this.#at.x - before.point.x, y: 2 * this.#at.y - before.point.y };
  }

  #to(point: Point): void {
    if (this.#points.length === 0) this.#points.push(this.#at);
    this.#points.push(point);
    this.#at = point;
    this.count++;
  }

  #cubic(one: Point, two: Point, end: Point): void {
    const from = this.#at;
    this.#isStraight = false;
    for (let i = 1; i <= PIECES; i++) {
      const t = i / PIECES;
      const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
      this.#to({ x: a * from.x + b * one.x + c * two.x + d * end.x, y: a * from.y + b * one.y + c * two.y + d * end.y });
    }
    this.#control = { point: two, of: 'C' };
  }

  #quadratic(control: Point, end: Point): void {
    const from = this.#at;
    const third = (a: number, b: number): number => a + ((b - a) * 2) / 3;
    this.#cubic(
      { x: third(from.x, control.x), y: third(from.y, control.y) },
      { x: third(end.x, control.x), y: third(end.y, control.y) },
      end,
    );
    this.#control = { point: control, of: 'Q' };
  }

  /** SVG 2, appendix B.2.4: from end points to a centre. */
  #arc(numbers: readonly number[], end: Point): void {
    const [rawX = 0, rawY = 0, degrees = 0, large = 0, sweep = 0] = numbers;
    const from = this.#at;
    let [rx, ry] = [Math.abs(rawX), Math.abs(rawY)];
    if (rx === 0 || ry === 0 || (from.x === end.x && from.y === end.y)) {
      this.#to(end);
      return;
    }
    this.#isStraight = false;
    const phi = (degrees * Math.PI) / 180;
    const [sin, cos] = [Math.sin(phi), Math.cos(phi)];
    const [hx, hy] = [(from.x - end.x) / 2, (from.y - end.y) / 2];
    const [x, y] = [cos * hx + sin * hy, cos * hy - sin * hx];
    const grow = Math.sqrt(Math.max(1, (x / rx) ** 2 + (y / ry) ** 2));
    rx *= grow;
    ry *= grow;
    const under = Math.max(0, (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2);
    const factor = Math.sqrt(under / ((rx * y) ** 2 + (ry * x) ** 2)) * ((large !== 0) === (sweep !== 0) ? -1 : 1);
    const [cx, cy] = [(factor * rx * y) / ry, (-factor * ry * x) / rx];
    const [mx, my] = [cos * cx - sin * cy + (from.x + end.x) / 2, sin * cx + cos * cy + (from.y + end.y) / 2];
    const first = Math.atan2((y - cy) / ry, (x - cx) / rx);
    let way = Math.atan2((-y - cy) / ry, (-x - cx) / rx) - first;
    if (sweep === 0 && way > 0) way -= 2 * Math.PI;
    else if (sweep !== 0 && way < 0) way += 2 * Math.PI;
    for (let i = 1; i < 2 * PIECES; i++) {
      const angle = first + (way * i) / (2 * PIECES);
      const [px, py] = [rx * Math.cos(angle), ry * Math.sin(angle)];
      this.#to({ x: cos * px - sin * py + mx, y: sin * px + cos * py + my });
    }
    this.#to(end);
  }

  #finish(): void {
    if (this.#points.length > 1) this.#lines.push({ points: this.#points, isStraight: this.#isStraight });
    this.#points = [];
    this.#isStraight = true;
  }
}
