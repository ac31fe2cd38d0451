import { WIDTHS } from '../../engine/palette.ts';
import type { StyleScale } from '../../engine/style/style.ts';

/** The next wider or thinner choice; at the end of the row the same. Where widths differ, it begins in the middle of the row. */
export function nextWidth(scale: StyleScale, width: number | undefined, by: 1 | -1): number {
  const widths: readonly number[] = WIDTHS[scale];
  if (width === undefined) return WIDTHS[scale][1];
  const next = by > 0 ? widths.find((candidate) => candidate > width) : widths.findLast((candidate) => candidate < width);
  return next ?? width;
}
