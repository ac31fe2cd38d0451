import { CUSTOM_COLOR, ElementKind } from '../../core/board/kinds.ts';

export type Theme = 'light' | 'dark';

interface Ink {
  readonly name: string;
  readonly pen: Readonly<Record<Theme, string>>;
  /** Shade of the highlighter: brighter, because it is drawn with `HIGHLIGHTER_ALPHA`. */
  readonly highlighter: Readonly<Record<Theme, string>>;
  /** Fill of shapes: close to the paper, so that every pen is readable on it. */
  readonly fill: Readonly<Record<Theme, string>>;
}

/**
 * Ink by palette number. The dark theme has its own shades, chosen for contrast on dark paper: adapted, not
 * inverted. Every shade but white on light paper has at least 3:1 against the paper. White is a silver there and black a light grey on
 * dark paper, so that each person sees what another one drew, and tells black, grey and white apart.
 */
export const INKS: readonly Ink[] = [
  {
    name: 'Black',
    pen: { light: '#1d1d1f', dark: '#d0d2d7' },
    highlighter: { light: '#5c5f66', dark: '#c9cbd1' },
    fill: { light: '#e6e6ea', dark: '#34363c' },
  },
  {
    name: 'Red',
    pen: { light: '#d92c2c', dark: '#ff7b72' },
    highlighter: { light: '#ff5470', dark: '#ff6b84' },
    fill: { light: '#ffd3d0', dark: '#542a2b' },
  },
  {
    name: 'Green',
    pen: { light: '#26883b', dark: '#56c872' },
    highlighter: { light: '#35c96a', dark: '#3fd07a' },
    fill: { light: '#c9efd0', dark: '#1f4529' },
  },
  {
    name: 'Blue',
    pen: { light: '#1767b4', dark: '#6cb2ff' },
    highlighter: { light: '#3d9bff', dark: '#58a8ff' },
    fill: { light: '#cbe4ff', dark: '#1f3c5c' },
  },
  {
    name: 'Orange',
    pen: { light: '#d9620a', dark: '#ffab57' },
    highlighter: { light: '#ffbf1f', dark: '#ffc93d' },
    fill: { light: '#ffe6c2', dark: '#54391c' },
  },
  {
    name: 'Violet',
    pen: { light: '#7a3fd1', dark: '#bb97ff' },
    highlighter: { light: '#a974ff', dark: '#b488ff' },
    fill: { light: '#e4d6ff', dark: '#3c2c5e' },
  },
  {
    name: 'Grey',
    pen: { light: '#757a82', dark: '#858b95' },
    highlighter: { light: '#8d949d', dark: '#a3a9b2' },
    fill: { light: '#eef0f2', dark: '#26282c' },
  },
  {
    name: 'White',
    pen: { light: '#b4bac4', dark: '#ffffff' },
    highlighter: { light: '#aab1bd', dark: '#ffffff' },
    fill: { light: '#ffffff', dark: '#1f2024' },
  },
];

/** Opacity of the highlighter over the paper. It is drawn below the pens, so that ink stays readable. */
export const HIGHLIGHTER_ALPHA = 0.35;

interface Surface {
  readonly paper: string;
  /** Dots and lines on the paper. */
  readonly print: string;
  readonly accent: string;
  readonly marquee: string;
  readonly trail: string;
  /** The inside of a frame, its border and its title. */
  readonly sheet: string;
  readonly sheetLine: string;
  readonly sheetTitle: string;
}

/** The board and the overlay (look.md, tokens). */
export const SURFACE: Readonly<Record<Theme, Surface>> = {
  light: {
    paper: '#fbfaf7',
    print: '#e0ddd4',
    accent: '#3b5bfd',
    marquee: 'rgba(59, 91, 253, 0.08)',
    trail: 'rgba(29, 29, 31, 0.18)',
    sheet: '#ffffff',
    sheetLine: '#d5d2c9',
    sheetTitle: '#6b6a66',
  },
  dark: {
    paper: '#16171a',
    print: '#2e3136',
    accent: '#8098ff',
    marquee: 'rgba(128, 152, 255, 0.12)',
    trail: 'rgba(236, 236, 238, 0.22)',
    sheet: '#1c1e21',
    sheetLine: '#3d4047',
    sheetTitle: '#9a9ca3',
  },
};

/** The colour of an element's `color` code in a theme. Custom colours are the same in both. */
export function inkColor(code: number, kind: number, theme: Theme): string {
  if (code >= CUSTOM_COLOR) return `#${(code & 0xffffff).toString(16).padStart(6, '0')}`;
  const ink = INKS[code] ?? (INKS[0] as Ink);
  return (kind === ElementKind.highlighter ? ink.highlighter : ink.pen)[theme];
}

/** The colour of an element's `fill` code in a theme. */
export function fillColor(code: number, theme: Theme): string {
  return code >= CUSTOM_COLOR ? inkColor(code, ElementKind.rectangle, theme) : (INKS[code] ?? (INKS[0] as Ink)).fill[theme];
}

/** Sizes S, M, L, XL in world units (1/16 px): 2, 3.5, 6 and 12 px for the pen, four times that for the highlighter. */
export const WIDTHS = {
  pen: [32, 56, 96, 192],
  highlighter: [128, 224, 384, 768],
} as const satisfies Record<string, readonly number[]>;

/** People's colours by index, for cursors, name tags and avatars; `text` is readable on `fill` (at least 4.5:1). */
export const CURSOR_COLORS: readonly { readonly fill: string; readonly text: string }[] = [
  { fill: '#c92a4c', text: '#ffffff' },
  { fill: '#1f6fc4', text: '#ffffff' },
  { fill: '#217f3f', text: '#ffffff' },
  { fill: '#8a3fd1', text: '#ffffff' },
  { fill: '#b4540a', text: '#ffffff' },
  { fill: '#0b7f87', text: '#ffffff' },
  { fill: '#b02a98', text: '#ffffff' },
  { fill: '#4a55d4', text: '#ffffff' },
  { fill: '#f2b632', text: '#1d1d1f' },
  { fill: '#7cc46b', text: '#1d1d1f' },
  { fill: '#ff9aa8', text: '#1d1d1f' },
  { fill: '#6fc3e8', text: '#1d1d1f' },
];

export function cursorColor(number: number): { readonly fill: string; readonly text: string } {
  const count = CURSOR_COLORS.length;
  return CURSOR_COLORS[((Math.trunc(number) % count) + count) % count] as { fill: string; text: string };
}
