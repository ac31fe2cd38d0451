/** The mean width of a letter, and the height of a line; shares of the letters' size. */
export const LETTER_WIDE = 0.55;
export const LINE_HIGH = 1.35;

/** The approximate size of a text that is as wide as its longest line. The board measures it exactly when it shows it. */
export function roughSize(text: string, size: number, lineHigh = LINE_HIGH): { readonly w: number; readonly h: number } {
  const lines = text.split('\n');
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  return { w: longest * (size * LETTER_WIDE), h: lines.length * (size * lineHigh) };
}
