import { inflateSync } from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha. */
  at(x: number, y: number): readonly number[];
}

const SIGNATURE = '89504e470d0a1a0a';
const DEPTH_8_RGBA = '0806000000';

/** Width and height. */
export function pngSize(bytes: Uint8Array): readonly [number, number] {
  const { buffer, byteOffset } = bytes;
  const view = new DataView(buffer, byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

/** The pixels of a PNG with eight bits for each of red, green, blue and alpha, not interlaced. */
export function pngPixels(bytes: Uint8Array): Pixels {
  const png = Buffer.from(bytes);
  if (png.toString('hex', 0, 8) !== SIGNATURE || png.toString('hex', 24, 29) !== DEPTH_8_RGBA)
    throw new Error('another kind of file');
  const [width, height] = pngSize(bytes);
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const rows = inflateSync(Buffer.concat(packed));
  const stride = width * 4;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const left = x < 4 ? 0 : (pixels[y * stride + x - 4] ?? 0);
      const up = y === 0 ? 0 : (pixels[(y - 1) * stride + x] ?? 0);
      const corner = x < 4 || y === 0 ? 0 : (pixels[(y - 1) * stride + x - 4] ?? 0);
      pixels[y * stride + x] = (rows[y * (stride + 1) + 1 + x] ?? 0) + guess(filter, left, up, corner);
    }
  }
  return { width, height, at: (x, y) => [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)] };
}

/** By the row's filter: nothing, left, up, their mean, or the nearest to a slope (Paeth). A byte drops what is above 255. */
function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 4) return nearest(left, up, corner);
  if (filter === 3) return (left + up) >> 1;
  return filter === 0 ? 0 : filter === 1 ? left : up;
}

function nearest(left: number, up: number, corner: number): number {
  const slope = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((one) => Math.abs(slope - one)) as [number, number, number];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
