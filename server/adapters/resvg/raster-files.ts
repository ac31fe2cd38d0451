import { CYRILLIC, GREEK, LATIN, LATIN_EXT } from '../../../renderer/files/fonts/characters.ts';

/** One file of a font of board texts. */
export interface RasterFont {
  /** As texts of a board's SVG picture name it first. */
  readonly family: string;
  readonly weight: string;
  /** Of its package. */
  readonly file: string;
  readonly characters: string;
}

const USUAL = '400';
/** The weight of titles of frames. */
const MEDIUM = '500';

const inter = (part: string, weight: string, characters: string): RasterFont => ({
  family: 'Inter Variable',
  weight,
  file: `@fontsource/inter/files/inter-${part}-${weight}-normal.woff`,
  characters,
});
const hand = (part: string, characters: string): RasterFont => ({
  family: 'Shantell Sans',
  weight: USUAL,
  file: `@fontsource/shantell-sans/files/shantell-sans-${part}-400-normal.woff`,
  characters,
});
const mono = (part: string, characters: string): RasterFont => ({
  family: 'JetBrains Mono',
  weight: USUAL,
  file: `@fontsource/jetbrains-mono/files/jetbrains-mono-${part}-400-normal.woff`,
  characters,
});

/** Stands in for characters that no other font of a text has. */
export const LAST_FONT = inter('latin', USUAL, LATIN);

/** The fonts of board texts, as the page has them (`renderer/engine/text/layout/fonts.ts`). The rasteriser reads no WOFF2. */
export const RASTER_FONTS: readonly RasterFont[] = [
  LAST_FONT,
  inter('latin-ext', USUAL, LATIN_EXT),
  inter('greek', USUAL, GREEK),
  inter('cyrillic', USUAL, CYRILLIC),
  inter('latin', MEDIUM, LATIN),
  inter('latin-ext', MEDIUM, LATIN_EXT),
  inter('greek', MEDIUM, GREEK),
  inter('cyrillic', MEDIUM, CYRILLIC),
  hand('latin', LATIN),
  hand('latin-ext', LATIN_EXT),
  hand('cyrillic', CYRILLIC),
  mono('latin', LATIN),
  mono('latin-ext', LATIN_EXT),
  mono('greek', GREEK),
  mono('cyrillic', CYRILLIC),
];

/** libwebp as WebAssembly. Of its package only this file is used. */
export const WEBP_PROGRAM = '@cwasm/webp/webp.wasm';

export const RASTER_PROGRAM = '@resvg/resvg-wasm/index_bg.wasm';

/** What the rasteriser reads besides its own code. The build copies it into `RASTER_FOLDER` next to the bundle. */
export const RASTER_FILES: readonly string[] = [RASTER_PROGRAM, WEBP_PROGRAM, ...RASTER_FONTS.map(({ file }) => file)];
export const RASTER_FOLDER = 'rasteriser';
