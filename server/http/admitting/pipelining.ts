import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Unanswered requests of one socket. Browsers send one at a time; each waiting request costs a handler and a file. */
const MOST_UNANSWERED = 16;

/** Counts the unanswered requests of each socket, because Node starts a handler for each request at once. */
export class UnansweredRequests {
  readonly #counts = new WeakMap<Duplex, number>();

  /**
   * Counts a request until its answer is sent. Returns the number of its socket's requests without an answer, or 0: there are too
   * many, and the socket is destroyed.
   */
  admit({ socket }: IncomingMessage, response: ServerResponse): number {
    if (socket.destroyed) return refuse(socket);
    const waiting = (this.#counts.get(socket) ?? 0) + 1;
    if (waiting > MOST_UNANSWERED) {
      socket.destroy();
      return refuse(socket);
    }
    this.#counts.set(socket, waiting);
    response.once('close', () => this.#counts.set(socket, (this.#counts.get(socket) ?? 1) - 1));
    return waiting;
  }
}

/** Makes Node's parser believe that another protocol follows and nothing more must be parsed. */
const UPGRADED = 2;

/**
 * Node's parser continues with the thousands of requests that it has already read from a socket, even a destroyed one. Each would
 * cost a request, an answer and an error: 25 us. No documented function stops that. On a Node with other internals the cost
 * remains.
 */
function refuse(socket: Duplex): 0 {
  const parser: unknown = Reflect.get(socket, 'parser');
  if (typeof parser === 'object' && parser !== null && 'onIncoming' in parser) parser.onIncoming = () => UPGRADED;
  return 0;
}
