import { MessageBudget } from '../admission/message-budget.ts';
import type { Presence } from './presence.ts';
import type { RoomHost } from './room-start.ts';

type BillHost = Pick<RoomHost, 'clock' | 'transport' | 'counters' | 'others'>;

/** Counts what the room's messages cost behind a service that bills them. Nothing where there is none. */
export class RoomBill {
  readonly #host: BillHost;
  readonly #presence: Presence;
  readonly #budget: MessageBudget;

  constructor(host: BillHost, presence: Presence) {
    this.#host = host;
    this.#presence = presence;
    this.#budget = new MessageBudget(host.clock.mono());
  }

  get #isKept(): boolean {
    return this.#host.transport.reach === 'all';
  }

  /** A message for so many. */
  add(bytes: number, receivers: number): void {
    if (!this.#isKept) return;
    this.#host.counters.billedUnits += this.#budget.add(bytes, receivers, this.#host.clock.mono());
  }

  /** To everybody in the room, and to the instances that serve it: each hears it by a client of its own. `bytes`: 0 for one not sent. */
  addFrame(bytes: number): void {
    if (!this.#isKept || bytes === 0) return;
    const { elsewhere } = this.#host.others;
    this.add(bytes, this.#presence.size + elsewhere.size + this.#instances);
  }

  get #instances(): number {
    return this.#host.others.elsewhere.instances + 1;
  }

  /** What this instance makes the service bill for the room, units a second. */
  perSecond(): number {
    return this.#budget.perSecond(this.#host.clock.mono());
  }
}
