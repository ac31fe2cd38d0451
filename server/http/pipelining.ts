import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Requests of one socket that wait for their answer. Browsers send one at a time; each that waits costs a handler and a file. */
const MOST_UNANSWERED = 16;

/** Counts the requests of each socket that have no answer yet: Node itself starts a handler for each request that has come. */
export class UnansweredRequests {
  readonly #counts = new WeakMap<Duplex, number>();

  /** Counts a request until its answer has gone. False: there are too many, and its socket is destroyed. */
  admit({ socket }: IncomingMessage, response: ServerResponse): boolean {
    if (socket.destroyed) return false;
    const waiting = (this.#counts.get(socket) ?? 0) + 1;
    if (waiting > MOST_UNANSWERED) {
      socket.destroy();
      return false;
    }
    this.#counts.set(socket, waiting);
    response.once('close', () => this.#counts.set(socket, (this.#counts.get(socket) ?? 1) - 1));
    return true;
  }
}
