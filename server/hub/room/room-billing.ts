import { MessageBudget } from '../admission/message-budget.ts';
import type { Presence } from './presence.ts';
import type { RoomHost } from './room-start.ts';

type BillHost = Pick<RoomHost, 'clock' | 'transport' | 'counters' | 'others'>;

/** Counts the room's billed messages behind a service that bills them. Does nothing elsewhere. */
export class RoomBilling {
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

  /** Counts a message to this many receivers. */
  add(bytes: number, receivers: number): void {
    if (!this.#isKept) return;
    this.#host.counters.billedUnits += this.#budget.add(bytes, receivers, this.#host.clock.mono());
  }

  /**
   * Counts a frame to all members and to the other instances of the room, which each hear it through a client of their own.
   * `bytes`: 0 for a frame that was not sent.
   */
  addFrame(bytes: number): void {
    if (!this.#isKept || bytes === 0) return;
    const { elsewhere } = this.#host.others;
    this.add(bytes, this.#presence.size + elsewhere.size + elsewhere.counted + this.#instances);
  }

  get #instances(): number {
    return this.#host.others.elsewhere.instances + 1;
  }

  /** Units a second that this instance causes for the room. */
  perSecond(): number {
    return this.#budget.perSecond(this.#host.clock.mono());
  }
}
