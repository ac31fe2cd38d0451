import { ElementKind } from '../../../core/board/kinds.ts';
import { WIDTHS } from '../palette.ts';

/** What a person chooses of how elements look, by the names of their registers. */
export type StyleName = 'color' | 'width' | 'fill' | 'dash' | 'opacity' | 'headFrom' | 'headTo';
export type Style = Readonly<Record<StyleName, number>>;

/** Whose shades and widths are meant: a highlighter's are brighter and wider. */
export type StyleScale = 'pen' | 'highlighter';

/** What there is to choose, and what is chosen: a value that is not there is none, or not the same for all that are selected. */
export interface StyleChoice {
  readonly names: readonly StyleName[];
  readonly values: Partial<Style>;
  readonly scale: StyleScale;
}

export const NO_CHOICE: StyleChoice = Object.freeze({ names: [], values: {}, scale: 'pen' });

const INK: readonly StyleName[] = ['color', 'width'];
const LINE: readonly StyleName[] = ['color', 'width', 'dash', 'opacity', 'headFrom', 'headTo'];
const SHAPE: readonly StyleName[] = ['color', 'fill', 'width', 'dash', 'opacity'];

/** What there is to choose of a kind. */
export function styleNames(kind: number): readonly StyleName[] {
  switch (kind) {
    case ElementKind.pen:
    case ElementKind.highlighter:
      return INK;
    case ElementKind.line:
    case ElementKind.arrow:
      return LINE;
    case ElementKind.rectangle:
    case ElementKind.ellipse:
    case ElementKind.diamond:
      return SHAPE;
    default:
      return [];
  }
}

export function scaleOf(kind: number): StyleScale {
  return kind === ElementKind.highlighter ? 'highlighter' : 'pen';
}

/** A width of one scale in another: the same step of it. Widths that are no step are what they are. */
export function widthIn(scale: StyleScale, width: number): number {
  const scales: readonly (readonly number[])[] = [WIDTHS.pen, WIDTHS.highlighter];
  for (const widths of scales) {
    const step = widths.indexOf(width);
    if (step >= 0) return WIDTHS[scale][step] ?? width;
  }
  return width;
}
