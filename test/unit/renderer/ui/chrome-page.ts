import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Page } from 'playwright';
import { build } from 'vite';

/** Where the chrome over a made-up session is (`page/`): nobody serves it but `serveChrome`. */
export const CHROME_PAGE = 'http://chrome.test/';
/** What the product is served with. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'";
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Bundles the page and answers every request of `page` with it. */
export async function serveChrome(page: Page): Promise<void> {
  const files = await bundlePage();
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const path = pathname === '/' ? '/index.html' : pathname;
    const body = files.get(path);
    if (body === undefined) return route.fulfill({ status: 404 });
    const contentType = TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return route.fulfill({ body: Buffer.from(body), contentType, headers: { 'content-security-policy': POLICY } });
  });
}

async function bundlePage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('./page', import.meta.url)),
    base: './',
    plugins: [react()],
    logLevel: 'error',
    build: { write: false, target: 'es2024', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs.flatMap((output) => ('output' in output ? output.output : []));
  return new Map(chunks.map((chunk) => [`/${chunk.fileName}`, chunk.type === 'chunk' ? chunk.code : chunk.source]));
}
