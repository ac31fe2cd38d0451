import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { unpackWoff } from '../../renderer/files/fonts/unpack-woff.ts';
import { operatorFonts } from '../../server/adapters/resvg/operator-fonts.ts';
import { resvgRasteriser } from '../../server/adapters/resvg/rasteriser.ts';
import { InkroomApi } from '../../server/api-client/inkroom-api.ts';
import { nodeClock } from '../../server/process/node-host.ts';
import { greyJpeg, LARGE_WEBP, RED_GIF, SOLID_WEBP, solidPng } from '../support/picture.ts';
import { type Pixels, pngPixels, pngSize } from '../support/png-pixels.ts';
import { openLink, startInkroom } from './hub-process.ts';

const rasteriser = resvgRasteriser({ clock: nodeClock });
const svg = (width: number, height: number, inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n${inside}\n</svg>\n`;
const text = (family: string, words: string, more = ''): string =>
  `<text x="10" y="40" font-family="&quot;${family}&quot;, sans-serif" font-size="32"${more} fill="#000" xml:space="preserve">${words}</text>`;

async function drawn(picture: string): Promise<Pixels> {
  const png = await rasteriser.png(picture);
  if (png === 'too_large') throw new Error(png);
  return pngPixels(png);
}

/** Share of the pixels that something covers. */
function inked({ width, height, at }: Pixels): number {
  let count = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if ((at(x, y)[3] ?? 0) > 127) count++;
  return count / (width * height);
}

test('a picture in pixels has what the SVG has, where the SVG has it, at twice its size', async () => {
  const picture = await drawn(
    svg(60, 40, '<rect width="60" height="40" fill="#ffffff"/>\n<path d="M10 10H30V30H10Z" fill="#ff0000"/>'),
  );
  expect([picture.width, picture.height]).toEqual([120, 80]);
  expect(picture.at(4, 4)).toEqual([255, 255, 255, 255]);
  expect(picture.at(40, 40)).toEqual([255, 0, 0, 255]);
  expect(picture.at(64, 40)).toEqual([255, 255, 255, 255]);
});

test.each([
  [100_000, 50_000, 2_048, 1_024],
  [3, 90_000, 1, 2_048],
  [0.2, 0.1, 1, 1],
])('no side of a picture of %f x %f is longer than 2,048 pixels', async (width, height, pixelsWide, pixelsHigh) => {
  const png = await rasteriser.png(svg(width, height, ''));
  if (png === 'too_large') throw new Error(png);
  expect(pngSize(png)).toEqual([pixelsWide, pixelsHigh]);
});

test('texts are drawn in the fonts of the board, with their other alphabets, and what no font has is a box', async () => {
  const share = async (inside: string): Promise<number> => inked(await drawn(svg(300, 60, inside)));
  const families = ['Inter Variable', 'Shantell Sans', 'JetBrains Mono'];
  const latin = await Promise.all(families.map((family) => share(text(family, 'Whiteboard'))));
  for (const one of latin) expect(one).toBeGreaterThan(0.03);
  expect(new Set(latin).size).toBe(3);
  expect(await share(text('Inter Variable', 'Whiteboard', ' font-weight="500"'))).toBeGreaterThan(latin[0] ?? 1);
  for (const words of ['Доска', 'Πίνακας', 'Żółć', '白板'])
    expect(await share(text('Inter Variable', words)), words).toBeGreaterThan(0.02);
});

test.each([
  ['image/png', solidPng(3, 3, [0, 128, 255]), [0, 128, 255]],
  ['image/jpeg', greyJpeg(), [128, 128, 128]],
  ['image/gif', RED_GIF, [255, 0, 0]],
  ['image/webp', SOLID_WEBP, [0, 128, 255]],
])('a picture of type %s is drawn where it lies, stretched to its place', async (type, bytes, color) => {
  const href = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
  const picture = await drawn(
    svg(40, 40, `<image href="${href}" x="10" y="10" width="20" height="10" preserveAspectRatio="none"/>`),
  );
  expect(picture.at(40, 30)).toEqual([...color, 255]);
  expect(picture.at(24, 24)).toEqual([...color, 255]);
  expect(picture.at(40, 50)[3]).toBe(0);
  expect(picture.at(10, 30)[3]).toBe(0);
});

test('a board with the most WebP pictures, each as large as may be, is drawn: those that are too many are grey', async () => {
  // Each is a picture of its own: bytes behind its end make no difference.
  const hrefs = Array.from({ length: 64 }, (_, i) => Buffer.concat([LARGE_WEBP, Buffer.alloc(4, i)]).toString('base64'));
  const images = hrefs.map(
    (base64, i) =>
      `<image href="data:image/webp;base64,${base64}" x="${i}" y="0" width="1" height="1" preserveAspectRatio="none"/>`,
  );
  const patient = resvgRasteriser({ clock: nodeClock, bounds: { chars: 100_000, ms: 120_000 } });
  const png = await patient.png(svg(64, 1, images.join('\n')));
  if (png === 'too_large') throw new Error(png);
  const picture = pngPixels(png);
  expect(picture.at(0, 0)).toEqual([10, 200, 30, 255]);
  expect(picture.at(126, 0)).toEqual([224, 221, 212, 255]);
}, 150_000);

test('characters that no font of the board has are drawn in a font of the operator', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-fonts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const woff = await readFile(new URL(import.meta.resolve('@fontsource/inter/files/inter-cyrillic-ext-400-normal.woff')));
  await expect(operatorFonts(join(folder, 'none'))).rejects.toThrow(/^--fonts .*none: ENOENT/);
  await expect(operatorFonts(folder)).rejects.toThrow(/has no file that ends with/);
  await writeFile(join(folder, 'more.ttf'), await unpackWoff(new Uint8Array(woff)));
  await writeFile(join(folder, 'LICENSE'), 'free');
  const richer = resvgRasteriser({ clock: nodeClock, fonts: await operatorFonts(folder) });
  const shares = async (words: string): Promise<readonly number[]> => {
    const picture = svg(300, 60, text('Inter Variable', words));
    return Promise.all(
      [rasteriser, richer].map(async (one) => {
        const png = await one.png(picture);
        return png === 'too_large' ? 0 : inked(pngPixels(png));
      }),
    );
  };
  const [box, letters] = await shares('ѠѠѠѠ');
  expect(letters).toBeGreaterThan(0.02);
  expect(Math.abs((letters ?? 0) - (box ?? 0))).toBeGreaterThan(0.005);
  const [plain, same] = await shares('Whiteboard');
  expect(same).toBe(plain);
});

test('what is too large or takes too long is given up, and the next picture is made', async () => {
  const narrow = resvgRasteriser({ clock: nodeClock, bounds: { chars: 1_000, ms: 15_000 } });
  expect(await narrow.png(svg(9, 9, ' '.repeat(1_000)))).toBe('too_large');
  const hasty = resvgRasteriser({ clock: nodeClock, bounds: { chars: 1_000, ms: 0 } });
  expect(await hasty.png(svg(9, 9, ''))).toBe('too_large');
  await expect(rasteriser.png('<html></html>')).rejects.toThrow('no picture of a board');
  await expect(rasteriser.png(`${svg(9, 9, '')}<`)).rejects.toThrow();
  expect((await drawn(svg(9, 9, ''))).width).toBe(18);
});

test('the hub as a command makes them too, with the files that the build puts next to it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-raster-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const apiKeys = ['--api-keys', join(folder, 'keys.json')];
  const made = startInkroom(['api-key', 'make', '--name', 'Test', '--scope', 'read,draw', ...apiKeys]);
  expect(await made.exit).toBe(0);
  const hub = startInkroom(['serve', '--host', '127.0.0.1', '--port', '0', ...apiKeys]);
  onTestFinished(async () => {
    hub.child.kill('SIGKILL');
    await hub.exit;
  });
  const link = parseRoomLink(await openLink(hub));
  if (!link.ok) throw new Error(link.error.code);
  const { server, room } = link.value;
  const api = new InkroomApi({ server, key: made.output().trim() });
  await api.draw(room, [{ kind: 'text', x: 0, y: 0, text: 'Whiteboard', size: 40 }]);
  expect(pngSize(await api.pixels(room))[0]).toBeGreaterThan(200);
});
