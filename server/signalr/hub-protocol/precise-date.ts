const NANOSECONDS_OF_MILLISECOND = 1_000_000;
/** Beyond it a `Date` is invalid. */
const LATEST_MS = 8.64e15;

/** A date with more precision than `Date`: .NET's clock counts steps of 100 ns, and its clients send them. */
export class PreciseDate extends Date {
  /** Below the millisecond: 0 to 999,999. */
  readonly nanoseconds: number;

  constructor(ms: number, nanoseconds: number) {
    super(ms);
    this.nanoseconds = nanoseconds;
  }

  override toJSON(): string {
    const digits = String(this.nanoseconds).padStart(6, '0').replace(/0+$/, '');
    return `${this.toISOString().slice(0, -1)}${digits}Z`;
  }
}

export interface SecondsAndNanoseconds {
  readonly sec: number;
  readonly nsec: number;
}

/** A plain `Date` where that is exact. Throws for an invalid date, or one outside of `Date`'s range. */
export function dateOf({ sec, nsec }: SecondsAndNanoseconds): Date {
  const nanoseconds = nsec % NANOSECONDS_OF_MILLISECOND;
  const ms = sec * 1_000 + (nsec - nanoseconds) / NANOSECONDS_OF_MILLISECOND;
  if (nsec > 999_999_999 || Math.abs(ms) > LATEST_MS) throw new RangeError('The timestamp is out of range.');
  return nanoseconds === 0 ? new Date(ms) : new PreciseDate(ms, nanoseconds);
}

export function timeOf(date: Date): SecondsAndNanoseconds {
  const ms = date.getTime();
  if (Number.isNaN(ms)) throw new RangeError('An invalid date cannot be sent.');
  const sec = Math.floor(ms / 1_000);
  const nanoseconds = date instanceof PreciseDate ? date.nanoseconds : 0;
  return { sec, nsec: (ms - sec * 1_000) * NANOSECONDS_OF_MILLISECOND + nanoseconds };
}
