import monoCyrillic from '@fontsource/jetbrains-mono/files/jetbrains-mono-cyrillic-400-normal.woff2';
import monoGreek from '@fontsource/jetbrains-mono/files/jetbrains-mono-greek-400-normal.woff2';
import monoLatin from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2';
import monoLatinExt from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-ext-400-normal.woff2';
import handCyrillic from '@fontsource/shantell-sans/files/shantell-sans-cyrillic-400-normal.woff2';
import handLatin from '@fontsource/shantell-sans/files/shantell-sans-latin-400-normal.woff2';
import handLatinExt from '@fontsource/shantell-sans/files/shantell-sans-latin-ext-400-normal.woff2';
import interCyrillic from '@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2';
import interGreek from '@fontsource-variable/inter/files/inter-greek-wght-normal.woff2';
import interLatinExt from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2';
import interLatin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';
import { CYRILLIC, GREEK, LATIN, LATIN_EXT } from '../../files/fonts/characters.ts';
import { embedFonts, type FontFile } from './embed-fonts.ts';

const FILES: readonly FontFile[] = [
  { family: 'Shantell Sans', address: handLatin, characters: LATIN },
  { family: 'Shantell Sans', address: handLatinExt, characters: LATIN_EXT },
  { family: 'Shantell Sans', address: handCyrillic, characters: CYRILLIC },
  { family: 'JetBrains Mono', address: monoLatin, characters: LATIN },
  { family: 'JetBrains Mono', address: monoLatinExt, characters: LATIN_EXT },
  { family: 'JetBrains Mono', address: monoGreek, characters: GREEK },
  { family: 'JetBrains Mono', address: monoCyrillic, characters: CYRILLIC },
];

/** The interface's own font, which its style sheet names. Texts may use it too. */
const WEIGHTS = '100 900';
const INTERFACE_FILES: readonly FontFile[] = [
  { family: 'Inter Variable', address: interLatin, characters: LATIN, weights: WEIGHTS },
  { family: 'Inter Variable', address: interLatinExt, characters: LATIN_EXT, weights: WEIGHTS },
  { family: 'Inter Variable', address: interGreek, characters: GREEK, weights: WEIGHTS },
  { family: 'Inter Variable', address: interCyrillic, characters: CYRILLIC, weights: WEIGHTS },
];

/**
 * Registers the fonts of board texts besides the interface's own (`renderer/engine/text/layout/fonts.ts`). The browser loads a
 * file when the page first uses one of its characters.
 */
export function nameBoardFonts(fonts: FontFaceSet): void {
  for (const { family, address, characters } of FILES) {
    fonts.add(new FontFace(family, `url(${address})`, { unicodeRange: characters, display: 'swap' }));
  }
}

/** Embeds the fonts of its texts in an SVG picture. */
export function withBoardFonts(svg: string): Promise<string> {
  return embedFonts(svg, [...INTERFACE_FILES, ...FILES], async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`the font was not served: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  });
}
