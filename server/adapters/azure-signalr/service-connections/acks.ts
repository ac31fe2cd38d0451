import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import type { Clock, Disposable } from '@inkroom/signalr/host';
import type { ServiceConnection } from './service-connection.ts';

/** Longest wait for the service's answer (reference 5.3). */
const ACK_MS = 10_000;

/** Result of a request: the status of the answer, or the reason why there is none. */
export type AckOutcome = number | 'late' | 'lineLost';

interface Waiting {
  readonly line: ServiceConnection;
  readonly timer: Disposable;
  settle(outcome: AckOutcome): void;
}

/** Unanswered requests to the service. The answer comes over the same server connection (reference 6.4). */
export class Acks {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  request(line: ServiceConnection, messageWith: (ackId: number) => ServiceMessage): Promise<AckOutcome> {
    // The service reads it as a 32-bit integer.
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

  /** Unknown and late ids are ignored. */
  received(ackId: number, status: number): void {
    this.#waiting.get(ackId)?.settle(status);
  }

  lineLost(line: ServiceConnection): void {
    for (const waiting of [...this.#waiting.values()]) if (waiting.line === line) waiting.settle('lineLost');
  }
}
