import type { Point } from '../gathering.ts';

/** An affine map as SVG writes it: x' = a x + c y + e, y' = b x + d y + f. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export const SAME: Matrix = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

/** First `inner`, then `outer`. */
export function times(outer: Matrix, inner: Matrix): Matrix {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

export function mapped(matrix: Matrix, x: number, y: number): Point {
  return { x: matrix.a * x + matrix.c * y + matrix.e, y: matrix.b * x + matrix.d * y + matrix.f };
}

/** How much longer lines become, in the middle. */
export function scaleOf({ a, b, c, d }: Matrix): number {
  return Math.sqrt(Math.abs(a * d - b * c));
}

/** How a box is scaled and turned, radians; undefined where it is skewed, and so no box afterwards. A mirrored box is the same box. */
export function boxMap({ a, b, c, d }: Matrix): { readonly sx: number; readonly sy: number; readonly turn: number } | undefined {
  const [sx, sy] = [Math.hypot(a, b), Math.hypot(c, d)];
  if (sx === 0 || sy === 0) return undefined;
  const isSquare = Math.abs(a * c + b * d) < 1e-3 * sx * sy;
  return isSquare ? { sx, sy, turn: Math.atan2(b, a) } : undefined;
}

const STEP = /(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]{0,200})\)/g;
const MOST_STEPS = 20;

/** The map of a `transform` attribute. */
export function readTransform(text: string | undefined): Matrix {
  let matrix = SAME;
  let steps = 0;
  for (const [, name, list] of (text ?? '').slice(0, 4_000).matchAll(STEP)) {
    if (++steps > MOST_STEPS) break;
    const numbers = (list ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number);
    if (numbers.every(Number.isFinite)) matrix = times(matrix, stepOf(name as string, numbers));
  }
  return Object.values(matrix).every((value) => Number.isFinite(value) && Math.abs(value as number) < 1e9) ? matrix : SAME;
}

function stepOf(name: string, numbers: readonly number[]): Matrix {
  const [p = 0, q, r, s = 1, t = 0, u = 0] = numbers;
  switch (name) {
    case 'matrix':
      return { a: p, b: q ?? 0, c: r ?? 0, d: s, e: t, f: u };
    case 'translate':
      return { ...SAME, e: p, f: q ?? 0 };
    case 'scale':
      return { ...SAME, a: p, d: q ?? p };
    case 'rotate': {
      const angle = (p * Math.PI) / 180;
      const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
      const [x, y] = [q ?? 0, r ?? 0];
      return { a: cos, b: sin, c: -sin, d: cos, e: x - x * cos + y * sin, f: y - x * sin - y * cos };
    }
    case 'skewX':
      return { ...SAME, c: Math.tan((p * Math.PI) / 180) };
    default:
      return { ...SAME, b: Math.tan((p * Math.PI) / 180) };
  }
}
