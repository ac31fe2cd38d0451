import type { Clock, Log } from '@inkroom/signalr/host';
import { AzureLogEvent } from '../azure-log-events.ts';

/**
 * The service tolerates five minutes of difference in a token's times. A difference above this is logged before that.
 * Milliseconds.
 */
const OFF_MS = 120_000;

/**
 * Compares this machine's clock with the service's, by the `Date` of its answers. The service refuses tokens that a wrong clock
 * has signed.
 */
export class ServiceClock {
  readonly #clock: Clock;
  readonly #log: Log;
  #isOff = false;

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** True when the difference may make the service refuse this machine's tokens. */
  get isOff(): boolean {
    return this.#isOff;
  }

  /** `date`: the header of an answer, if present. Each change is logged once. */
  answered(date: string | undefined): void {
    const theirs = Date.parse(date ?? '');
    if (Number.isNaN(theirs)) return;
    const aheadMs = this.#clock.now() - theirs;
    const isOff = Math.abs(aheadMs) >= OFF_MS;
    if (isOff === this.#isOff) return;
    this.#isOff = isOff;
    const aheadSeconds = Math.round(aheadMs / 1_000);
    if (isOff)
      this.#log.warn(AzureLogEvent.clockWrong, { aheadSeconds, note: 'the clocks of this machine and of the service differ' });
    else this.#log.info(AzureLogEvent.clockCorrected, { aheadSeconds });
  }
}
