import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';

/** What the app and the hub are made of. `desktop` is three bundles because main, preload and hub run in three kinds of process. */
export const APP_BUNDLES = ['web', 'main', 'preload', 'hub', 'hubStore', 'server', 'store', 'rasteriser'] as const;
/** What `npm run build` makes: besides, the announcement board without a hub. */
export const BUNDLE_NAMES = [...APP_BUNDLES, 'functions', 'functionsPage'] as const;
export type BundleName = (typeof BUNDLE_NAMES)[number];

export interface Bundle {
  readonly config: InlineConfig;
  /** The file that exists when the bundle was made, from the repository's root. */
  readonly output: string;
  /** Folders and files that it is made of, from the repository's root. */
  readonly sources: readonly string[];
  /** Run by its name from a shell. */
  readonly isCommand: boolean;
  /** How the names of its further files begin, next to the first; undefined: it is one file. */
  readonly parts: string | undefined;
}

/** Sources of the hub: boards become pictures and words there, and assistants use the headless client. */
const HUB_SOURCES = ['server', 'renderer/engine', 'renderer/files', 'renderer/session'];

/** Sources of every bundle: the shared core, the way it is bundled, and the packages. */
const COMMON_SOURCES = ['core', 'build/bundles.ts', 'build/build.ts', 'package-lock.json'];

/**
 * Left out of every bundle for Node. Electron brings its own module. The others are native speed-ups that `ws` and `msgpackr` try to load
 * and do well without: bundling them would tie the file to one platform. Azure Functions brings `@azure/functions-core` itself. `lmdb` is native too; only the process that keeps boards loads it.
 */
const OUTSIDE = ['lmdb', 'electron', 'bufferutil', 'utf-8-validate', 'msgpackr-extract', '@azure/functions-core'];

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const BUNDLES: Readonly<Record<BundleName, Bundle>> = {
  web: {
    config: { configFile: fromRoot('build/vite.web.config.ts'), configLoader: 'native' },
    output: 'dist/web/index.html',
    sources: ['renderer', 'build/vite.web.config.ts', 'build/precompress.ts', ...COMMON_SOURCES],
    isCommand: false,
    parts: undefined,
  },
  /** Electron's main process: an ES module. */
  main: nodeBundle({ entry: 'main/main.ts', output: 'dist/desktop/main.js', format: 'es', sources: ['main'] }),
  /** CommonJS, because a sandboxed preload can require nothing but `electron` and knows no ES modules. */
  preload: nodeBundle({ entry: 'main/preload/preload.ts', output: 'dist/desktop/preload.cjs', format: 'cjs', sources: ['main'] }),
  /** The hub that the desktop app runs in a utility process. */
  hub: nodeBundle({
    entry: 'server/hub-process.ts',
    output: 'dist/desktop/hub.js',
    format: 'es',
    sources: HUB_SOURCES,
    parts: 'hub-part-',
  }),
  /** What keeps its boards on the disk, when the person wants that: needs `lmdb` from the package's node_modules. */
  hubStore: nodeBundle({
    entry: 'server/adapters/lmdb/store-main.ts',
    output: 'dist/desktop/inkroom-store.js',
    format: 'es',
    sources: ['server'],
  }),
  /** The hub as a command: `inkroom serve`. */
  server: nodeBundle({
    entry: 'server/main.ts',
    output: 'dist/server/inkroom.js',
    format: 'es',
    sources: HUB_SOURCES,
    isCommand: true,
    parts: 'inkroom-part-',
  }),
  /** The process beside it that keeps boards: started by it, and the only one that needs `lmdb` from node_modules. */
  store: nodeBundle({
    entry: 'server/adapters/lmdb/store-main.ts',
    output: 'dist/server/inkroom-store.js',
    format: 'es',
    sources: ['server'],
  }),
  /** The thread that makes pictures of pixels. It reads the files of `RASTER_FILES`, which the build puts next to it. */
  rasteriser: nodeBundle({
    entry: 'server/adapters/resvg/raster-main.ts',
    output: 'dist/server/inkroom-rasteriser.js',
    format: 'es',
    sources: ['server', 'renderer/files'],
  }),
  /** The announcement board without a hub: what Azure Functions loads. */
  functions: nodeBundle({
    entry: 'build/functions/main.ts',
    output: 'dist/functions/main.mjs',
    format: 'es',
    sources: ['build/functions', 'server/azure-signalr', 'server/adapters/azure-signalr', 'server/signalr'],
  }),
  functionsPage: {
    config: { configFile: fromRoot('build/functions/vite.page.config.ts'), configLoader: 'native' },
    output: 'dist/functions/page/index.html',
    sources: ['build/functions'],
    isCommand: false,
    parts: undefined,
  },
};

interface NodeBundle {
  readonly entry: string;
  readonly output: string;
  readonly format: 'es' | 'cjs';
  readonly sources: readonly string[];
  readonly isCommand?: boolean;
  /** What the program loads only when it needs it is in files of its own: a hub starts in two thirds of the processor time. */
  readonly parts?: string;
}

/** Files for Node or Electron with everything in them, so that a package needs no node_modules. */
function nodeBundle(bundle: NodeBundle): Bundle {
  const slash = bundle.output.lastIndexOf('/');
  return {
    output: bundle.output,
    sources: [...bundle.sources, ...COMMON_SOURCES],
    isCommand: bundle.isCommand ?? false,
    parts: bundle.parts,
    config: {
      root: fromRoot('.'),
      configFile: false,
      publicDir: false,
      clearScreen: false,
      ssr: { noExternal: true, target: 'node' },
      build: {
        ssr: fromRoot(bundle.entry),
        target: 'node22.12',
        outDir: fromRoot(bundle.output.slice(0, slash)),
        // Three bundles share dist/desktop.
        emptyOutDir: false,
        sourcemap: true,
        minify: false,
        rolldownOptions: {
          external: [...OUTSIDE, ...builtinModules, /^node:/],
          output: {
            format: bundle.format,
            entryFileNames: bundle.output.slice(slash + 1),
            // In the same folder: the programs look for the files that belong to them next to their own.
            ...(bundle.parts === undefined ? { codeSplitting: false } : { chunkFileNames: `${bundle.parts}[name]-[hash].js` }),
            ...(bundle.isCommand
              ? { banner: ({ isEntry }: { isEntry: boolean }) => (isEntry ? '#!/usr/bin/env node' : '') }
              : {}),
          },
        },
      },
    },
  };
}
