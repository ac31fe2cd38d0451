import type { Leaned } from '../sending/shared-bytes.ts';

/** Ready to be sent, or to be made again when it is. */
type Kept = Uint8Array | Leaned;

/**
 * Messages to one client that it has not acknowledged (reference 6.2, 6.3). They are numbered from 1 for the life of the connection,
 * and the number is never sent: both sides count.
 *
 * Stock clients end a connection that goes on from a number beyond what they have counted on the socket before. A client may
 * acknowledge what it has while a replay is still on its way, and lose the socket before it has counted the replay. So what was
 * replayed keeps its place until something newer is acknowledged; of what has arrived only the place is kept.
 */
export class ReplayBuffer {
  /** In order, from `#from` on. */
  #messages: (Kept | undefined)[] = [];
  #from = 0;
  /** Number of the message at `#from`, or of the next one when there is none. */
  #first = 1;
  #bytes = 0;
  #leanedBytes = 0;
  /** Number of the last message that was handed to the socket there is. */
  #handed = 0;
  /** Up to this number places are kept. */
  #replayedUpTo = 0;
  /** Up to this number there are only places. */
  #arrivedUpTo = 0;
  readonly #place: Uint8Array;

  /** `place`: a short message of a counted type, for the place of one that the client has. It means nothing to a client. */
  constructor(place: Uint8Array) {
    this.#place = place;
  }

  /** Of the messages that are kept whole. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of those that lean on the application's own. */
  get leanedBytes(): number {
    return this.#leanedBytes;
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

  /** Takes ownership of a leaned one. */
  push(message: Kept): void {
    this.#messages.push(message);
    this.#count(message, 1);
  }

  /** The newest message went to the socket on its own. */
  handedOver(): void {
    this.#handed = this.#last;
  }

  /** Whether there are messages that the socket was not given. */
  get hasNext(): boolean {
    return this.#handed < this.#last;
  }

  /** Hands over the next message. */
  takeNext(): Uint8Array | undefined {
    if (!this.hasNext) return undefined;
    this.#handed = Math.max(this.#handed + 1, this.#first);
    const message = this.#messages[this.#from + this.#handed - this.#first];
    return message instanceof Uint8Array ? message : message?.make();
  }

  /** There is a new socket: everything from `first` on is to be handed over again. */
  rewind(): void {
    this.#handed = this.#first - 1;
    this.#replayedUpTo = this.#last;
  }

  /** Everything up to this number has arrived. More than was sent counts as all of it; less than before changes nothing. */
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
    // Moving the rest costs no more than what was taken away before it.
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
    else this.#leanedBytes += sign * message.length;
  }
}
