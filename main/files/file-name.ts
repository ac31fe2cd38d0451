import { extname } from 'node:path';

const MAX_CHARS = 100;
/** Names that Windows reserves for devices, with any ending. */
const DEVICES = /^(con|conin\$|conout\$|prn|aux|nul|(com|lpt)[\d¹²³]) *(\.|$)/i;

/** A file name that every system accepts, from the renderer's suggestion (a room's title, which anyone may have chosen). */
export function safeFileName(suggested: string, ending: string): string {
  const stem = suggested.toLowerCase().endsWith(ending) ? suggested.slice(0, -ending.length) : suggested;
  const plain = stem
    // Separators, reserved characters and invisible characters.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, MAX_CHARS)
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${plain === '' || DEVICES.test(plain) ? 'Inkroom board' : plain}${ending}`;
}

/**
 * The path to write to, for the path that the person chose. Adds the ending, which some dialogs leave out. `ask` is set when that
 * makes it another existing file, which the person has not agreed to replace.
 */
export function planSavePath(
  chosen: string,
  ending: string,
  exists: (path: string) => boolean,
): { readonly kind: 'write'; readonly path: string } | { readonly kind: 'ask'; readonly path: string } {
  if (extname(chosen).toLowerCase() === ending) return { kind: 'write', path: chosen };
  const path = `${chosen}${ending}`;
  return exists(path) ? { kind: 'ask', path } : { kind: 'write', path };
}
