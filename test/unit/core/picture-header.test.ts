import { expect, test } from 'vitest';
import { picturePixels } from '../../../core/room/picture-header.ts';
import { greyJpeg, RED_GIF, solidPng } from '../../support/picture.ts';

test('the pixels of a picture are read from its header, and one that cannot be read has none', () => {
  expect(picturePixels(solidPng(7, 5, [0, 0, 0]))).toBe(35);
  expect(picturePixels(RED_GIF)).toBe(1);
  expect(picturePixels(greyJpeg())).toBe(64);
  expect(picturePixels(webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 20, 0, 30, 0]))).toBe(600);
  expect(picturePixels(webp('VP8L', [0x2f, ...[19 | (29 << 14)].flatMap(littleEndian)]))).toBe(600);
  expect(picturePixels(webp('VP8X', [0, 0, 0, 0, 19, 0, 0, 29, 0, 0]))).toBe(600);
  for (const picture of [solidPng(7, 5, [0, 0, 0]), RED_GIF, greyJpeg(), webp('VP8X', [])]) {
    for (let end = 0; end < 22; end++) expect(picturePixels(picture.subarray(0, Math.min(end, 12)))).toBeUndefined();
  }
  expect(picturePixels(new Uint8Array(30).fill(0xff))).toBeUndefined();
});

test('a GIF is as large as its first frame reaches, behind whatever comes before it', () => {
  const screen = [...'GIF89a'].map((letter) => letter.charCodeAt(0));
  const table = Array<number>(6).fill(0);
  const comment = [0x21, 0xfe, 3, 1, 2, 3, 0];
  const frame = [0x2c, 1, 0, 2, 0, 0xff, 0, 0, 1, 0];
  expect(picturePixels(Uint8Array.from([...screen, 1, 0, 1, 0, 0x80, 0, 0, ...table, ...comment, ...frame]))).toBe(256 * 258);
});

test('in a JPEG nothing hides the size: neither markers without a length nor what only fills', () => {
  const size = [0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0];
  const decoy = [0, 12, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1];
  for (const bare of [0x01, 0xd0, 0xd7]) {
    expect(picturePixels(Uint8Array.from([0xff, 0xd8, 0xff, bare, 0xff, 0xff, 0xfe, ...decoy, ...size]))).toBe(65_535 ** 2);
  }
});

const littleEndian = (bits: number): readonly number[] => [0, 8, 16, 24].map((shift) => (bits >>> shift) & 0xff);

/** A WebP file with one part, which begins with these bytes. */
function webp(form: string, part: readonly number[]): Uint8Array {
  return Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${form}\0\0\0\0`, 'latin1'), Buffer.from(part)]);
}
