import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const { version }: { readonly version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/**
 * The renderer as static files: dist/web. One bundle for both homes, the desktop's `app://inkroom/` and the hub's `/`, so every address
 * in it is relative.
 */
export default defineConfig({
  root: fileURLToPath(new URL('../renderer', import.meta.url)),
  base: './',
  plugins: [react()],
  define: { INKROOM_VERSION: JSON.stringify(version) },
  clearScreen: false,
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    sourcemap: true,
    // Fonts and pictures stay files: the policy allows `font-src 'self'`, not `data:`.
    assetsInlineLimit: 0,
    // Every browser we support preloads modules by itself, and the policy wants no script that does not pull its weight.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_024,
  },
});
