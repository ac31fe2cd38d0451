import type { Clock } from '../../../core/base/host.ts';
import type { Persistence, Welcome } from '../../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../session.ts';

/** How the hub keeps the board, whether the board may be changed, and what the frames report about it. */
export class RoomSaving {
  readonly #clock: Clock;
  #persistence: Persistence | undefined;
  #savedAt: number | undefined;
  #readOnly: { readonly code: RefusalCode; readonly since: number } | undefined;
  #previousLife: Welcome['previousLife'];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The room has a store. Also true before the first welcome: unsent batches then wait for a hub that may have a store. */
  get isStored(): boolean {
    return this.#persistence?.mode !== 'none';
  }

  welcomed({ persistence, readOnly, previousLife }: Welcome): void {
    this.#persistence = persistence;
    this.#savedAt = persistence.savedAt;
    this.#readOnly = readOnly && { code: readOnly, since: this.#clock.mono() };
    this.#previousLife = previousLife;
  }

  /** A new persistence also ends read-only. */
  persistenceIs(persistence: Persistence): void {
    this.#persistence = persistence;
    this.#savedAt = persistence.savedAt ?? (persistence.mode === 'none' ? undefined : this.#savedAt);
    this.#readOnly = undefined;
  }

  readOnlyFor(code: RefusalCode): void {
    this.#readOnly = { code, since: this.#clock.mono() };
  }

  /**
   * A batch that left after the hub's read-only notice was accepted, so writing is allowed again. True when that is news.
   * `sentAt`: `clock.mono()`.
   */
  accepted(sentAt: number): boolean {
    if (this.#readOnly === undefined || sentAt <= this.#readOnly.since) return false;
    this.#readOnly = undefined;
    return true;
  }

  /** A frame reported more durable seqs. Without a store this has no meaning. */
  saved(): void {
    if (this.#persistence === undefined || this.#persistence.mode === 'none') return;
    this.#savedAt = Math.max(this.#savedAt ?? 0, this.#clock.now());
  }

  status(): Pick<SessionStatus, 'persistence' | 'savedAt' | 'readOnly' | 'previousLife'> {
    return {
      persistence: this.#persistence,
      savedAt: this.#savedAt,
      readOnly: this.#readOnly?.code,
      previousLife: this.#previousLife,
    };
  }
}
