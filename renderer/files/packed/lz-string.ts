import { FILE_LIMITS } from '../file-limits.ts';

/**
 * Unpacks base64 data of the lz-string library: Obsidian's `compressed-json` blocks and tldraw's clipboard. Own code, because the
 * library has no bound: a few hundred kilobytes of hostile input grow to gigabytes in it. Undefined for damaged or too large
 * data.
 * The format is LZ78 with codes that grow from two bits, lowest bit first. Codes 0 and 1 announce a new character of 8 or 16
 * bits, 2 is the end.
 */
export function unpackLzString(base64: string, most: number = FILE_LIMITS.bytes): string | undefined {
  const bits = new BitReader(base64);
  const phrases: string[] = ['', '', ''];
  let width = 2;
  const first = readSign(bits, bits.read(2));
  if (first === undefined) return undefined;
  if (first === '') return '';
  phrases.push(first);
  width = 3;
  /** How many more phrases codes of this width can name. */
  let left = 4;
  let last = first;
  const out: string[] = [first];
  let units = first.length;
  for (;;) {
    const code = bits.read(width);
    if (code === undefined) return undefined;
    if (code === 2) return out.join('');
    let at = code;
    if (code < 2) {
      const sign = readSign(bits, code);
      if (sign === undefined) return undefined;
      at = phrases.length;
      phrases.push(sign);
      if (--left === 0) left = 2 ** width++;
    }
    const known = phrases[at];
    const phrase = known ?? (at === phrases.length ? last + last.charAt(0) : undefined);
    if (phrase === undefined) return undefined;
    units += phrase.length;
    if (units > most) return undefined;
    out.push(phrase);
    phrases.push(last + phrase.charAt(0));
    if (--left === 0) left = 2 ** width++;
    last = phrase;
  }
}

/** The character after a code of 0 or 1; '' for the end, undefined for anything else. */
function readSign(bits: BitReader, code: number | undefined): string | undefined {
  if (code === 2) return '';
  if (code !== 0 && code !== 1) return undefined;
  const unit = bits.read(code === 0 ? 8 : 16);
  return unit === undefined ? undefined : String.fromCharCode(unit);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';
const VALUES = new Map([...ALPHABET].map((sign, i) => [sign.charCodeAt(0), i]));
/** More bits than any code needs for the largest text. */
const WIDEST = 30;

/** Six bits per character, the highest first. Padding counts as a character, as in the library. */
class BitReader {
  readonly #text: string;
  #at = 0;
  #value = 0;
  #left = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Undefined at the end of the text. */
  read(count: number): number | undefined {
    if (count > WIDEST) return undefined;
    let value = 0;
    for (let bit = 0; bit < count; bit++) {
      if (this.#left === 0 && !this.#next()) return undefined;
      this.#left--;
      value |= ((this.#value >> this.#left) & 1) << bit;
    }
    return value;
  }

  #next(): boolean {
    while (this.#at < this.#text.length) {
      const value = VALUES.get(this.#text.charCodeAt(this.#at++));
      // Line breaks of the surrounding file.
      if (value === undefined) continue;
      this.#value = value;
      this.#left = 6;
      return true;
    }
    return false;
  }
}
