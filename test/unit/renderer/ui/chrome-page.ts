import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** What the product is served with. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'";
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

export interface ChromePage {
  readonly url: string;
  close(): void;
}

/** Bundles and serves the chrome over a made-up session (`page/`). */
export async function serveChrome(): Promise<ChromePage> {
  const files = await bundlePage();
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const path = pathname === '/' ? '/index.html' : pathname;
    const body = files.get(path);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    // A test that loads the page again finds it in the browser's cache, compiled.
    response
      .writeHead(200, { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'max-age=3600' })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bundlePage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const env = process.env.NODE_ENV;
  // Vitest says "test", which would bring React's slower development build.
  process.env.NODE_ENV = 'production';
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('./page', import.meta.url)),
    base: './',
    plugins: [react()],
    logLevel: 'error',
    build: { write: false, target: 'es2024', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  }).finally(() => {
    process.env.NODE_ENV = env;
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs.flatMap((output) => ('output' in output ? output.output : []));
  return new Map(chunks.map((chunk) => [`/${chunk.fileName}`, chunk.type === 'chunk' ? chunk.code : chunk.source]));
}
