/**
 * What the board's page may load and do. Everything else is refused.
 * `connect-src` allows any http(s) and ws(s) address, because a person may join any hub: the address comes with the link, as in a
 * browser's address bar. CORS on the other side limits what the page can do there, and only the app's own code runs
 * (`script-src`).
 * `img-src` needs `data:` and `blob:` for exported pictures. There is no `unsafe-inline`: React sets styles through the CSSOM,
 * which a policy does not restrict.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' http: https: ws: wss:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Headers of every answer of the `app:` protocol. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};
