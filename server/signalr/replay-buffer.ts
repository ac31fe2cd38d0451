/**
 * Messages to one client that it has not acknowledged (reference 6.2, 6.3). They are numbered from 1 for the life of the connection,
 * and the number is never sent: both sides count.
 */
export class ReplayBuffer {
  /** In order, from `#from` on. */
  #messages: (Uint8Array | undefined)[] = [];
  #from = 0;
  /** Number of the message at `#from`, or of the next one when there is none. */
  #first = 1;
  #bytes = 0;

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
    const last = this.#first + this.count - 1;
    while (this.#first <= Math.min(upTo, last)) {
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

  /** In order. */
  *unacknowledged(): Generator<Uint8Array> {
    for (let at = this.#from; at < this.#messages.length; at++) {
      const message = this.#messages[at];
      if (message !== undefined) yield message;
    }
  }
}
