import type { FrameKind, Transport } from '../transports/transport.ts';

/**
 * Bytes put into one frame where more is waiting: small enough that a slow line shows progress within the send timeout, and that a client,
 * which hears of a frame when all of it is there, hears something every few seconds at 6 KB/s.
 */
export const FRAME_BYTES = 16 * 1024;

/** What a short message costs in memory, about: many of them must not slip through under a bound in bytes. */
export const LEAST_MESSAGE_BYTES = 64;

/** Joins the messages that wait for one connection. Remembers the last result: in a burst to a group everyone waits for the same. */
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

  /** Keeps nothing alive. */
  clear(): void {
    this.#last = [];
    this.#joined = undefined;
  }
}

/** What waits for one connection: whole framed messages, in order. */
export class SendQueue {
  #messages: Uint8Array[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes in memory, roughly. */
  get cost(): number {
    return Math.max(this.#bytes, this.#messages.length * LEAST_MESSAGE_BYTES);
  }

  push(message: Uint8Array): void {
    this.#messages.push(message);
    this.#bytes += message.length;
  }

  /** Writes while the transport takes it, several messages in one frame. Returns how many frames were written. */
  flush(transport: Transport, kind: FrameKind, joiner: MessageJoiner): number {
    // The hot path: one message, to be sent as it is.
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
    // A new array, not a cleared one: the joiner may still compare with it.
    if (from > 0) this.#messages = this.#messages.slice(from);
    return frames;
  }

  /** The messages from `from` that go into one frame: at least one. */
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
