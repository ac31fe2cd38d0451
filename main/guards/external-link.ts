import { parseUrl } from './app-address.ts';

/** Schemes that the system may be asked to open. `file:`, `smb:` or an app's own scheme would run things on the person's machine. */
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);
/** Longer than any link that a person follows, shorter than what has crashed system openers. */
const MAX_CHARS = 2_048;

export type ExternalPlan = { readonly kind: 'open'; readonly url: string } | { readonly kind: 'refuse' };

/** Whether an address may be opened outside the app, and in which form: as the parser reads it, not as it was written. */
export function planExternal(raw: unknown): ExternalPlan {
  const url = parseUrl(raw);
  if (!url || !SCHEMES.has(url.protocol) || url.href.length > MAX_CHARS) return { kind: 'refuse' };
  if (url.username !== '' || url.password !== '') return { kind: 'refuse' };
  return { kind: 'open', url: url.href };
}
