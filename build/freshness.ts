import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether something made at `outputMs` must be made again: it is missing, or a source is newer. Times are file times in milliseconds.
 * Folders count as sources too: their time moves when a file in them is removed.
 */
export function isStale(outputMs: number | undefined, sourcesMs: Iterable<number>): boolean {
  if (outputMs === undefined) return true;
  for (const sourceMs of sourcesMs) if (sourceMs > outputMs) return true;
  return false;
}

/** The file time of a path, or `undefined` where there is none. */
export function fileTimeMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** The times of a file, or of a folder and everything in it. A path that does not exist has none. */
export function* sourceTimesMs(path: string): Generator<number> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  yield stat.mtimeMs;
  if (!stat.isDirectory()) return;
  for (const entry of readdirSync(path)) if (entry !== 'node_modules') yield* sourceTimesMs(join(path, entry));
}
