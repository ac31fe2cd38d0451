import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The page of the announcement board: dist/functions/page. The functions serve each of its files by its name. */
export default defineConfig({
  root: fileURLToPath(new URL('page', import.meta.url)),
  base: './',
  publicDir: false,
  clearScreen: false,
  build: {
    outDir: fileURLToPath(new URL('../../dist/functions/page', import.meta.url)),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: { entryFileNames: 'board/board.js', assetFileNames: 'board/board[extname]', codeSplitting: false },
    },
  },
});
