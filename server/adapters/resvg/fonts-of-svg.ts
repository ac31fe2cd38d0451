import { holderOf } from '../../../renderer/files/fonts/characters.ts';
import { LAST_FONT, RASTER_FONTS, type RasterFont } from './raster-files.ts';

/** `<text>` as the board's SVG pictures write it: attribute values and content are escaped. */
const TEXT = /<text ([^>]*)>([^<]*)<\/text>/g;
const FIRST_FAMILY = / font-family="&quot;([^&"]*)&quot;/;
const WEIGHT = / font-weight="(\d+)"/;
const USUAL_WEIGHT = '400';

/** A file of one weight has a family of its own. */
const MEDIUM_TEXT = /(<text [^>]*font-family=")&quot;Inter Variable&quot;([^>]*) font-weight="500"/g;

/** True when a text has a character that no font of the board has. */
export function hasForeignText(svg: string): boolean {
  const holds = RASTER_FONTS.map(({ characters }) => holderOf(characters));
  const signs = new Set([...svg.matchAll(TEXT)].flatMap(([, , text = '']) => [...text]));
  return [...signs].some((sign) => !holds.some((has) => has(sign)));
}

/** The picture with the names that the files of the fonts bear. */
export function inNamedFonts(svg: string): string {
  return svg.replace(MEDIUM_TEXT, '$1&quot;Inter Medium&quot;$2');
}

/**
 * The fonts that the texts of a picture need. Only those: each takes milliseconds to unpack, and a character that the font of its text
 * lacks is drawn in whatever other font has it.
 */
export function fontsOfSvg(svg: string): readonly RasterFont[] {
  const signs = new Map<string, Set<string>>();
  for (const [, attributes = '', text = ''] of svg.matchAll(TEXT)) {
    const family = FIRST_FAMILY.exec(attributes)?.[1] ?? LAST_FONT.family;
    const font = `${family} ${WEIGHT.exec(attributes)?.[1] ?? USUAL_WEIGHT}`;
    const known = signs.get(font) ?? new Set<string>();
    for (const sign of text) known.add(sign);
    signs.set(font, known);
  }
  if (signs.size === 0) return [];
  const needed = RASTER_FONTS.filter(({ family, weight, characters }) =>
    holderOf(characters)([...(signs.get(`${family} ${weight}`) ?? [])].join('')),
  );
  return needed.includes(LAST_FONT) ? needed : [...needed, LAST_FONT];
}
