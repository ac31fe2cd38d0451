import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogLevel } from 'vite';
import { RASTER_FILES, RASTER_FOLDER } from '../server/adapters/resvg/raster-files.ts';
import { BUNDLE_NAMES, BUNDLES, type BundleName } from './bundles.ts';
import { fileTimeMs, isStale, sourceTimesMs } from './freshness.ts';
import { precompress } from './precompress.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Names that stand for several bundles on the command line. */
const SETS: Readonly<Record<string, readonly BundleName[]>> = {
  all: BUNDLE_NAMES,
  desktop: ['main', 'preload', 'hub', 'hubStore'],
  ...Object.fromEntries(BUNDLE_NAMES.map((name) => [name, [name]])),
  server: ['server', 'store', 'rasteriser'],
  functions: ['functions', 'functionsPage'],
};

export async function buildBundles(names: readonly BundleName[], logLevel: LogLevel = 'info'): Promise<void> {
  // Vite takes a value that is set already, and React would come in its slow development form.
  process.env.NODE_ENV = 'production';
  // Loaded here, because most starts of the product find nothing to build.
  const { build } = await import('vite');
  for (const name of names) {
    const bundle = BUNDLES[name];
    const output = join(ROOT, bundle.output);
    // Taken before the build: a source saved while it runs must be newer than what was made of its older text.
    const startedAt = new Date();
    rmSync(output, { force: true });
    mkdirSync(join(output, '..'), { recursive: true });
    if (bundle.parts !== undefined) removeParts(join(output, '..'), bundle.parts);
    await build({ ...bundle.config, logLevel });
    if (name === 'web') precompress(join(output, '..'));
    if (name === 'rasteriser') copyRasterFiles(join(output, '..', RASTER_FOLDER));
    if (name === 'functions') cpSync(join(ROOT, 'build/functions/deployed'), join(output, '..'), { recursive: true });
    if (bundle.isCommand) chmodSync(output, 0o755);
    utimesSync(output, startedAt, startedAt);
  }
}

/** Their names change with their content, so that those of earlier builds would stay. */
function removeParts(folder: string, parts: string): void {
  for (const file of readdirSync(folder)) if (file.startsWith(parts)) rmSync(join(folder, file));
}

/** Fonts, and the program of the rasteriser. */
function copyRasterFiles(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const file of RASTER_FILES) copyFileSync(fileURLToPath(import.meta.resolve(file)), join(folder, basename(file)));
}

/** Those of the bundles whose sources changed since they were made. */
export function staleBundles(names: readonly BundleName[]): BundleName[] {
  return names.filter((name) => {
    const { output, sources } = BUNDLES[name];
    return isStale(fileTimeMs(join(ROOT, output)), timesOf(sources));
  });
}

function* timesOf(paths: readonly string[]): Generator<number> {
  for (const path of paths) yield* sourceTimesMs(join(ROOT, path));
}

if (import.meta.main) {
  const asked = process.argv.slice(2);
  const names: BundleName[] = [];
  for (const word of asked.length === 0 ? ['all'] : asked) {
    const set = Object.hasOwn(SETS, word) ? SETS[word] : undefined;
    if (!set) {
      console.error(`build: "${word}" is no bundle. Give any of: ${Object.keys(SETS).join(', ')}.`);
      process.exit(2);
    }
    names.push(...set);
  }
  await buildBundles(names);
}
