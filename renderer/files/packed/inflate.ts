import { FILE_LIMITS } from '../file-limits.ts';

/** Unpacks zlib data with the platform's function. Undefined for damaged data, or more than `most` bytes. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, most: number = FILE_LIMITS.bytes): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > most) {
        await reader.cancel();
        return undefined;
      }
      parts.push(value);
    }
  } catch {
    return undefined;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
