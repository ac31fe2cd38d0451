import { LIMITS } from '../../../core/contract/limits.ts';
import { networkOf } from './network-of.ts';
import { TokenBucket } from './token-bucket.ts';

/** What all connections of one network address may do together. */
export interface AddressBudget {
  readonly bytes: TokenBucket;
  readonly elements: TokenBucket;
  readonly newRooms: TokenBucket;
}

interface Counted extends AddressBudget {
  /** Open connections. */
  connections: number;
  /** `clock.mono()` of the last one's end. */
  leftAt: number;
}

/** A budget that was not used for this long is full again, milliseconds. */
const REFILL_MS = 100_000;
/** Addresses without a connection that are remembered, some 300 bytes each. The one that left first is forgotten first. */
const MAX_IDLE = 20_000;

/** The budgets by address. One outlives its last connection until it is full again: a new connection is no way to a new burst. */
export class AddressBudgets {
  readonly #newRoomsBurst: number;
  readonly #byAddress = new Map<string, Counted>();
  /** Without connections, the one that left first at the beginning. */
  readonly #idle = new Map<string, Counted>();

  /** `newRoomsBurst`: as many as the address may have connections, for all of them may come back to a hub that was started again. */
  constructor(newRoomsBurst: number) {
    this.#newRoomsBurst = newRoomsBurst;
  }

  get size(): number {
    return this.#byAddress.size + this.#idle.size;
  }

  /** Tell `left` when the connection has ended. */
  came(address: string, mono: number): AddressBudget {
    this.#forget(mono);
    const key = networkOf(address);
    const known = this.#byAddress.get(key) ?? this.#idle.get(key) ?? this.#fresh(mono);
    this.#idle.delete(key);
    this.#byAddress.set(key, known);
    known.connections++;
    return known;
  }

  left(address: string, mono: number): void {
    const key = networkOf(address);
    const known = this.#byAddress.get(key);
    if (!known || --known.connections > 0) return;
    known.leftAt = mono;
    this.#byAddress.delete(key);
    this.#idle.set(key, known);
  }

  #forget(mono: number): void {
    for (const [key, { leftAt }] of this.#idle) {
      if (mono - leftAt < REFILL_MS && this.#idle.size <= MAX_IDLE) return;
      this.#idle.delete(key);
    }
  }

  #fresh(mono: number): Counted {
    const { addressBytesBurst, addressElementsBurst } = LIMITS;
    const inRefill = (burst: number): TokenBucket => new TokenBucket((burst * 1_000) / REFILL_MS, burst, mono);
    return {
      bytes: inRefill(addressBytesBurst),
      elements: inRefill(addressElementsBurst),
      newRooms: inRefill(this.#newRoomsBurst),
      connections: 0,
      leftAt: mono,
    };
  }
}
