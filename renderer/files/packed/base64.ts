const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Int8Array(128).fill(-1);
for (const [i, sign] of [...SIGNS].entries()) VALUES[sign.charCodeAt(0)] = i;
// Both alphabets.
for (const [sign, value] of [
  ['-', 62],
  ['_', 63],
] as const)
  VALUES[sign.charCodeAt(0)] = value;

/** The bytes of a base64 text. Skips white space and padding. Undefined for any other character. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4) + 1);
  let count = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Padding, tab, line feed, carriage return, space.
    if (unit === 61 || unit === 9 || unit === 10 || unit === 13 || unit === 32) continue;
    const value = unit < 128 ? (VALUES[unit] as number) : -1;
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[count++] = (held >> bits) & 255;
  }
  return bytes.subarray(0, count);
}

const CODES = new TextEncoder().encode(SIGNS);
const PADDING = 61;

/** The base64 text of bytes, with padding. */
export function base64Of(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(PADDING);
  for (let i = 0, at = 0; i < bytes.length; i += 3, at += 4) {
    const held = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const signs = Math.min(3, bytes.length - i) + 1;
    for (let sign = 0; sign < signs; sign++) text[at + sign] = CODES[(held >> (18 - 6 * sign)) & 63] as number;
  }
  return new TextDecoder().decode(text);
}
