import { LIMITS } from '../../../core/contract/limits.ts';
import { networkOf } from './network-of.ts';
import { TokenBucket } from './token-bucket.ts';

/** The shared limits of all connections from one network address. */
export interface AddressBudget {
  /** Wrong passwords of rooms. */
  readonly passTries: TokenBucket;
  readonly bytes: TokenBucket;
  /** Connections that were closed because they flooded. */
  readonly floods: TokenBucket;
  readonly elements: TokenBucket;
  readonly newRooms: TokenBucket;
}

interface Counted extends AddressBudget {
  /** Open connections. */
  connections: number;
  /** `clock.mono()` when the last connection ended. */
  leftAt: number;
}

/** A budget that was unused for this long is full again, milliseconds. */
const REFILL_MS = 100_000;
/** Most addresses without a connection in memory, some 300 bytes each. Beyond it, the one that left first is dropped. */
const MAX_IDLE = 20_000;

/**
 * The budgets by address. A budget outlives its last connection until it is full again, so that reconnecting does not give a new
 * burst.
 */
export class AddressBudgets {
  readonly #newRoomsBurst: number;
  readonly #byAddress = new Map<string, Counted>();
  /** Addresses without connections, the one that left first at the front. */
  readonly #idle = new Map<string, Counted>();

  /** `newRoomsBurst`: as many as the address may have connections, because all of them may return to a restarted hub. */
  constructor(newRoomsBurst: number) {
    this.#newRoomsBurst = newRoomsBurst;
  }

  get size(): number {
    return this.#byAddress.size + this.#idle.size;
  }

  /** Call `left` when the connection has ended. */
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
    const { addressBytesBurst, addressElementsBurst, addressFloods, addressPassTries } = LIMITS;
    const inRefill = (burst: number): TokenBucket => new TokenBucket((burst * 1_000) / REFILL_MS, burst, mono);
    return {
      passTries: inRefill(addressPassTries),
      bytes: inRefill(addressBytesBurst),
      floods: inRefill(addressFloods),
      elements: inRefill(addressElementsBurst),
      newRooms: inRefill(this.#newRoomsBurst),
      connections: 0,
      leftAt: mono,
    };
  }
}
