/** One font of board texts. */
export interface BoardFont {
  /** CSS families; the first is ours. */
  readonly families: string;
  /** Height of a line as a multiple of the size. */
  readonly lineHeight: number;
}

/** By the number in a text's `font`. Append-only: numbers are on the wire. The page loads the files (`renderer/bootstrap/`). */
export const FONTS: readonly BoardFont[] = [
  { families: '"Inter Variable", system-ui, sans-serif', lineHeight: 1.3 },
  { families: '"Shantell Sans", "Comic Sans MS", "Chalkboard SE", cursive', lineHeight: 1.35 },
  { families: '"JetBrains Mono", ui-monospace, monospace', lineHeight: 1.35 },
];

/** The font of a number. Unknown numbers of a later version use the first font. */
export function boardFont(font: number): BoardFont {
  return FONTS[font] ?? (FONTS[0] as BoardFont);
}

/** The CSS and canvas font of this size, pixels. */
export function cssFont(font: number, px: number): string {
  return `${px}px ${boardFont(font).families}`;
}

/** Sizes S, M, L, XL in world units (1/16 px): 16, 20, 28 and 36 px, as in Excalidraw. */
export const TEXT_SIZES = [256, 320, 448, 576] as const;
