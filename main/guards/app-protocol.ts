import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import type { MainLog } from '../log.ts';
import { APP_SCHEME } from './app-address.ts';
import { resolveAppPath } from './app-path.ts';
import { PAGE_HEADERS } from './content-policy.ts';

/** Makes `app:` behave like `https:`: origins, storage, fetch, secure context. Electron requires it before it is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
    },
  ]);
}

/** Serves the renderer's files from `root` under `app://inkroom/`. */
export function serveApp(root: string, log: MainLog): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const wanted = resolveAppPath(root, request.method, request.url);
    if (wanted.kind === 'refused') {
      log.warn('page.refused', { status: wanted.status });
      return new Response(null, { status: wanted.status, headers: PAGE_HEADERS });
    }
    try {
      const body = new Uint8Array(await readFile(wanted.path));
      return new Response(request.method === 'HEAD' ? null : body, { headers: { ...PAGE_HEADERS, 'content-type': wanted.type } });
    } catch {
      return new Response(null, { status: 404, headers: PAGE_HEADERS });
    }
  });
}
