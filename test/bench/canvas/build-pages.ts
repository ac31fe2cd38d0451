import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type PreviewServer, preview } from 'vite';

const HERE = import.meta.dirname;
const PAGES = path.join(HERE, 'pages');
const OUT = path.join(HERE, '../../../.cache/bench-canvas');

export type CanvasId = 'inkroom' | 'excalidraw' | 'tldraw';

/** Bundles the pages as production builds and serves them on a free local port. The caller closes the server. */
export async function servePages(canvases: readonly CanvasId[]): Promise<{ server: PreviewServer; address: string }> {
  await build({
    root: PAGES,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    // Excalidraw asks which React it runs on.
    define: { 'process.env.IS_PREACT': '"false"' },
    build: {
      outDir: OUT,
      emptyOutDir: true,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 20_000,
      rolldownOptions: { input: canvases.map((canvas) => path.join(PAGES, `${canvas}.html`)) },
    },
  });
  const server = await preview({
    root: PAGES,
    configFile: false,
    logLevel: 'error',
    build: { outDir: OUT },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('The pages are not served');
  return { server, address };
}
