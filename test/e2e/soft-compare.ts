import type { Page } from 'playwright/test';

/** Pixels that are averaged into one, in each direction: antialiasing of lines and letters, which differs among renderers, is averaged away. */
const SOFT = 4;
/** How far a channel of averaged pixels may be off. */
const OFF = 40;

/**
 * Compares two pictures of about one size without their finest details. `differing`: the share of the ink of both that lies elsewhere.
 * It is some hundredths for two renderers of one drawing, and large when something is missing or in another place.
 */
export async function softCompare(page: Page, a: Buffer, b: Buffer): Promise<{ differing: number; inked: number }> {
  return page.evaluate(
    async ([left, right, soft, off]) => {
      const read = async (base64: string): Promise<ImageBitmap> =>
        createImageBitmap(new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], { type: 'image/png' }));
      const [first, second] = [await read(left), await read(right)];
      const [width, height] = [Math.floor(first.width / soft), Math.floor(first.height / soft)];
      const averaged = (bitmap: ImageBitmap): Uint8ClampedArray => {
        const context = new OffscreenCanvas(width, height).getContext('2d');
        if (!context) throw new Error('no 2d context');
        context.imageSmoothingQuality = 'high';
        context.drawImage(bitmap, 0, 0, width * soft, height * soft, 0, 0, width, height);
        return context.getImageData(0, 0, width, height).data;
      };
      const [one, other] = [averaged(first), averaged(second)];
      const away = (data: Uint8ClampedArray, i: number, from: Uint8ClampedArray, j: number): boolean =>
        [0, 1, 2].some((channel) => Math.abs((data[i + channel] ?? 0) - (from[j + channel] ?? 0)) > off);
      let [differing, inked] = [0, 0];
      for (let i = 0; i < one.length; i += 4) {
        const hasInk = away(one, i, one, 0) || away(other, i, other, 0);
        if (hasInk) inked++;
        if (away(one, i, other, i)) differing++;
      }
      return { differing: inked === 0 ? differing : differing / inked, inked };
    },
    [a.toString('base64'), b.toString('base64'), SOFT, OFF] as const,
  );
}
