/** Results of a framing's search. */
export const NEED_MORE = 0;
export const TOO_LARGE = -1;
export const MALFORMED = -2;

/** Separates messages in a stream of bytes. */
export interface Framing {
  /**
   * Offset behind the message that begins at `from`, or one of the three codes above. `seen`: offset up to which an earlier call
   * with fewer bytes has searched, so that a slowly arriving message is not searched from its start each time.
   */
  endOf(bytes: Buffer, from: number, seen: number, maxBytes: number): number;
}

/** ASCII 30, behind every JSON message and every handshake (reference 4.2). */
export const RECORD_SEPARATOR = 0x1e;

export const recordSeparatorFraming: Framing = {
  endOf(bytes, from, seen, maxBytes) {
    const at = bytes.indexOf(RECORD_SEPARATOR, Math.max(from, seen));
    const length = at < 0 ? bytes.length - from + 1 : at + 1 - from;
    if (length > maxBytes) return TOO_LARGE;
    return at < 0 ? NEED_MORE : at + 1;
  },
};

/**
 * VarInt of one to five bytes before each MessagePack message (reference 4.3). Refuses an excessive length before the body
 * arrives.
 */
export const lengthPrefixFraming: Framing = {
  endOf(bytes, from, _seen, maxBytes) {
    let length = 0;
    let scale = 1;
    for (let i = 0; i < 5; i++) {
      const byte = bytes[from + i];
      if (byte === undefined) return NEED_MORE;
      if (i === 4 && byte > 7) return MALFORMED;
      length += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (length + i + 1 > maxBytes) return TOO_LARGE;
        const end = from + i + 1 + length;
        return end > bytes.length ? NEED_MORE : end;
      }
      scale *= 128;
    }
    return MALFORMED;
  },
};

/** Bytes of the prefix of a message found by `lengthPrefixFraming`. */
export function prefixLength(framed: Uint8Array): number {
  let at = 0;
  while ((framed[at] ?? 0) >= 0x80) at++;
  return at + 1;
}

/** Bytes of the prefix for a body of this length. */
export function prefixSizeFor(bodyBytes: number): number {
  let size = 1;
  for (let rest = bodyBytes; rest >= 0x80; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes the prefix and returns the offset behind it. */
export function writePrefix(out: Uint8Array, at: number, bodyBytes: number): number {
  let next = at;
  let rest = bodyBytes;
  while (rest >= 0x80) {
    out[next++] = (rest & 0x7f) | 0x80;
    rest = Math.floor(rest / 128);
  }
  out[next++] = rest;
  return next;
}
