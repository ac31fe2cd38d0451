import { RASTER_SIDE_MOST } from '../../ports/rasteriser.ts';
import type { DecodeWebp } from './decode-webp.ts';
import { pngOfPixels, shrunk } from './png-of-pixels.ts';

/** A picture as the board's SVG pictures hold it. */
const WEBP = /"data:image\/webp;base64,([A-Za-z0-9+/=]*)"/g;
/** Bounds for all pictures of one board. */
export interface WebpBounds {
  /** Decoded pixels. The one that exceeds them is the last. */
  readonly pixels: number;
  /** Bytes of the PNGs. */
  readonly bytes: number;
  /** Milliseconds after which no further one is decoded: the whole picture has its own limit. */
  readonly ms: number;
}

const BOUNDS: WebpBounds = { pixels: 64 * 1024 * 1024, bytes: 48 * 1024 * 1024, ms: 6_000 };
/** The grey box of a board's picture that is not here. */
const GREY = Uint8Array.of(0xe0, 0xdd, 0xd4, 0xff);
const MISSING = addressOf(pngOfPixels({ width: 1, height: 1, rgba: GREY }));

export interface WebpMeans {
  readonly decode: DecodeWebp;
  readonly mono: () => number;
}

export function hasWebp(svg: string): boolean {
  return svg.search(WEBP) >= 0;
}

/**
 * The picture with PNG in the place of WebP, which resvg does not read. A grey box stands for one that cannot be decoded, or that is one
 * too many or comes too late. None is larger than the whole picture becomes.
 */
export function webpAsPng(svg: string, { decode, mono }: WebpMeans, { pixels, bytes, ms }: WebpBounds = BOUNDS): string {
  const until = mono() + ms;
  let pixelsLeft = pixels;
  let bytesLeft = bytes;
  const made = new Map<string, string>();
  const make = (base64: string): string => {
    const image = pixelsLeft > 0 && mono() <= until ? decode(Buffer.from(base64, 'base64')) : undefined;
    if (image === undefined) return MISSING;
    pixelsLeft -= image.width * image.height;
    const png = pngOfPixels(shrunk(image, RASTER_SIDE_MOST));
    if (png.length > bytesLeft) return MISSING;
    bytesLeft -= png.length;
    return addressOf(png);
  };
  return svg.replace(WEBP, (_, base64: string) => {
    const address = made.get(base64) ?? make(base64);
    made.set(base64, address);
    return `"${address}"`;
  });
}

function addressOf(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png.buffer, png.byteOffset, png.length).toString('base64')}`;
}
