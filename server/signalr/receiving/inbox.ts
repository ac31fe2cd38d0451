import { type Framing, MALFORMED, NEED_MORE, TOO_LARGE } from '../hub-protocol/framing.ts';

export type TakeResult = Buffer | 'empty' | 'tooLarge' | 'malformed';

/**
 * The unread bytes of one connection. Returns whole framed messages, as views of the received bytes. A view stays valid
 * permanently, because buffers are never reused. Holds at most one unfinished message and the bytes behind an unread one.
 */
export class Inbox {
  /** The bytes being read, from `#at` on. */
  #bytes: Buffer | undefined;
  #at = 0;
  /** Offset up to which `#bytes` was searched for the end of the message at `#at`. */
  #seen = 0;
  /** Used bytes of `#bytes` when it is an own buffer that may grow; 0 when it is a received frame. */
  #capacity = 0;

  /** Unread bytes. */
  get size(): number {
    return this.#bytes === undefined ? 0 : this.#bytes.length - this.#at;
  }

  /** Takes ownership of `bytes`. */
  push(bytes: Buffer): void {
    const waiting = this.#bytes;
    if (waiting === undefined) {
      this.#bytes = bytes;
      this.#at = 0;
      this.#seen = 0;
      this.#capacity = 0;
      return;
    }
    const length = waiting.length - this.#at + bytes.length;
    if (this.#at === 0 && length <= this.#capacity) {
      // The own buffer has space, and no returned view lies in its free part.
      const grown = Buffer.from(waiting.buffer, waiting.byteOffset, length);
      grown.set(bytes, waiting.length);
      this.#bytes = grown;
      return;
    }
    // Doubling: a message that comes byte by byte costs at most twice its length. Never from the shared pool, because views
    // outlive it.
    const room = Buffer.from(new ArrayBuffer(length * 2));
    room.set(waiting.subarray(this.#at));
    room.set(bytes, waiting.length - this.#at);
    this.#capacity = room.length;
    this.#bytes = room.subarray(0, length);
    this.#seen = Math.max(0, this.#seen - this.#at);
    this.#at = 0;
  }

  /** The next whole message, framing included. */
  take(framing: Framing, maxBytes: number): TakeResult {
    const bytes = this.#bytes;
    if (bytes === undefined) return 'empty';
    const end = framing.endOf(bytes, this.#at, this.#seen, maxBytes);
    switch (end) {
      case TOO_LARGE:
        return 'tooLarge';
      case MALFORMED:
        return 'malformed';
      case NEED_MORE:
        this.#seen = bytes.length;
        // A short rest must not keep the whole frame in memory.
        if (this.#capacity === 0) this.#own(bytes);
        return 'empty';
    }
    const message = this.#at === 0 && end === bytes.length ? bytes : bytes.subarray(this.#at, end);
    if (end === bytes.length) this.clear();
    else {
      this.#at = end;
      this.#seen = end;
      // A returned view lies before the rest, so the buffer may not grow in place.
      this.#capacity = 0;
    }
    return message;
  }

  #own(bytes: Buffer): void {
    const rest = bytes.subarray(this.#at);
    const room = Buffer.from(new ArrayBuffer(Math.max(64, rest.length * 2)));
    room.set(rest);
    this.#capacity = room.length;
    this.#bytes = room.subarray(0, rest.length);
    this.#seen = rest.length;
    this.#at = 0;
  }

  clear(): void {
    this.#bytes = undefined;
    this.#at = 0;
    this.#seen = 0;
    this.#capacity = 0;
  }
}
