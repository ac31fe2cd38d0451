import { inflate } from './inflate.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * The text of a PNG picture under a keyword, from any of the three kinds of text chunk. Characters stand for bytes (Latin-1),
 * except in `iTXt`.
 */
export async function pngText(bytes: Uint8Array, keyword: string): Promise<string | undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at: number = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = latin1(bytes.subarray(at + 4, at + 8));
    if (length > bytes.length - at - 12) return undefined;
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') {
      const end = chunk.indexOf(0);
      if (end > 0 && latin1(chunk.subarray(0, end)) === keyword) return textOf(type, chunk.subarray(end + 1));
    }
    if (type === 'IEND') return undefined;
    at += 12 + length;
  }
  return undefined;
}

async function textOf(type: 'tEXt' | 'zTXt' | 'iTXt', rest: Uint8Array): Promise<string | undefined> {
  if (type === 'tEXt') return latin1(rest);
  if (type === 'zTXt') {
    // After the number of the only compression method.
    const text = await inflate(rest.slice(1));
    return text && latin1(text);
  }
  const isPacked = rest[0] === 1;
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) return undefined;
  const body = rest.slice(translated + 1);
  const text = isPacked ? await inflate(body) : body;
  return text && new TextDecoder().decode(text);
}

/** One character per byte. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return text;
}

/** The bytes that characters below 256 stand for. */
export function bytesOfLatin1(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
