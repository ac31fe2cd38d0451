import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { unpackWoff } from '../../../renderer/files/fonts/unpack-woff.ts';
import { webpDecoder } from './decode-webp.ts';
import { fontsOfSvg, hasForeignText, inNamedFonts } from './fonts-of-svg.ts';
import { RASTER_FOLDER, RASTER_PROGRAM, WEBP_PROGRAM } from './raster-files.ts';
import type { RasterRequest } from './raster-request.ts';
import { hasWebp, webpAsPng } from './webp-as-png.ts';

/** The thread that makes one picture and ends. */
const { svg, fonts } = workerData as RasterRequest;

/** In its package, or next to the bundle. */
function read(file: string): Promise<Uint8Array> {
  const isSource = import.meta.url.endsWith('.ts');
  const name = file.slice(file.lastIndexOf('/') + 1);
  return readFile(new URL(isSource ? import.meta.resolve(file) : `./${RASTER_FOLDER}/${name}`, import.meta.url));
}

const readable = hasWebp(svg)
  ? webpAsPng(svg, { decode: webpDecoder(await read(WEBP_PROGRAM)), mono: () => performance.now() })
  : svg;
const [, ...fontBuffers] = await Promise.all([
  read(RASTER_PROGRAM).then(initWasm),
  ...fontsOfSvg(svg).map(async ({ file }) => unpackWoff(new Uint8Array(await read(file)))),
  ...(fonts.length > 0 && hasForeignText(svg) ? fonts : []).map(async (file) => new Uint8Array(await readFile(file))),
]);
const picture = new Resvg(inNamedFonts(readable), {
  font: { fontBuffers, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter', cursiveFamily: 'Inter', monospaceFamily: 'Inter' },
});
const png = picture.render().asPng().slice();
parentPort?.postMessage(png, [png.buffer]);
