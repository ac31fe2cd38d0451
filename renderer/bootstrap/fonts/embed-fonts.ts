import { holderOf } from '../../files/fonts/characters.ts';
import { base64Of } from '../../files/packed/base64.ts';

/** One file of a font, and its characters in the form of CSS's `unicode-range`. */
export interface FontFile {
  readonly family: string;
  readonly address: string;
  readonly characters: string;
  /** For a file with all weights: the lightest and the heaviest. */
  readonly weights?: string;
}

/** `<text>` as the board's SVG pictures write it: attribute values and content are escaped. */
const TEXT = /<text [^>]*font-family="([^"]*)"[^>]*>([^<]*)<\/text>/g;

/**
 * Embeds the fonts of its texts in an SVG picture, because other programs do not have the page's fonts. An unavailable file is
 * left out; its texts appear in the fallback font.
 */
export async function embedFonts(
  svg: string,
  files: readonly FontFile[],
  read: (address: string) => Promise<Uint8Array>,
): Promise<string> {
  const texts = Array.from(svg.matchAll(TEXT), ([, families = '', text = '']) => ({ families, text }));
  const needed = files.filter(({ family, characters }) => {
    const holds = holderOf(characters);
    return texts.some(({ families, text }) => families.includes(`&quot;${family}&quot;`) && holds(text));
  });
  const rules = await Promise.all(needed.map((file) => ruleOf(file, read).catch(() => '')));
  const sheet = rules.filter((rule) => rule !== '').join('\n');
  if (sheet === '') return svg;
  const inside = svg.indexOf('>') + 1;
  return `${svg.slice(0, inside)}\n<defs><style>\n${sheet}\n</style></defs>${svg.slice(inside)}`;
}

async function ruleOf(file: FontFile, read: (address: string) => Promise<Uint8Array>): Promise<string> {
  const bytes = await read(file.address);
  const weight = file.weights === undefined ? '' : `font-weight:${file.weights};`;
  const source = `url(data:font/woff2;base64,${base64Of(bytes)})`;
  return `@font-face{font-family:"${file.family}";${weight}src:${source};unicode-range:${file.characters}}`;
}
