import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** In the source tree `dist/web` is at this relative path; in a bundle in `dist/…` it is the neighbour `web`. */
const CANDIDATES = ['../../dist/web', '../web'];

/** Folder of the built web client as an absolute path, or undefined. A `chosen` folder is only checked, not searched for. */
export function findWebRoot(chosen: string | undefined): string | undefined {
  const candidates =
    chosen === undefined ? CANDIDATES.map((path) => fileURLToPath(new URL(path, import.meta.url))) : [resolve(chosen)];
  return candidates.find((folder) => existsSync(join(folder, 'index.html')));
}
