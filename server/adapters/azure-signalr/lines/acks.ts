import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import type { Clock, Disposable } from '@inkroom/signalr/host';
import type { ServiceLine } from './service-line.ts';

/** How long the service may take (reference 5.3). */
const ACK_MS = 10_000;

/** What came of a request: the status of the answer, or none. */
export type AckOutcome = number | 'late' | 'lineLost';

interface Waiting {
  readonly line: ServiceLine;
  readonly timer: Disposable;
  settle(outcome: AckOutcome): void;
}

/** Requests to the service that wait for their answer, which comes over the same server connection (reference 6.4). */
export class Acks {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  request(line: ServiceLine, messageWith: (ackId: number) => ServiceMessage): Promise<AckOutcome> {
    // A whole number of 32 bits over there.
    this.#lastId = (this.#lastId + 1) & 0x7fff_ffff;
    const id = this.#lastId;
    return new Promise((resolve) => {
      const settle = (outcome: AckOutcome): void => {
        if (!this.#waiting.delete(id)) return;
        timer.dispose();
        resolve(outcome);
      };
      const timer = this.#clock.after(ACK_MS, () => settle('late'));
      this.#waiting.set(id, { line, timer, settle });
      line.send(messageWith(id));
    });
  }

  /** Unknown ids, and those that come too late, are ignored. */
  received(ackId: number, status: number): void {
    this.#waiting.get(ackId)?.settle(status);
  }

  lineLost(line: ServiceLine): void {
    for (const waiting of [...this.#waiting.values()]) if (waiting.line === line) waiting.settle('lineLost');
  }
}
