const CONTROL_OPCODE = 8;
const CLOSE_OPCODE = 8;
const LENGTH_OF_2 = 126;
const LENGTH_OF_8 = 127;

/**
 * Follows the frames of a WebSocket to know how much of an unfinished message has come: ws stores these bytes and does not report
 * them. It checks nothing, because ws does. Hot path: a short message costs one pass over its head.
 */
export class FrameFollower {
  /** Payload bytes of the message in frames before the current one. */
  #messageBytes = 0;
  #frameBytes = 0;
  /** Payload bytes of the current frame that are still to come. */
  #left = 0;
  /** Bytes of the current frame's head that have come; 0 between frames and inside a payload. */
  #headAt = 0;
  #headLength = 2;
  #lengthEnd = 2;
  #length = 0;
  #isFinal = false;
  #isControl = false;
  #isClose = false;
  /** Fragments of a message have come, and its last one has not. */
  #isFragmented = false;
  /** The peer's close frame has come. Nothing after it counts. */
  hasClosed = false;

  /** Payload bytes of the unfinished message. */
  get bytes(): number {
    return this.#messageBytes + this.#frameBytes;
  }

  /** True: the next byte begins a frame, and no message is unfinished. */
  get isBetweenMessages(): boolean {
    return this.#left === 0 && this.#headAt === 0 && !this.#isFragmented;
  }

  /** True: a message has ended within the chunk. */
  feed(chunk: Uint8Array): boolean {
    let hasEnded = false;
    let at = 0;
    while (at < chunk.length) {
      if (this.#left > 0) {
        const count = Math.min(this.#left, chunk.length - at);
        at += count;
        this.#left -= count;
        this.#frameBytes += count;
        if (this.#left > 0) return hasEnded;
      } else if (!this.#takeHead(chunk[at++] as number)) continue;
      if (this.#left === 0 && this.#endFrame()) hasEnded = true;
    }
    return hasEnded;
  }

  /** True: the head is complete. */
  #takeHead(byte: number): boolean {
    const place = ++this.#headAt;
    if (place === 1) {
      this.#isFinal = byte >= 0x80;
      this.#isControl = (byte & 0x0f) >= CONTROL_OPCODE;
      this.#isClose = (byte & 0x0f) === CLOSE_OPCODE;
      return false;
    }
    if (place === 2) {
      const short = byte & 0x7f;
      this.#lengthEnd = 2 + (short === LENGTH_OF_2 ? 2 : short === LENGTH_OF_8 ? 8 : 0);
      this.#headLength = this.#lengthEnd + (byte >= 0x80 ? 4 : 0);
      this.#length = this.#lengthEnd === 2 ? short : 0;
    } else if (place <= this.#lengthEnd) this.#length = this.#length * 256 + byte;
    if (place < this.#headLength) return false;
    this.#headAt = 0;
    this.#left = this.#length;
    return true;
  }

  /** A control frame may come between the fragments of a message. True: the message has ended. */
  #endFrame(): boolean {
    const bytes = this.#frameBytes;
    this.#frameBytes = 0;
    if (this.#isClose) this.hasClosed = true;
    if (this.#isControl) return false;
    this.#isFragmented = !this.#isFinal;
    this.#messageBytes = this.#isFinal ? 0 : this.#messageBytes + bytes;
    return this.#isFinal;
  }
}
