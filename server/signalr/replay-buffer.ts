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
  #messages: (Uint8Array | undefined)[] = [];
  #from = 0;
  /** Number of the message at `#from`, or of the next one when there is none. */
  #first = 1;
  #bytes = 0;
  /** Up to this number places are kept. */
  #replayedUpTo = 0;
  /** Up to this number there are only places. */
  #arrivedUpTo = 0;
  readonly #place: Uint8Array;

  /** `place`: a short message of a counted type, for the place of one that the client has. It means nothing to a client. */
  constructor(place: Uint8Array) {
    this.#place = place;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#messages.length - this.#from;
  }

  /** Number of the first message that would be replayed, or of the next new one (reference 6.5). */
  get first(): number {
    return this.#first;
  }

  push(message: Uint8Array): void {
    this.#messages.push(message);
    this.#bytes += message.length;
  }

  /** Everything up to this number has arrived. More than was sent counts as all of it; less than before changes nothing. */
  acknowledge(upTo: number): void {
    const last = Math.min(upTo, this.#first + this.count - 1);
    if (upTo <= this.#replayedUpTo) {
      for (let number = Math.max(this.#first, this.#arrivedUpTo + 1); number <= last; number++) {
        const at = this.#from + number - this.#first;
        this.#bytes += this.#place.length - (this.#messages[at]?.length ?? 0);
        this.#messages[at] = this.#place;
        this.#arrivedUpTo = number;
      }
      return;
    }
    while (this.#first <= last) {
      this.#bytes -= this.#messages[this.#from]?.length ?? 0;
      this.#messages[this.#from] = undefined;
      this.#from++;
      this.#first++;
    }
    // Moving the rest costs no more than what was taken away before it.
    if (this.#from * 2 >= this.#messages.length) {
      this.#messages = this.#messages.slice(this.#from);
      this.#from = 0;
    }
  }

  /** What goes out on a new socket, in order; `first` is the number of the first of these. */
  replay(): readonly Uint8Array[] {
    this.#replayedUpTo = this.#first + this.count - 1;
    return this.unacknowledged();
  }

  unacknowledged(): readonly Uint8Array[] {
    return this.#messages.slice(this.#from).filter((message) => message !== undefined);
  }
}
