import type { Crop } from '../../files/pictures/file-picture.ts';
import { sourcePixels } from './source-pixels.ts';

/** A picture ready for sending: upright, without the camera's metadata (place, time, device), and no larger than needed. */
export interface PreparedPicture {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

/** Pixels of the longer side: more than any screen shows. */
const SIDE_MOST = 4_096;
/** Pixels of a file, more than cameras make: while it is decoded, each takes four bytes. */
const SOURCE_PIXELS = 256 * 1024 * 1024;
/** Size of a vector picture without a size of its own, pixels. */
const VECTOR_SIDE = 1_024;
const WHOLE: Crop = { left: 0, top: 0, right: 1, bottom: 1 };
const JPEG_QUALITY = 0.9;
/** Bytes from which an opaque picture is stored as a photo. */
const LARGE_PNG = 2 * 1024 * 1024;

/**
 * Draws any picture that the browser shows onto a canvas and encodes it again, so that nothing of the file itself is passed on.
 * Of an animation the first frame is kept. Rejects for other files, and for one with too many pixels.
 */
export async function preparePicture(file: Blob, crop: Crop = WHOLE): Promise<PreparedPicture> {
  const source = await decode(file);
  const part = partOf(source, crop);
  const scale = Math.min(1, SIDE_MOST / Math.max(part.width, part.height));
  const width = Math.max(1, Math.round(part.width * scale));
  const height = Math.max(1, Math.round(part.height * scale));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source.image, part.left, part.top, part.width, part.height, 0, 0, width, height);
  source.close();
  const packed = await pack(canvas, file.type === 'image/jpeg');
  return { bytes: new Uint8Array(await packed.arrayBuffer()), type: packed.type, width, height };
}

/** The visible part in pixels: at least one, and inside the picture. */
function partOf({ width, height }: Pick<Decoded, 'width' | 'height'>, crop: Crop) {
  const inside = (share: number, side: number): number => Math.min(side, Math.max(0, share * side));
  const left = Math.min(inside(crop.left, width), width - 1);
  const top = Math.min(inside(crop.top, height), height - 1);
  return {
    left,
    top,
    width: Math.max(1, inside(crop.right, width) - left),
    height: Math.max(1, inside(crop.bottom, height) - top),
  };
}

async function pack(canvas: HTMLCanvasElement, isPhoto: boolean): Promise<Blob> {
  if (isPhoto) return toBlob(canvas, 'image/jpeg');
  const png = await toBlob(canvas, 'image/png');
  if (png.size <= LARGE_PNG) return png;
  // Keeps transparency. A browser without an encoder for it returns a PNG.
  const webp = await toBlob(canvas, 'image/webp');
  return webp.size < png.size ? webp : png;
}

function toBlob(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), type, JPEG_QUALITY);
  });
}

interface Decoded {
  readonly image: CanvasImageSource;
  readonly width: number;
  readonly height: number;
  close(): void;
}

async function decode(file: Blob): Promise<Decoded> {
  if (file.type !== 'image/svg+xml') {
    const pixels = sourcePixels(new Uint8Array(await file.arrayBuffer()));
    if (!pixels || pixels > SOURCE_PIXELS) throw new Error('no picture, or too large to be decoded');
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return { image: bitmap, width: bitmap.width, height: bitmap.height, close: () => bitmap.close() };
  }
  // As an image it runs no script and loads nothing.
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const width = image.naturalWidth || VECTOR_SIDE;
    return { image, width, height: image.naturalHeight || width, close: () => undefined };
  } finally {
    URL.revokeObjectURL(url);
  }
}
