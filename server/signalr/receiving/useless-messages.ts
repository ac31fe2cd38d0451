const KIB = 1024;

export interface UselessRules {
  readonly uselessMessages: number;
  readonly uselessMessagesPerSecond: number;
}

/** Counts one client's messages without effect. A long message counts once per KiB, because reading it costs as much. */
export class UselessMessages {
  readonly #rules: UselessRules;
  #left: number;
  /** Monotonic milliseconds. */
  #at: number;

  constructor(rules: UselessRules, now: number) {
    this.#rules = rules;
    this.#left = rules.uselessMessages;
    this.#at = now;
  }

  /** Counts a message of this length. False: there were too many. */
  takes(bytes: number, now: number): boolean {
    const { uselessMessages, uselessMessagesPerSecond } = this.#rules;
    const regained = ((now - this.#at) * uselessMessagesPerSecond) / 1_000;
    this.#left = Math.min(uselessMessages, this.#left + regained) - Math.max(1, bytes / KIB);
    this.#at = now;
    return this.#left >= 0;
  }
}
