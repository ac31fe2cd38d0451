import type { Clock, Log } from '../../../core/base/host.ts';
import { SessionLogEvent } from '../log-events.ts';
import type { SessionStatus } from '../session.ts';

/** Clocks that differ by less are right: an answer may be on its way for seconds. Milliseconds. */
const OFF_MS = 120_000;

/** Which clocks of those around this session are wrong, as far as it can tell. Each change is logged once. */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #log: Log;
  #trouble: SessionStatus['clockTrouble'];

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  get trouble(): SessionStatus['clockTrouble'] {
    return this.#trouble;
  }

  /** [HS-11] The hub let this client in, and told its time if it could. */
  welcomed(hubNow: number | undefined): void {
    const aheadMs = hubNow === undefined ? 0 : this.#clock.now() - hubNow;
    this.#is(Math.abs(aheadMs) < OFF_MS ? undefined : { of: 'device', aheadMs });
  }

  /** The hub cannot serve anybody for its own clock or that of its service. */
  serverIsOff(): void {
    this.#is({ of: 'server' });
  }

  #is(trouble: SessionStatus['clockTrouble']): void {
    const before = this.#trouble;
    this.#trouble = trouble;
    if (before?.of === trouble?.of) return;
    if (trouble === undefined) this.#log.info(SessionLogEvent.clockRight);
    else {
      const seconds = trouble.of === 'device' ? { aheadSeconds: Math.round(trouble.aheadMs / 1_000) } : {};
      this.#log.warn(SessionLogEvent.clockOff, { of: trouble.of, ...seconds });
    }
  }
}
