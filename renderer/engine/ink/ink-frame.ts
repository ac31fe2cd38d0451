import type { Matrix } from '../../../core/base/matrix.ts';
import type { Box, Element } from '../../../core/board/element.ts';

/**
 * The transform of a stroke that was resized, turned or mirrored. Its points are stretched from its place (`x`, `y`), so that its
 * box has the size `w`, `h`; then mirrored and turned about the middle of that box. The line keeps its width.
 */
export interface InkFrame {
  /** Stretch, more than 0. */
  readonly scaleX: number;
  readonly scaleY: number;
  /** The box of the stretched points before turning, world units, relative to the element. */
  readonly box: Box;
  /** Mirrors and turns the stretched points, world units, relative to the element. */
  readonly turn: Matrix;
}

/** Undefined for a stroke that lies as it was drawn, as nearly all do, and for one without points. */
export function inkFrame(element: Element): InkFrame | undefined {
  const w = element.get('w');
  const h = element.get('h');
  const angle = element.get('angle');
  const mirrored = element.get('mirrored');
  if (w === 0 && h === 0 && angle === 0 && !mirrored) return undefined;
  const raw = element.box;
  if (!raw) return undefined;
  const { x, y } = element;
  const scaleX = stretch(w, raw.maxX - raw.minX);
  const scaleY = stretch(h, raw.maxY - raw.minY);
  const box = {
    minX: (raw.minX - x) * scaleX,
    minY: (raw.minY - y) * scaleY,
    maxX: (raw.maxX - x) * scaleX,
    maxY: (raw.maxY - y) * scaleY,
  };
  const middleX = (box.minX + box.maxX) / 2;
  const middleY = (box.minY + box.maxY) / 2;
  const turned = (angle / 18_000) * Math.PI;
  const [cos, sin] = [Math.cos(turned), Math.sin(turned)];
  const a = mirrored ? -cos : cos;
  const b = mirrored ? -sin : sin;
  const turn = { a, b, c: -sin, d: cos, e: middleX - a * middleX + sin * middleY, f: middleY - b * middleX - cos * middleY };
  return { scaleX, scaleY, box, turn };
}

/** A box without extent cannot be stretched. */
function stretch(wanted: number, now: number): number {
  return wanted > 0 && now > 0 ? wanted / now : 1;
}
