import { afterEach, expect, test, vi } from 'vitest';
import { decodePicture } from '../../../../../renderer/engine/pictures/decode-picture.ts';
import { preparePicture } from '../../../../../renderer/ui/adding/prepare-picture.ts';
import { sourcePixels } from '../../../../../renderer/ui/adding/source-pixels.ts';
import { greyJpeg, pngBytes } from '../../../../support/picture.ts';

const createImageBitmap = vi.fn(async () => Promise.reject(new Error('decoded')));
vi.stubGlobal('createImageBitmap', createImageBitmap);
afterEach(() => createImageBitmap.mockClear());

/** Few bytes that say so many pixels. */
function png(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pngBytes(1));
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const number = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
const box = (type: string, content: readonly number[]): number[] => [...number(content.length + 8), ...ascii(type), ...content];
const sized = (w: number, h: number): number[] => box('ispe', [...number(0), ...number(w), ...number(h)]);

test('a picture of a room with more pixels than any client makes is not decoded', async () => {
  await expect(decodePicture(png(4_096, 4_097), 'image/png', 1)).rejects.toThrow('no picture');
  await expect(decodePicture(new Uint8Array(100), 'image/png', 1)).rejects.toThrow('no picture');
  expect(createImageBitmap).not.toHaveBeenCalled();
  await expect(decodePicture(png(4_096, 4_096), 'image/png', 1)).rejects.toThrow('decoded');
});

test('a file with more pixels than a camera makes is not decoded, whatever it calls itself', async () => {
  for (const type of ['image/png', 'image/avif', ''])
    await expect(preparePicture(new Blob([png(65_535, 65_535)], { type }))).rejects.toThrow('too large');
  expect(createImageBitmap).not.toHaveBeenCalled();
  await expect(preparePicture(new Blob([png(12_000, 9_000)]))).rejects.toThrow('decoded');
});

test('the size of a file of another form is read too: AVIF and HEIC, as a whole and as tiles, and BMP', () => {
  expect(sourcePixels(greyJpeg())).toBe(64);
  const avif = [...box('ftyp', ascii('avif')), ...box('meta', [0, 0, 0, 0, ...sized(512, 512), ...sized(30_000, 20_000)])];
  expect(sourcePixels(Uint8Array.from([...avif, ...number(0), ...ascii('mdat')]))).toBe(600_000_000);
  expect(sourcePixels(Uint8Array.from(box('ftyp', ascii('avif'))))).toBeUndefined();
  const bmp = (header: number, size: readonly number[]): Uint8Array =>
    Uint8Array.from([...ascii('BM'), ...Array<number>(12).fill(0), header, 0, 0, 0, ...size]);
  expect(sourcePixels(bmp(12, [20, 0, 30, 0]))).toBe(600);
  expect(sourcePixels(bmp(40, [20, 0, 0, 0, 0xe2, 0xff, 0xff, 0xff]))).toBe(600);
  for (const bytes of [new Uint8Array(3), new Uint8Array(40), Uint8Array.from(ascii('BM'))]) {
    expect(sourcePixels(bytes)).toBeUndefined();
  }
});
