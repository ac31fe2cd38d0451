import type { BufferReference } from '../sending/shared-bytes.ts';

/** Bytes ready to be sent, or the means to make them again. */
type Kept = Uint8Array | BufferReference;

/**
 * Messages to one client that it has not acknowledged (reference 6.2, 6.3). They are numbered from 1 for the life of the
 * connection. The number is never sent: both sides count.
 * Stock clients end a connection that continues from a number beyond their own count on the previous socket. A client may
 * acknowledge messages while a replay is still in flight, and lose the socket before it has counted the replay. A replayed
 * message therefore keeps its place until something newer is acknowledged; of an acknowledged one only the place is kept.
 */
export class ReplayBuffer {
  /** In order, from `#from` on. */
  #messages: (Kept | undefined)[] = [];
  #from = 0;
  /** Number of the message at `#from`, or of the next one when it is empty. */
  #first = 1;
  #bytes = 0;
  #referencedBytes = 0;
  /** Number of the last message that was given to the current socket. */
  #handed = 0;
  /** Places are kept up to this number. */
  #replayedUpTo = 0;
  /** Up to this number only places are left. */
  #arrivedUpTo = 0;
  readonly #place: Uint8Array;

  /** `place`: a short message of a counted type that takes the place of an acknowledged one. Clients ignore it. */
  constructor(place: Uint8Array) {
    this.#place = place;
  }

  /** Bytes of the messages that are kept whole. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of those that refer to the application's buffers. */
  get referencedBytes(): number {
    return this.#referencedBytes;
  }

  get count(): number {
    return this.#messages.length - this.#from;
  }

  /** Number of the first message that would be replayed, or of the next new one (reference 6.5). */
  get first(): number {
    return this.#first;
  }

  get #last(): number {
    return this.#first + this.count - 1;
  }

  /** Takes ownership of a message that refers to a buffer. */
  push(message: Kept): void {
    this.#messages.push(message);
    this.#count(message, 1);
  }

  /** The newest message was given to the socket directly. */
  handedOver(): void {
    this.#handed = this.#last;
  }

  /** True when the socket has not got all messages. */
  get hasNext(): boolean {
    return this.#handed < this.#last;
  }

  /** Returns the next message for the socket. */
  takeNext(): Uint8Array | undefined {
    if (!this.hasNext) return undefined;
    this.#handed = Math.max(this.#handed + 1, this.#first);
    const message = this.#messages[this.#from + this.#handed - this.#first];
    return message instanceof Uint8Array ? message : message?.make();
  }

  /** There is a new socket: everything from `first` on must be sent again. */
  rewind(): void {
    this.#handed = this.#first - 1;
    this.#replayedUpTo = this.#last;
  }

  /**
   * Everything up to this number has arrived. A number that is too high counts as all; a lower one than before changes nothing.
   */
  acknowledge(upTo: number): void {
    const last = Math.min(upTo, this.#last);
    if (upTo <= this.#replayedUpTo) {
      for (let number = Math.max(this.#first, this.#arrivedUpTo + 1); number <= last; number++) {
        const at = this.#from + number - this.#first;
        this.#forget(at);
        this.#messages[at] = this.#place;
        this.#bytes += this.#place.length;
        this.#arrivedUpTo = number;
      }
      return;
    }
    while (this.#first <= last) {
      this.#forget(this.#from);
      this.#from++;
      this.#first++;
    }
    // Moving the rest costs no more than the removal before it.
    if (this.#from * 2 >= this.#messages.length) {
      this.#messages = this.#messages.slice(this.#from);
      this.#from = 0;
    }
  }

  /** The connection has ended. */
  clear(): void {
    for (let at = this.#from; at < this.#messages.length; at++) this.#forget(at);
    this.#messages = [];
    this.#from = 0;
  }

  #forget(at: number): void {
    const message = this.#messages[at];
    this.#messages[at] = undefined;
    if (message === undefined) return;
    this.#count(message, -1);
    if (!(message instanceof Uint8Array)) message.release();
  }

  #count(message: Kept, sign: 1 | -1): void {
    if (message instanceof Uint8Array) this.#bytes += sign * message.length;
    else this.#referencedBytes += sign * message.length;
  }
}
