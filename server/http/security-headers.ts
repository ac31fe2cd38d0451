import { isLoopback } from '../../core/contract/server-addresses.ts';

const HOST = /^([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?$/;

/**
 * The web client's permissions in a browser. The same host is also named with ws: and wss:, because older browsers do not include
 * them in 'self'. Styles that scripts set by property need no exception. `connectTo`: other origins, http or https, to which
 * clients are redirected.
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

/**
 * For every HTTP answer, including those of the SignalR server. A room's name is in the fragment, and no address may leave the
 * page.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** Browsers accept this header only from secure contexts. Elsewhere they ignore it and print an error in the console. */
export const OPENER_POLICY = ['cross-origin-opener-policy', 'same-origin'] as const;

/**
 * True when the requesting page is in a secure context: over TLS, which a proxy in front of the hub ends, or on this computer.
 * `host`: from the request; `forwarded`: its `x-forwarded-proto`. The header only isolates a page further, so a forged one harms
 * only the sender.
 */
export function isSecurePage(host: string | undefined, forwarded: string | undefined, publicUrl: string | undefined): boolean {
  if (host !== undefined && isLoopback(`http://${host}`)) return true;
  if (publicUrl !== undefined) return publicUrl.startsWith('https://');
  return forwarded?.split(',').at(-1)?.trim() === 'https';
}
