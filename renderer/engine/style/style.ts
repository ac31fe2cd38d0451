import { ElementKind } from '../../../core/board/kinds.ts';
import { WIDTHS } from '../palette.ts';

/** What a person chooses of how elements look, by the names of their registers. */
export type StyleName =
  | 'color'
  | 'width'
  | 'fill'
  | 'hatch'
  | 'dash'
  | 'opacity'
  | 'route'
  | 'headFrom'
  | 'headTo'
  | 'font'
  | 'size'
  | 'align';
export type Style = Readonly<Record<StyleName, number>>;

/** Whose shades and widths are meant: a highlighter's are brighter and wider, a note's are papers. */
export type StyleScale = 'pen' | 'highlighter' | 'note';

/** What there is to choose, and what is chosen: a value that is not there is none, or not the same for all that are selected. */
export interface StyleChoice {
  readonly names: readonly StyleName[];
  readonly values: Partial<Style>;
  readonly scale: StyleScale;
}

export const NO_CHOICE: StyleChoice = Object.freeze({ names: [], values: {}, scale: 'pen' });

const INK: readonly StyleName[] = ['color', 'width'];
const LINE: readonly StyleName[] = ['color', 'width', 'dash', 'opacity', 'route', 'headFrom', 'headTo'];
const TEXT: readonly StyleName[] = ['color', 'font', 'size', 'align', 'opacity'];
const SHAPE: readonly StyleName[] = ['color', 'fill', 'hatch', 'width', 'dash', 'opacity'];

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
    case ElementKind.text:
    case ElementKind.note:
      return TEXT;
    default:
      return [];
  }
}

export function scaleOf(kind: number): StyleScale {
  if (kind === ElementKind.note) return 'note';
  return kind === ElementKind.highlighter ? 'highlighter' : 'pen';
}

/** The steps of a scale, from the finest. What has no line has a pen's. */
export function widthsOf(scale: StyleScale): readonly number[] {
  return scale === 'highlighter' ? WIDTHS.highlighter : WIDTHS.pen;
}

/** A width of one scale in another: the same step of it. Widths that are no step are what they are. */
export function widthIn(scale: StyleScale, width: number): number {
  const scales: readonly (readonly number[])[] = [WIDTHS.pen, WIDTHS.highlighter];
  for (const widths of scales) {
    const step = widths.indexOf(width);
    if (step >= 0) return widthsOf(scale)[step] ?? width;
  }
  return width;
}
