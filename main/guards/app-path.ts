import { extname, join, relative, sep } from 'node:path';
import { isAppUrl, parseUrl } from './app-address.ts';

/** The file types in dist/web. No other file is served, so a stray file in the folder stays private. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export type AppPath =
  | { readonly kind: 'file'; readonly path: string; readonly type: string }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405 };

/** The file that an `app://inkroom/…` request names, inside `root` or not at all. */
export function resolveAppPath(root: string, method: string, rawUrl: string): AppPath {
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refused', status: 405 };
  if (!isAppUrl(rawUrl)) return { kind: 'refused', status: 403 };
  const name = decoded(parseUrl(rawUrl)?.pathname ?? '/');
  // A backslash or a colon means another kind of path on Windows; a NUL ends a path in C.
  if (name === undefined || /[\\:\0]/.test(name)) return { kind: 'refused', status: 400 };
  const path = join(root, name === '/' ? 'index.html' : name);
  const inside = relative(root, path);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`)) return { kind: 'refused', status: 403 };
  const type = TYPES[extname(path).toLowerCase()];
  return type === undefined ? { kind: 'refused', status: 404 } : { kind: 'file', path, type };
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}
