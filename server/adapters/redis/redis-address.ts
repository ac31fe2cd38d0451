import { Secret } from '@inkroom/azure-signalr/secret';

/** Where Redis is. `name` is for people and logs, and carries no password. */
export type RedisAddress =
  | { readonly kind: 'url'; readonly name: string; readonly url: Secret }
  | { readonly kind: 'socket'; readonly name: string; readonly path: string };

/** Undefined for anything but `redis://…`, `rediss://…` (TLS) and `unix:/PATH`. */
export function parseRedisAddress(text: string): RedisAddress | undefined {
  const path = /^unix:(?:\/\/)?(\/[^\0]+)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: 'socket', name: path, path };
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.hostname === '' || url.search !== '' || url.hash !== '' || !/^(\/\d{0,5})?$/.test(url.pathname)) return undefined;
  return { kind: 'url', name: `${url.hostname}:${url.port === '' ? '6379' : url.port}`, url: new Secret(text) };
}
