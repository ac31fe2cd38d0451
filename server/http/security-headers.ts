import { isLoopback } from '../../core/contract/server-addresses.ts';

const HOST = /^([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?$/;

/**
 * What the web client may do in a browser. The same host is named with ws: and wss: too, because older browsers do not count them to
 * 'self'. Styles that scripts set by property need no exception. `connectTo`: further origins, http or https, that clients are sent to.
 */
export function contentSecurityPolicy(host: string | undefined, connectTo: readonly string[]): string {
  const others = connectTo.map((origin) => ` ${origin} ${origin.replace(/^http/, 'ws')}`).join('');
  const sockets = host !== undefined && HOST.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${sockets}${others}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** For every answer over HTTP, those of the SignalR server too. A room's name is in the fragment, and no address must leave the page anyway. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** A browser takes this header from secure contexts only; anywhere else it ignores it and writes an error on the console. */
export const OPENER_POLICY = ['cross-origin-opener-policy', 'same-origin'] as const;

/**
 * Whether the page that asks is in a secure context: over TLS, which a proxy in front of the hub ends, or on this computer. `host`: the
 * request's; `forwarded`: its `x-forwarded-proto`. The header only isolates a page further, so a forged one harms nobody else.
 */
export function isSecurePage(host: string | undefined, forwarded: string | undefined, publicUrl: string | undefined): boolean {
  if (host !== undefined && isLoopback(`http://${host}`)) return true;
  if (publicUrl !== undefined) return publicUrl.startsWith('https://');
  return forwarded?.split(',').at(-1)?.trim() === 'https';
}
