import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { picturePixels } from '../../../../core/room/picture-header.ts';
import { type DecodeWebp, webpDecoder } from '../../../../server/adapters/resvg/decode-webp.ts';
import { pngOfPixels, shrunk } from '../../../../server/adapters/resvg/png-of-pixels.ts';
import { WEBP_PROGRAM } from '../../../../server/adapters/resvg/raster-files.ts';
import { hasWebp, webpAsPng } from '../../../../server/adapters/resvg/webp-as-png.ts';
import { HALVES_WEBP, LARGE_WEBP, LOSSY_WEBP, SOLID_WEBP } from '../../../support/picture.ts';
import { type Pixels, pngPixels, pngSize } from '../../../support/png-pixels.ts';
import { seededRandom } from '../../../support/seeded.ts';

const decode = webpDecoder(readFileSync(new URL(import.meta.resolve(WEBP_PROGRAM))));
const means = { decode, mono: () => 0 };
const GREY = [224, 221, 212, 255];

const image = (type: string, bytes: Uint8Array): string =>
  `<image href="data:image/${type};base64,${Buffer.from(bytes).toString('base64')}" width="4"/>`;

/** The pictures of an SVG that has no other type than PNG. */
function pngsIn(svg: string): readonly Uint8Array[] {
  return [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, base64 = '']) => Buffer.from(base64, 'base64'));
}
const firstOf = (svg: string): Pixels => pngPixels(pngsIn(svg)[0] ?? new Uint8Array());

test('WebP becomes PNG with the same pixels and opacities; everything else stays', () => {
  const svg = `<svg>${image('webp', HALVES_WEBP)}${image('gif', Uint8Array.of(1, 2))}<text>"data:image/webp</text></svg>`;
  const made = webpAsPng(svg, means);
  expect(hasWebp(svg)).toBe(true);
  expect(hasWebp(made)).toBe(false);
  const picture = firstOf(made);
  expect([picture.width, picture.height]).toEqual([4, 2]);
  expect(picture.at(1, 1)).toEqual([255, 0, 0, 255]);
  expect(picture.at(2, 0)).toEqual([0, 0, 255, 128]);
  expect(made.replace(/data:image\/png[^"]+/, '')).toBe(svg.replace(/data:image\/webp;[^"]+/, ''));
});

test('a picture with loss has nearly its colours', () => {
  const [red = 0, green = 0, blue = 0, alpha] = firstOf(webpAsPng(image('webp', LOSSY_WEBP), means)).at(8, 8);
  expect(Math.max(red, Math.abs(green - 128), 255 - blue)).toBeLessThan(12);
  expect(alpha).toBe(255);
});

test('a grey box stands for what is no WebP, and the next one is decoded', () => {
  const broken = [SOLID_WEBP.subarray(0, 30), Buffer.from('RIFF\0\0\0\0WEBPVP8 '), Buffer.alloc(0), Buffer.alloc(5_000, 0xff)];
  const made = pngsIn(webpAsPng([...broken, SOLID_WEBP].map((bytes) => image('webp', bytes)).join(''), means));
  expect(made.slice(0, broken.length).map((png) => pngPixels(png).at(0, 0))).toEqual(broken.map(() => GREY));
  expect(pngPixels(made[broken.length] ?? new Uint8Array()).at(1, 1)).toEqual([0, 128, 255, 255]);
});

test('damaged bytes decode to something or to nothing, and to nothing else', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 2_000; round++) {
    // Not the head: it has the size, which is read before anything is decoded (`picture-pixels.ts`).
    const [bytes, head] = round % 2 === 0 ? [Buffer.from(LOSSY_WEBP), 30] : [Buffer.from(HALVES_WEBP), 25];
    for (let i = 0; i < 3; i++) bytes[head + Math.floor(random.next() * (bytes.length - head))] = Math.floor(random.next() * 256);
    const decoded = decode(bytes);
    if (decoded) expect(decoded.rgba).toHaveLength(decoded.width * decoded.height * 4);
  }
  expect(decode(SOLID_WEBP)).toMatchObject({ width: 3, height: 3 });
});

test('a picture that is larger than its outer head says is not decoded', () => {
  const inner = LARGE_WEBP.subarray(12);
  const outer = Buffer.from([0, 0, 0, 0, 9, 0, 0, 9, 0, 0]);
  const head = Buffer.alloc(8);
  head.write('VP8X');
  head.writeUInt32LE(outer.length, 4);
  const riff = Buffer.from('RIFF\0\0\0\0WEBP');
  riff.writeUInt32LE(4 + head.length + outer.length + inner.length, 4);
  const bytes = Buffer.concat([riff, head, outer, inner]);
  expect(picturePixels(bytes)).toBe(100);
  expect(decode(bytes)).toBeUndefined();
});

test('a picture of 4,096 pixels is halved, one that is shown twice is decoded once, and pixels and bytes are bounded', () => {
  let decoded = 0;
  const counted: DecodeWebp = (bytes) => {
    decoded++;
    return decode(bytes);
  };
  const twice = image('webp', LARGE_WEBP).repeat(2);
  const made = pngsIn(webpAsPng(twice, { decode: counted, mono: () => 0 }));
  expect(decoded).toBe(1);
  expect(made.map(pngSize)).toEqual([
    [2_048, 2_048],
    [2_048, 2_048],
  ]);
  const three = [SOLID_WEBP, HALVES_WEBP, LOSSY_WEBP].map((bytes) => image('webp', bytes)).join('');
  const sizes = (bounds: { readonly pixels: number; readonly bytes: number }) =>
    pngsIn(webpAsPng(three, means, { ms: 1, ...bounds })).map(pngSize);
  expect(sizes({ pixels: 10, bytes: 1_000 })).toEqual([
    [3, 3],
    [4, 2],
    [1, 1],
  ]);
  const bytes = pngsIn(webpAsPng(image('webp', SOLID_WEBP), means))[0]?.length ?? 0;
  expect(sizes({ pixels: 1_000, bytes })).toEqual([
    [3, 3],
    [1, 1],
    [1, 1],
  ]);
});

test('a picture whose turn comes too late is not decoded', () => {
  let now = 0;
  const slow: DecodeWebp = (bytes) => {
    now += 4_000;
    return decode(bytes);
  };
  const four = [SOLID_WEBP, HALVES_WEBP, LOSSY_WEBP, LARGE_WEBP].map((bytes) => image('webp', bytes)).join('');
  expect(pngsIn(webpAsPng(four, { decode: slow, mono: () => now })).map(pngSize)).toEqual([
    [3, 3],
    [4, 2],
    [1, 1],
    [1, 1],
  ]);
});

test('the mean of pixels counts colours as much as they cover', () => {
  const rgba = Uint8Array.of(200, 0, 0, 255, 0, 0, 100, 0, 100, 0, 0, 255, 9, 9, 9, 0);
  const small = shrunk({ width: 2, height: 2, rgba }, 1);
  expect(small).toEqual({ width: 1, height: 1, rgba: Uint8Array.of(150, 0, 0, 128) });
  expect(pngPixels(pngOfPixels(shrunk({ width: 3, height: 1, rgba: new Uint8Array(12).fill(255) }, 2))).width).toBe(2);
});
