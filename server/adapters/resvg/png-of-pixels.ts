import { crc32, deflateSync } from 'node:zlib';
import type { PixelImage } from './decode-webp.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Eight bits, red, green, blue and opacity, in one pass. */
const FORM = [8, 6, 0, 0, 0];
/** The picture is read again at once: time counts, not size. */
const FAST = { level: 1 };

/** A PNG with these pixels. */
export function pngOfPixels({ width, height, rgba }: PixelImage): Uint8Array {
  const rowBytes = width * 4;
  // Each row begins with a 0: it is stored as it is.
  const rows = Buffer.alloc(height * (rowBytes + 1));
  for (let y = 0; y < height; y++) rows.set(rgba.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  const head = Buffer.alloc(8 + FORM.length);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set(FORM, 8);
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', deflateSync(rows, FAST)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The picture with a side of at most so many pixels: each of its pixels is the mean of a square. Colours count as much as they cover. */
export function shrunk(image: PixelImage, sideMost: number): PixelImage {
  const by = Math.ceil(Math.max(image.width, image.height) / sideMost);
  if (by <= 1) return image;
  const [width, height] = [Math.ceil(image.width / by), Math.ceil(image.height / by)];
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [y * by, Math.min(image.height, (y + 1) * by)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [x * by, Math.min(image.width, (x + 1) * by)];
      let [red, green, blue, cover] = [0, 0, 0, 0];
      for (let row = top; row < bottom; row++) {
        for (let at = (row * image.width + left) * 4, end = at + (right - left) * 4; at < end; at += 4) {
          const alpha = image.rgba[at + 3] ?? 0;
          red += (image.rgba[at] ?? 0) * alpha;
          green += (image.rgba[at + 1] ?? 0) * alpha;
          blue += (image.rgba[at + 2] ?? 0) * alpha;
          cover += alpha;
        }
      }
      if (cover === 0) continue;
      const to = (y * width + x) * 4;
      rgba[to] = Math.round(red / cover);
      rgba[to + 1] = Math.round(green / cover);
      rgba[to + 2] = Math.round(blue / cover);
      rgba[to + 3] = Math.round(cover / ((right - left) * (bottom - top)));
    }
  }
  return { width, height, rgba };
}
