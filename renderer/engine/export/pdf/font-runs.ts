import type { Font } from 'fontkit';

/** Reads the files of a font that are needed for `characters`. Best file first. Empty for a font that the page does not bring along. */
export type ReadFontFiles = (families: string, weight: string, characters: ReadonlySet<string>) => Promise<readonly Uint8Array[]>;

/** A font file, by the name under which the document knows it. */
export interface NamedFont {
  readonly name: string;
  readonly font: Font;
}

/** A piece of a line that one file can set. */
export interface FontRun {
  readonly font: NamedFont;
  readonly text: string;
  /** Place of the first character in the line. */
  readonly from: number;
}

/** Joins the character before it to the one after it, or chooses its form. It needs no glyph. */
const INVISIBLE = /^(?:[\u200b-\u200f\u2060\ufeff]|[\ufe00-\ufe0f])$/u;

/** Splits a line by the files that have its characters. Undefined if no file has one of them. */
export function fontRuns(text: string, fonts: readonly NamedFont[]): readonly FontRun[] | undefined {
  const runs: FontRun[] = [];
  let from = 0;
  for (const sign of text) {
    const last = runs.at(-1);
    const font = INVISIBLE.test(sign)
      ? (last?.font ?? fonts[0])
      : [...(last ? [last.font] : []), ...fonts].find(({ font: one }) => one.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0));
    if (!font) return undefined;
    if (last?.font === font) runs[runs.length - 1] = { ...last, text: last.text + sign };
    else runs.push({ font, text: sign, from });
    from += sign.length;
  }
  return runs;
}
