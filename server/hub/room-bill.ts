import { packValue } from '../../core/wire/msgpack.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';
import { MessageBudget } from './message-budget.ts';
import type { Presence } from './presence.ts';
import type { RoomHost } from './room-start.ts';

/** What the hub protocol puts around the arguments of a frame, about. */
const FRAME_HEAD_BYTES = 10;

/** Counts what the room's messages cost behind a service that bills them. Nothing where there is none. */
export class RoomBill {
  readonly #host: Pick<RoomHost, 'transport' | 'counters' | 'others'>;
  readonly #presence: Presence;
  readonly #budget: MessageBudget;

  /** `mono`: the clock's. */
  constructor(host: Pick<RoomHost, 'transport' | 'counters' | 'others'>, presence: Presence, mono: number) {
    this.#host = host;
    this.#presence = presence;
    this.#budget = new MessageBudget(mono);
  }

  /** A message for so many. */
  add(bytes: number, receivers: number): void {
    if (this.#host.transport.reach === 'all') this.#host.counters.billedUnits += this.#budget.add(bytes, receivers);
  }

  /** To everybody in the room, and to the instances that serve it: each hears it by a client of its own. */
  addFrame(frame: readonly WireValue[]): void {
    if (this.#host.transport.reach !== 'all') return;
    const { elsewhere } = this.#host.others;
    const instances = elsewhere.instances + 1;
    this.add(packValue(frame).length + FRAME_HEAD_BYTES, this.#presence.size + elsewhere.size + instances);
  }

  /** What this instance makes the service bill for the room, units a second. */
  perSecond(mono: number): number {
    return this.#budget.perSecond(mono);
  }
}
