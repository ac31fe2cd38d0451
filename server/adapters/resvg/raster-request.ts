/** What the rasteriser's thread gets. */
export interface RasterRequest {
  /** Its width and height are the pixels. */
  readonly svg: string;
  /** Files of fonts for other characters than those that the fonts of the board have. */
  readonly fonts: readonly string[];
}

/** The head of a board's SVG picture. */
const HEAD = /^<svg [^>]*? width="([\d.]+)" height="([\d.]+)"/;
const SCALE_MOST = 2;

/** Undefined: the text does not begin like a board's SVG picture. */
export function rasterRequest(svg: string, sideMost: number): Pick<RasterRequest, 'svg'> | undefined {
  const [head = '', width, height] = HEAD.exec(svg.slice(0, 300)) ?? [];
  const [w, h] = [Number(width), Number(height)];
  const longest = Math.max(w, h);
  if (!(longest > 0)) return undefined;
  const scale = Math.min(SCALE_MOST, sideMost / longest);
  // A line of one pixel is left of what is much longer than high.
  const [wide, high] = [w, h].map((side) => Math.max(1, Math.round(side * scale)));
  const sized = head.replace(/ width="[\d.]+" height="[\d.]+"$/, ` width="${wide}" height="${high}"`);
  return { svg: sized + svg.slice(head.length) };
}
