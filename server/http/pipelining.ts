import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Requests of one socket that wait for their answer. Browsers send one at a time; each that waits costs a handler and a file. */
const MOST_UNANSWERED = 16;

/** Counts the requests of each socket that have no answer yet: Node itself starts a handler for each request that has come. */
export class UnansweredRequests {
  readonly #counts = new WeakMap<Duplex, number>();

  /** Counts a request until its answer has gone. False: there are too many, and its socket is destroyed. */
  admit({ socket }: IncomingMessage, response: ServerResponse): boolean {
    if (socket.destroyed) return refuse(socket);
    const waiting = (this.#counts.get(socket) ?? 0) + 1;
    if (waiting > MOST_UNANSWERED) {
      socket.destroy();
      return refuse(socket);
    }
    this.#counts.set(socket, waiting);
    response.once('close', () => this.#counts.set(socket, (this.#counts.get(socket) ?? 1) - 1));
    return true;
  }
}

/** What Node's parser takes for: another protocol follows, nothing more is to be read. */
const UPGRADED = 2;

/**
 * Node's parser goes on with the thousands of requests that it has read from a socket already, also when that is destroyed: each would cost a
 * request, an answer and an error, 25 us in all. No documented way ends that. Where Node's inside is another one, they cost that again.
 */
function refuse(socket: Duplex): false {
  const parser: unknown = Reflect.get(socket, 'parser');
  if (typeof parser === 'object' && parser !== null && 'onIncoming' in parser) parser.onIncoming = () => UPGRADED;
  return false;
}
