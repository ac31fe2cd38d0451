import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../../../core/base/reason-of.ts';

/** What the rasteriser reads: TrueType, OpenType, and collections of them. */
const FONT_FILE = /\.(ttf|otf|ttc|otc)$/i;
/** Most files, and most bytes of all of them: each picture that needs them reads them anew. */
const FILES_MOST = 64;
const BYTES_MOST = 256 * 1024 * 1024;

/** The fonts that the operator gives for characters that no font of the board has. Throws when the folder cannot be used. */
export async function operatorFonts(folder: string): Promise<readonly string[]> {
  const refuse = (reason: string): Error => new Error(`--fonts ${folder}: ${reason}`);
  const names = await readdir(folder).catch((error: unknown) => {
    throw refuse(reasonOf(error));
  });
  const files = names
    .filter((name) => FONT_FILE.test(name))
    .sort()
    .map((name) => join(folder, name));
  if (files.length === 0) throw refuse('it has no file that ends with .ttf, .otf, .ttc or .otc');
  if (files.length > FILES_MOST) throw refuse(`it has more than ${FILES_MOST} fonts`);
  const sizes = await Promise.all(files.map((file) => stat(file).then(({ size }) => size)));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > BYTES_MOST) throw refuse(`its fonts have more than ${BYTES_MOST / 1024 / 1024} MiB`);
  return files;
}
