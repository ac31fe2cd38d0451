import { measureText } from '../measure-text.ts';
import { canvasOf, newCanvas } from '../new-canvas.ts';
import type { SetLine } from '../recording-canvas.ts';
import type { PageMeans, TextPicture } from './page-writer.ts';
import type { Pixels } from './pixel-image.ts';

/** Larger pictures become JPEGs if nothing shows through them. */
const PIXELS_MOST = 500_000;
const JPEG_QUALITY = 0.92;
/** Pixels of a painted line per world pixel, and the most of them. */
const SHARPNESS = 4;
const PAINTED_MOST = 8_192;

/** The browser's part in the making of a PDF. */
export const browserMeans: PageMeans = { measure: measureText, encode, paintText };

function encode(image: CanvasImageSource): Pixels | string {
  const { canvas, context } = canvasOf(image);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  if (pixels.data.length < 4 * PIXELS_MOST || !isOpaque(pixels)) return pixels;
  return canvas.toDataURL('image/jpeg', JPEG_QUALITY);
}

function isOpaque({ data }: Pixels): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
}

function paintText({ text, font, color, align, isRtl }: SetLine): TextPicture | undefined {
  const { width, actualBoundingBoxLeft, actualBoundingBoxRight, fontBoundingBoxAscent, fontBoundingBoxDescent } = measureText(
    font,
    text,
  );
  const before = Math.max(0, actualBoundingBoxLeft) + 2;
  const w = before + Math.max(width, actualBoundingBoxRight) + 2;
  const above = fontBoundingBoxAscent + 2;
  const h = above + fontBoundingBoxDescent + 2;
  if (!(w > 4 && h > 4)) return undefined;
  const scale = Math.min(SHARPNESS, PAINTED_MOST / Math.max(w, h));
  const { canvas, context } = newCanvas(Math.ceil(w * scale), Math.ceil(h * scale));
  context.scale(scale, scale);
  context.font = font;
  context.fillStyle = color;
  context.textAlign = align;
  context.direction = isRtl ? 'rtl' : 'ltr';
  context.fillText(text, before, above);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  return { pixels, left: before, above, w: canvas.width / scale, h: canvas.height / scale };
}
