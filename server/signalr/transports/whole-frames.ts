const FINAL_BINARY = 0x82;
const MASKED = 0x80;
const MASK_BYTES = 4;
const SHORT_HEAD = 2 + MASK_BYTES;
const LENGTH_OF_2 = 126;
const LENGTH_OF_8 = 127;

export interface MessageReader {
  /** A whole message. The reader owns its bytes. */
  message(bytes: Buffer): void;
}

/**
 * Reads the whole messages at the start of `chunk`, each one masked binary frame of at most `mostBytes`, and passes them on as
 * views of the chunk, unmasked in place. Returns the number of bytes read. It stops at anything else (text, whose UTF-8 ws
 * checks, fragments, control frames, the part of a frame, an error), which ws reads.
 * Hot path: nearly every message of a client that draws is such a frame, and the streams of ws cost several times as much.
 */
export function readWholeFrames(chunk: Buffer, mostBytes: number, reader: MessageReader): number {
  let at = 0;
  while (chunk.length - at > SHORT_HEAD) {
    const first = chunk[at];
    const second = chunk[at + 1] ?? 0;
    if (first !== FINAL_BINARY || second <= MASKED) return at;
    let length = second - MASKED;
    if (length === LENGTH_OF_8) return at;
    let mask = at + 2;
    if (length === LENGTH_OF_2) {
      length = chunk.readUInt16BE(mask);
      mask += 2;
    }
    const start = mask + MASK_BYTES;
    const end = start + length;
    if (length > mostBytes || end > chunk.length) return at;
    unmask(chunk, mask, end);
    at = end;
    reader.message(chunk.subarray(start, end));
  }
  return at;
}

/** The payload follows its mask. */
function unmask(bytes: Buffer, mask: number, end: number): void {
  const start = mask + MASK_BYTES;
  for (let i = start; i < end; i++) bytes[i] = (bytes[i] as number) ^ (bytes[mask + ((i - start) & 3)] as number);
}
