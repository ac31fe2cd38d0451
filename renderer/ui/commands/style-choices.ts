import { type StyleScale, widthsOf } from '../../engine/style/style.ts';

/** The next wider or thinner option; at the end of the row the same. With mixed widths it begins in the middle. */
export function nextWidth(scale: StyleScale, width: number | undefined, by: 1 | -1): number {
  const widths = widthsOf(scale);
  if (width === undefined) return widths[1] ?? 1;
  const next = by > 0 ? widths.find((candidate) => candidate > width) : widths.findLast((candidate) => candidate < width);
  return next ?? width;
}
