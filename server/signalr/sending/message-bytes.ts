/**
 * Longer messages have memory of their own. In Node's pool, one that waits for a slow client keeps its neighbours too, 64 KiB, and a
 * pool of that size is taken from the system and given back each time (`hub-memory.ts`).
 */
const POOLED_BYTES = 4 * 1024;

/** Bytes for a message that is about to be written, not cleared. */
export function bytesForMessage(length: number): Buffer {
  return length > POOLED_BYTES ? Buffer.allocUnsafeSlow(length) : Buffer.allocUnsafe(length);
}
