import { ElementKind } from '../../../core/board/kinds.ts';
import { WIDTHS } from '../palette.ts';

/** The style choices of a person, by the names of their registers. */
export const STYLE_NAMES = [
  'color',
  'width',
  'fill',
  'hatch',
  'dash',
  'sketch',
  'opacity',
  'route',
  'headFrom',
  'headTo',
  'font',
  'size',
  'align',
] as const;
export type StyleName = (typeof STYLE_NAMES)[number];
export type Style = Readonly<Record<StyleName, number>>;

/** Which shades and widths apply: a highlighter's are brighter and wider, a note's are papers. */
export type StyleScale = 'pen' | 'highlighter' | 'note';

/** The selectable style names and their values. A missing value is unset, or differs within the selection. */
export interface StyleChoice {
  readonly names: readonly StyleName[];
  readonly values: Partial<Style>;
  readonly scale: StyleScale;
}

export const NO_CHOICE: StyleChoice = Object.freeze({ names: [], values: {}, scale: 'pen' });

const INK: readonly StyleName[] = ['color', 'width'];
const LINE: readonly StyleName[] = ['color', 'width', 'dash', 'sketch', 'opacity', 'route', 'headFrom', 'headTo'];
const TEXT: readonly StyleName[] = ['color', 'font', 'size', 'align', 'opacity'];
/** The style names of a label, in addition to those of its shape or line, whose colour it has. */
export const LABEL: readonly StyleName[] = ['font', 'size', 'align'];
const SHAPE: readonly StyleName[] = ['color', 'fill', 'hatch', 'width', 'dash', 'sketch', 'opacity'];

/** The style names of a kind. */
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

/** The steps of a scale, from the finest. Kinds without a line have a pen's steps. */
export function widthsOf(scale: StyleScale): readonly number[] {
  return scale === 'highlighter' ? WIDTHS.highlighter : WIDTHS.pen;
}

/** Converts a width from one scale to the same step of another. Other widths stay. */
export function widthIn(scale: StyleScale, width: number): number {
  const scales: readonly (readonly number[])[] = [WIDTHS.pen, WIDTHS.highlighter];
  for (const widths of scales) {
    const step = widths.indexOf(width);
    if (step >= 0) return widthsOf(scale)[step] ?? width;
  }
  return width;
}
