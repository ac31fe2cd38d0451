import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From the source tree `dist/web` lies beside this folder; from a bundle in `dist/…` it is the neighbour `web`. */
const CANDIDATES = ['../../dist/web', '../web'];

/** Folder of the built web client, or undefined when there is none. `chosen` is not searched for: it is there or not. */
export function findWebRoot(chosen: string | undefined): string | undefined {
  const candidates = chosen === undefined ? CANDIDATES.map((path) => fileURLToPath(new URL(path, import.meta.url))) : [chosen];
  return candidates.find((folder) => existsSync(join(folder, 'index.html')));
}
