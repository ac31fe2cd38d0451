import { Inbox } from '@inkroom/signalr/connection/inbox';
import { lengthPrefixFraming, prefixLength } from '@inkroom/signalr/hub-protocol/framing';
import { type Decoded, readServiceMessage } from './read-message.ts';

/** Server messages are to be kept below this (reference 11.3). Length prefix included. */
export const FRAME_BYTES = 16 * 1024 * 1024;

/** Why a stream cannot be read on: where the next message begins is not known, or not worth the memory. */
export type BrokenCode = 'frame.too_large' | 'frame.bad_length';

export type Taken = Decoded | { readonly kind: 'broken'; readonly code: BrokenCode };

/**
 * The messages in the bytes of one server connection. Borders of WebSocket messages mean nothing (reference 6.1): push bytes as they
 * come, and take until there is nothing. It holds one unfinished message at most, if one takes after each push.
 */
export class MessageStream {
  readonly #inbox = new Inbox();
  readonly #frameBytes: number;
  #broken: BrokenCode | undefined;

  constructor(frameBytes: number = FRAME_BYTES) {
    this.#frameBytes = frameBytes;
  }

  /** Bytes that wait for the rest of their message. */
  get size(): number {
    return this.#inbox.size;
  }

  /** Takes ownership of `bytes`. A broken stream ignores them. */
  push(bytes: Buffer): void {
    if (this.#broken === undefined && bytes.length > 0) this.#inbox.push(bytes);
  }

  /** The next message; undefined when more bytes are needed. `broken` is given for ever: end the connection. */
  take(): Taken | undefined {
    if (this.#broken !== undefined) return { kind: 'broken', code: this.#broken };
    const frame = this.#inbox.take(lengthPrefixFraming, this.#frameBytes);
    if (frame === 'empty') return undefined;
    if (typeof frame === 'string') {
      this.#broken = frame === 'tooLarge' ? 'frame.too_large' : 'frame.bad_length';
      this.#inbox.clear();
      return { kind: 'broken', code: this.#broken };
    }
    return readServiceMessage(frame.subarray(prefixLength(frame)));
  }
}
