import { MessageJoiner } from './send-queue.ts';

interface Flushable {
  flush(joiner: MessageJoiner): void;
}

/**
 * Sends the messages queued in a turn of the event loop at its end. Messages queued together leave in one write, and a single one
 * leaves without delay. One for all connections.
 */
export class FlushTurn {
  readonly #when: 'endOfTurn' | 'atOnce';
  #waiting: Flushable[] = [];
  readonly #joiner = new MessageJoiner();
  readonly #run = (): void => this.#flushAll();

  /** `atOnce`: nothing waits for the end of the turn, so nothing is joined unless the carrier is full. */
  constructor(when: 'endOfTurn' | 'atOnce' = 'endOfTurn') {
    this.#when = when;
  }

  /** Call once per connection and turn: when its queue has become non-empty. */
  add(connection: Flushable): void {
    if (this.#when === 'atOnce') {
      this.flushNow(connection);
      return;
    }
    this.#waiting.push(connection);
    // After all microtasks of the turn: an async method may send several times between its awaits.
    if (this.#waiting.length === 1) queueMicrotask(() => process.nextTick(this.#run));
  }

  /** For messages that cannot wait for the end of the turn. */
  flushNow(connection: Flushable): void {
    connection.flush(this.#joiner);
  }

  #flushAll(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const connection of due) connection.flush(this.#joiner);
    this.#joiner.clear();
  }
}
