/** Bytes on the wire: msgpack bin. On the JSON hub protocol they are base64 text, so readers accept both (`readBytes`). */
export type WireBytes = Uint8Array | string;

/** What msgpack and JSON both carry. */
export type WireValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly WireValue[]
  | { readonly [key: string]: WireValue };

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const CODES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE = new Map([...CODES].map((char, value) => [char, value]));

function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !BASE64.test(text)) return undefined;
  const bytes = new Uint8Array((text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0));
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    let triple = 0;
    for (let j = 0; j < 4; j++) triple = (triple << 6) | (VALUE.get(text.charAt(i + j)) ?? 0);
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (triple >> shift) & 255;
  }
  return bytes;
}

/** Bytes from either protocol, or undefined when the value is neither bin nor base64. */
export function readBytes(raw: unknown): Uint8Array | undefined {
  if (raw instanceof Uint8Array) return raw;
  return typeof raw === 'string' ? fromBase64(raw) : undefined;
}

/** A non-negative safe integer, or undefined. One test refuses NaN, infinities, fractions and -0. */
export function readCount(raw: unknown, max: number = Number.MAX_SAFE_INTEGER): number | undefined {
  return typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0 && raw <= max ? raw : undefined;
}
