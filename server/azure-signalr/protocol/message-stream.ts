import { lengthPrefixFraming, prefixLength } from '@inkroom/signalr/hub-protocol/framing';
import { Inbox } from '@inkroom/signalr/receiving/inbox';
import { type Decoded, readServiceMessage } from './read-message.ts';

/** Bound of server messages (reference 11.3). Length prefix included. */
export const FRAME_BYTES = 16 * 1024 * 1024;

/** Why a stream cannot continue: the start of the next message is unknown, or the message is too large. */
export type BrokenCode = 'frame.too_large' | 'frame.bad_length';

export type Taken = Decoded | { readonly kind: 'broken'; readonly code: BrokenCode };

/**
 * Splits the bytes of one server connection into messages. Borders of WebSocket messages have no meaning (reference 6.1). Push
 * bytes as they come, then take messages until there are none; then it holds at most one unfinished message.
 */
export class MessageStream {
  readonly #inbox = new Inbox();
  readonly #frameBytes: number;
  #broken: BrokenCode | undefined;

  constructor(frameBytes: number = FRAME_BYTES) {
    this.#frameBytes = frameBytes;
  }

  /** Bytes of the unfinished message. */
  get size(): number {
    return this.#inbox.size;
  }

  /** Takes ownership of `bytes`. A broken stream ignores them. */
  push(bytes: Buffer): void {
    if (this.#broken === undefined && bytes.length > 0) this.#inbox.push(bytes);
  }

  /** The next message. Undefined when more bytes are needed. `broken` is permanent: end the connection. */
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
