import { type Framing, MALFORMED, NEED_MORE, TOO_LARGE } from '../hub-protocol/framing.ts';

export type TakeResult = Buffer | 'empty' | 'tooLarge' | 'malformed';

/**
 * The bytes of one connection that have come and are not read. Gives out whole framed messages, as views of what came: a view
 * stays valid for ever because no buffer is used again. Holds at most one unfinished message and what came behind an unread one.
 */
export class Inbox {
  /** What is being read, from `#at` on. */
  #bytes: Buffer | undefined;
  #at = 0;
  /** How far `#bytes` has been searched without finding the end of the message at `#at`. */
  #seen = 0;
  /** Written bytes of `#bytes` when it is a buffer of our own that may grow; 0 when it is somebody's frame. */
  #capacity = 0;

  /** Bytes that wait. */
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
      // Our own buffer has room, and nothing that was given out lies in the free part of it.
      const grown = Buffer.from(waiting.buffer, waiting.byteOffset, length);
      grown.set(bytes, waiting.length);
      this.#bytes = grown;
      return;
    }
    // Doubling: a message that comes byte by byte costs no more than twice its length. Never from the shared pool: views outlive it.
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
        // A rest at the end of a large frame must not keep the frame alive, nor be kept with it.
        if (this.#capacity === 0) this.#own(bytes);
        return 'empty';
    }
    const message = this.#at === 0 && end === bytes.length ? bytes : bytes.subarray(this.#at, end);
    if (end === bytes.length) this.clear();
    else {
      this.#at = end;
      this.#seen = end;
      // What was given out lies in front of the rest: the buffer may grow no more where it is.
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
