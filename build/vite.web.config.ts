import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';

const { version }: { readonly version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const RENDERER = fileURLToPath(new URL('../renderer/', import.meta.url));

/**
 * The entry chooses the language and then imports the board. The page names the board's files too, so that the browser loads all of them
 * at once and not one after the other. The chrome's files come after them, and its looks with the board's.
 */
function preloadApp(): Plugin {
  return {
    name: 'inkroom-preload-app',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }): HtmlTagDescriptor[] {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
        const fileOf = (module: string) =>
          chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith(`/renderer/bootstrap/${module}`)));
        const [board, chrome] = [fileOf('main.ts'), fileOf('opening/room-chrome.ts')];
        if (!board || !chrome) throw new Error('the first page has no file of the board or of the chrome');
        const scripts = [board.fileName, ...board.imports].map((name) => ({ rel: 'modulepreload', href: `./${name}` }));
        const looks = new Set([board, chrome].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
        const styles = [...looks].map((name) => ({ rel: 'stylesheet', href: `./${name}` }));
        return [...styles, ...scripts].map((attrs) => ({
          tag: 'link',
          attrs: { ...attrs, crossorigin: true },
          injectTo: 'head',
        }));
      },
    },
  };
}

/** The files that `firstPage` makes, and what all files share. */
const FIRST_PAGE_FILE = /(^|\/)(start|words|app|chrome|chrome-words|icons~room-chrome|rolldown-runtime)-[\w-]{8}\.js$/;

/** All icons are imported from one module. Which of them the first page needs is known only when the others are left out. */
const ICON = /lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/]/;
/** What the icons are made with. It is with the chrome's words, because it runs before the icons, and they before the chrome. */
const ICON_MEANS = /node_modules[\\/](react|lucide-react)[\\/]/;

/** All that loads with a module. */
function closureOf(root: string, graph: ModuleGraph): ReadonlySet<string> {
  const found = new Set([root]);
  for (const id of found) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  return found;
}

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** What is around the board. */
const CHROME = 'bootstrap/opening/room-chrome.ts';

/**
 * The first page in five files: what starts, the board with its words, and the chrome with its words. The board is drawn before the chrome's
 * file is run. Words are apart, because a translation changes them before the app copies them. Left alone, the bundler makes a file of each
 * set of modules that some panel needs too: twenty, which compress worse.
 */
function firstPage(): (id: string, graph: ModuleGraph) => string | null {
  let sets: readonly ReadonlySet<string>[] | undefined;
  return (id, graph) => {
    sets ??= ['bootstrap/entry.ts', 'ui/words/de/german.ts', 'bootstrap/main.ts', CHROME].map((root) =>
      closureOf(RENDERER + root, graph),
    );
    const [start, words, board, chrome] = sets.map((set) => set.has(id));
    if (start) return 'start';
    if (ICON.test(id)) return null;
    if (board) return words ? 'words' : 'app';
    if (!chrome) return null;
    return words || ICON_MEANS.test(id) ? 'chrome-words' : 'chrome';
  };
}

/**
 * The renderer as static files: dist/web. One bundle for both homes, the desktop's `app://inkroom/` and the hub's `/`, so every address
 * in it is relative.
 */
export default defineConfig({
  root: RENDERER,
  base: './',
  plugins: [react(), preloadApp()],
  // SignalR's protocol then shares the page's own codec.
  resolve: { alias: { '@msgpack/msgpack': `${RENDERER}session/link/page-codec.ts` } },
  define: { INKROOM_VERSION: JSON.stringify(version) },
  clearScreen: false,
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    sourcemap: true,
    // One file, in the order of the imports: no panel waits for its looks, and none changes the looks of what is there.
    cssCodeSplit: false,
    // Fonts and pictures stay files: the policy allows `font-src 'self'`, not `data:`.
    assetsInlineLimit: 0,
    // Every browser we support preloads modules by itself, and the policy wants no script that does not pull its weight. What loads late
    // names no file of the first page, which is there already.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, needed, { hostType }) =>
        hostType === 'js' ? needed.filter((name) => !FIRST_PAGE_FILE.test(name)) : needed,
    },
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { debugName: 'first page', name: firstPage() },
            { name: 'icons', test: ICON, entriesAware: true },
          ],
        },
      },
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_024,
  },
});
