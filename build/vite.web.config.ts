import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';

const { version }: { readonly version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const RENDERER = fileURLToPath(new URL('../renderer/', import.meta.url));

/**
 * The entry chooses the language and then imports the app. The page names the app's files too, so that the browser loads all of them
 * at once and not one after the other.
 */
function preloadApp(): Plugin {
  return {
    name: 'inkroom-preload-app',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }): HtmlTagDescriptor[] {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
        const app = chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith('/renderer/bootstrap/main.ts')));
        if (!app) return [];
        const scripts = [app.fileName, ...app.imports].map((name) => ({ rel: 'modulepreload', href: `./${name}` }));
        const styles = [...(app.viteMetadata?.importedCss ?? [])].map((name) => ({ rel: 'stylesheet', href: `./${name}` }));
        return [...styles, ...scripts].map((attrs) => ({
          tag: 'link',
          attrs: { ...attrs, crossorigin: true },
          injectTo: 'head',
        }));
      },
    },
  };
}

/** All icons are imported from one module. Which of them the first page needs is known only when the others are left out. */
const ICON = /lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/]/;
/** What the icons are made with. It is in the file that starts, because it runs before them, and they before the app. */
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

/**
 * The first page in three files: what starts, the words, and the app. The words are apart, because a translation changes them before the app
 * copies them. Left alone, the bundler makes a file of each set of modules that some panel needs too: twenty, which compress worse.
 */
function firstPage(): (id: string, graph: ModuleGraph) => string | null {
  let sets: readonly ReadonlySet<string>[] | undefined;
  return (id, graph) => {
    sets ??= ['bootstrap/entry.ts', 'ui/words/de/german.ts', 'bootstrap/main.ts'].map((root) =>
      closureOf(RENDERER + root, graph),
    );
    const [start, words, app] = sets.map((set) => set.has(id));
    if (start) return 'start';
    if (!app || ICON.test(id)) return null;
    if (ICON_MEANS.test(id)) return 'start';
    return words ? 'words' : 'app';
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
    // Every browser we support preloads modules by itself, and the policy wants no script that does not pull its weight.
    modulePreload: { polyfill: false },
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
