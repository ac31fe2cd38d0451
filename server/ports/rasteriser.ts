/** Port: makes pictures of pixels. */
export interface Rasteriser {
  /**
   * The SVG picture of a board as a PNG, twice its size, but neither side longer than `RASTER_SIDE_MOST`. `too_large`: it would take too
   * much memory or time. One picture is made at a time, the others wait.
   */
  png(svg: string): Promise<Uint8Array<ArrayBuffer> | 'too_large'>;
}

/** Pixels. A picture in memory takes four bytes for each. */
export const RASTER_SIDE_MOST = 2_048;
