import type { FrameKind, Transport } from '../transports/transport.ts';

/**
 * Bytes in one frame while more is waiting. Small enough that a slow network shows progress within the send timeout. At 6 KB/s a
 * client, which sees a frame only when it is complete, then gets one every few seconds.
 */
export const FRAME_BYTES = 16 * 1024;

/** Approximate memory of a short message, bytes: many of them must not pass below a bound in bytes. */
export const LEAST_MESSAGE_BYTES = 64;

/**
 * Joins the waiting messages of one connection. Remembers the last result: in a burst to a group all members wait for the same.
 */
export class MessageJoiner {
  #last: readonly Uint8Array[] = [];
  #joined: Uint8Array | undefined;

  join(messages: readonly Uint8Array[]): Uint8Array {
    const [first] = messages;
    if (messages.length === 1 && first !== undefined) return first;
    if (
      this.#joined !== undefined &&
      messages.length === this.#last.length &&
      messages.every((one, i) => one === this.#last[i])
    ) {
      return this.#joined;
    }
    this.#last = messages;
    this.#joined = Buffer.concat(messages);
    return this.#joined;
  }

  /** Keeps nothing in memory. */
  clear(): void {
    this.#last = [];
    this.#joined = undefined;
  }
}

/** The waiting messages of one connection: whole framed messages, in order. */
export class SendQueue {
  #messages: Uint8Array[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Approximate bytes in memory. */
  get cost(): number {
    return Math.max(this.#bytes, this.#messages.length * LEAST_MESSAGE_BYTES);
  }

  push(message: Uint8Array): void {
    this.#messages.push(message);
    this.#bytes += message.length;
  }

  /** Writes while the transport accepts it, several messages per frame. Returns the number of frames. */
  flush(transport: Transport, kind: FrameKind, joiner: MessageJoiner): number {
    // Hot path: one message, sent as it is.
    if (this.#messages.length === 1 && transport.writable) {
      const message = this.#messages.pop();
      this.#bytes = 0;
      if (message !== undefined) transport.write(message, kind);
      return 1;
    }
    let from = 0;
    let frames = 0;
    while (from < this.#messages.length && transport.writable) {
      const to = this.#frameEnd(from);
      const frame = joiner.join(from === 0 && to === this.#messages.length ? this.#messages : this.#messages.slice(from, to));
      this.#bytes -= frame.length;
      from = to;
      frames++;
      transport.write(frame, kind);
    }
    // A new array instead of a cleared one: the joiner may still compare with it.
    if (from > 0) this.#messages = this.#messages.slice(from);
    return frames;
  }

  /** The messages from `from` on that fit into one frame: at least one. */
  #frameEnd(from: number): number {
    if (this.#bytes <= FRAME_BYTES) return this.#messages.length;
    let to = from;
    let bytes = 0;
    do {
      bytes += this.#messages[to]?.length ?? 0;
      to++;
    } while (to < this.#messages.length && bytes + (this.#messages[to]?.length ?? 0) <= FRAME_BYTES);
    return to;
  }

  clear(): void {
    this.#messages = [];
    this.#bytes = 0;
  }
}
