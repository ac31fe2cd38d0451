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
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};
