import type { Clock } from '@inkroom/signalr/host';

/** What a tier of the service allows (reference 11.1, 11.3). */
export interface TierLimits {
  /** Clients and server connections together. */
  readonly connectionQuota: number;
  /** Billed units from one midnight (UTC) to the next. The service stops when they are used up. */
  readonly dailyMessages: number;
  /** New clients in a second. The service's own numbers are not published. */
  readonly connectsPerSecond: number;
}

/** The tiers by the service's names. A larger tier bills more messages, and does not stop. */
export const TIERS = {
  Free_F1: { connectionQuota: 20, dailyMessages: 20_000, connectsPerSecond: 20 },
  Standard_S1: { connectionQuota: 1_000, dailyMessages: Number.POSITIVE_INFINITY, connectsPerSecond: 100 },
} as const satisfies Readonly<Record<string, TierLimits>>;

/** The service's texts, as users report them. */
export const CONNECTIONS_FULL = 'Connection count reaches limit.';
export const MESSAGES_FULL = 'Message count reaches limit.';
export const messagesFullFor = ({ dailyMessages }: TierLimits): string => `Maximum message count limit reached: ${dailyMessages}`;

const DAY_MS = 86_400_000;

export interface QuotaOptions {
  readonly limits: TierLimits;
  readonly clock: Clock;
  /** Units billed since the start. */
  billedUnits(): number;
  /** Clients and server connections. */
  connections(): number;
}

/** The quotas of the service: who may still come, and whether messages are left. */
export class Quota {
  readonly #options: QuotaOptions;
  #day: number;
  /** Units that were billed before today. */
  #before = 0;
  /** New clients that may come now, and when that was true (monotonic, milliseconds). */
  #tokens: number;
  #filledAt: number;

  constructor(options: QuotaOptions) {
    const { clock, limits } = options;
    this.#options = options;
    this.#day = Math.floor(clock.now() / DAY_MS);
    this.#tokens = limits.connectsPerSecond;
    this.#filledAt = clock.mono();
  }

  /** `throttled`: too many in a short time; it may come a moment later. Takes its place when it may come. */
  admitClient(): 'welcome' | 'throttled' | 'connectionsFull' | 'messagesFull' {
    if (this.isUsedUp()) return 'messagesFull';
    if (this.isFull()) return 'connectionsFull';
    const { connectsPerSecond } = this.#options.limits;
    if (connectsPerSecond === Number.POSITIVE_INFINITY) return 'welcome';
    const now = this.#options.clock.mono();
    this.#tokens = Math.min(connectsPerSecond, this.#tokens + ((now - this.#filledAt) / 1_000) * connectsPerSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return 'throttled';
    this.#tokens--;
    return 'welcome';
  }

  isFull(): boolean {
    return this.#options.connections() >= this.#options.limits.connectionQuota;
  }

  /** True when the messages of this day are used up. */
  isUsedUp(): boolean {
    const { clock, limits, billedUnits } = this.#options;
    const day = Math.floor(clock.now() / DAY_MS);
    if (day !== this.#day) {
      this.#day = day;
      this.#before = billedUnits();
    }
    return billedUnits() - this.#before >= limits.dailyMessages;
  }
}
