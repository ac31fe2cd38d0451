import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Texts. Fonts and pictures are compressed already, and only developers load source maps. */
const TEXTS = /\.(js|css|html|svg|json)$/;
/** A smaller file is one packet either way, bytes. */
const LEAST_BYTES = 1_024;

/** Writes a `.br` and a `.gz` next to every text of the folder. The hub serves those to browsers that take them. */
export function precompress(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!TEXTS.test(name) || statSync(path).size < LEAST_BYTES) continue;
    const text = readFileSync(path);
    const size = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
    writeFileSync(`${path}.br`, brotliCompressSync(text, { params: size }));
    writeFileSync(`${path}.gz`, gzipSync(text, { level: constants.Z_BEST_COMPRESSION }));
  }
}
