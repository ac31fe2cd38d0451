import { parseUrl } from './app-address.ts';

/** Schemes that the system may open. `file:`, `smb:` or an app's own scheme would run programs on the person's machine. */
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);
/** Longer than any real link, shorter than the links that have crashed system openers. */
const MAX_CHARS = 2_048;

export type ExternalPlan = { readonly kind: 'open'; readonly url: string } | { readonly kind: 'refuse' };

/** Decides whether an address may be opened outside the app. The plan contains the parser's form of it, not the original text. */
export function planExternal(raw: unknown): ExternalPlan {
  const url = parseUrl(raw);
  if (!url || !SCHEMES.has(url.protocol) || url.href.length > MAX_CHARS) return { kind: 'refuse' };
  if (url.username !== '' || url.password !== '') return { kind: 'refuse' };
  return { kind: 'open', url: url.href };
}
