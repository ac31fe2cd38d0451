import { composed, type Matrix, SAME, turnedAbout } from '../../../core/base/matrix.ts';
import { numbersIn } from './numbers.ts';

/** Average factor of the change in length. */
export function scaleOf({ a, b, c, d }: Matrix): number {
  return Math.sqrt(Math.abs(a * d - b * c));
}

/** Scale and rotation of a box, radians. Undefined for a skew, which leaves no box. A mirrored box is the same box. */
export function boxMap({ a, b, c, d }: Matrix): { readonly sx: number; readonly sy: number; readonly turn: number } | undefined {
  const [sx, sy] = [Math.hypot(a, b), Math.hypot(c, d)];
  if (sx === 0 || sy === 0) return undefined;
  const isSquare = Math.abs(a * c + b * d) < 1e-3 * sx * sy;
  return isSquare ? { sx, sy, turn: Math.atan2(b, a) } : undefined;
}

const STEP = /(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]{0,200})\)/g;
const MOST_STEPS = 20;

/** The matrix of a `transform` attribute. */
export function readTransform(text: string | undefined): Matrix {
  let matrix = SAME;
  let steps = 0;
  for (const [, name, list] of (text ?? '').slice(0, 4_000).matchAll(STEP)) {
    if (++steps > MOST_STEPS) break;
    const { numbers, isWhole } = numbersIn(list ?? '');
    if (isWhole && numbers.every(Number.isFinite)) matrix = composed(matrix, stepOf(name as string, numbers));
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
    case 'rotate':
      return turnedAbout((p * Math.PI) / 180, { x: q ?? 0, y: r ?? 0 });
    case 'skewX':
      return { ...SAME, c: Math.tan((p * Math.PI) / 180) };
    default:
      return { ...SAME, b: Math.tan((p * Math.PI) / 180) };
  }
}
