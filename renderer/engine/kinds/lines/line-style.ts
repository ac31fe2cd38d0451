import type { Element } from '../../../../core/board/element.ts';
import { UNITS } from '../../geometry.ts';
import { LINE_LEAST } from '../ink/ink.ts';
import type { Canvas2D } from '../kind.ts';

/** Lengths of dash and gap, as shares of the line's width plus world pixels. Round ends lengthen dashes and shorten gaps. */
const DASHES: readonly (readonly { readonly share: number; readonly more: number }[])[] = [
  [],
  [
    { share: 2, more: 4 },
    { share: 2.5, more: 3 },
  ],
  [
    { share: 0, more: 0.01 },
    { share: 2, more: 2 },
  ],
];

/** Sets width, dashes, ends and joins of an element's line. The transform has `scale` device pixels per world pixel. */
export function setLine(target: Canvas2D, element: Element, scale: number): void {
  const width = Math.max(element.width / UNITS, LINE_LEAST / scale);
  target.lineWidth = width;
  target.lineCap = 'round';
  target.lineJoin = 'round';
  target.setLineDash((DASHES[element.get('dash')] ?? []).map(({ share, more }) => share * width + more));
}

/** Other kinds draw their lines without dashes. */
export function resetLine(target: Canvas2D): void {
  target.setLineDash([]);
  target.globalAlpha = 1;
}
