const VALUES = new Int8Array(128).fill(-1);
for (const [i, sign] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'].entries())
  VALUES[sign.charCodeAt(0)] = i;
// Both alphabets.
for (const [sign, value] of [
  ['+', 62],
  ['-', 62],
  ['/', 63],
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
