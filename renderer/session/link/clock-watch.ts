import type { Clock, Log } from '../../../core/base/host.ts';
import { SessionLogEvent } from '../log-events.ts';
import type { SessionStatus } from '../session.ts';

/** A smaller difference is ignored, because an answer may take seconds. Milliseconds. */
const OFF_MS = 120_000;

/** Detects wrong clocks of this device, the hub and its service. Each change is logged once. */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #log: Log;
  #trouble: SessionStatus['clockTrouble'];
  /** This device's clock minus the hub's, as the last welcome showed it. Milliseconds. */
  #aheadMs = 0;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  get trouble(): SessionStatus['clockTrouble'] {
    return this.#trouble;
  }

  /** [HS-11] The hub accepted this client, and named its time if it could. */
  welcomed(hubNow: number | undefined): void {
    const aheadMs = hubNow === undefined ? 0 : this.#clock.now() - hubNow;
    this.#aheadMs = aheadMs;
    this.#is(Math.abs(aheadMs) < OFF_MS ? undefined : { of: 'device', aheadMs });
  }

  /** Milliseconds since 1970 by the hub's clock. By this device's clock before the first welcome. */
  hubNow(): number {
    return this.#clock.now() - this.#aheadMs;
  }

  /** The hub cannot serve any client because its clock or its service's clock is wrong. */
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
