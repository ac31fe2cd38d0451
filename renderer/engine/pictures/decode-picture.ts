import { LIMITS } from '../../../core/contract/limits.ts';
import { picturePixels } from '../../../core/room/picture-header.ts';

/**
 * Decodes a picture, made smaller if it has more than `most` pixels, though not below it. Rejects for what is no picture, or too large
 * to be decoded at all: its bytes may be few.
 */
export async function decodePicture(bytes: Uint8Array, type: string, most: number): Promise<ImageBitmap> {
  const pixels = picturePixels(bytes);
  if (!pixels || pixels > LIMITS.picturePixels) throw new Error('no picture of a room');
  const whole = await createImageBitmap(new Blob([bytes.slice()], { type }));
  const { width, height } = whole;
  const share = Math.sqrt(most / (width * height));
  if (share >= 1) return whole;
  try {
    return await createImageBitmap(whole, {
      resizeWidth: Math.ceil(width * share),
      resizeHeight: Math.ceil(height * share),
      resizeQuality: 'high',
    });
  } finally {
    whole.close();
  }
}
