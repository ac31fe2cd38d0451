import type { Random } from '../../../core/base/host.ts';
import type { ClientId } from '../../../core/board/ids.ts';
import { ClientMethod, type Notice } from '../../../core/contract/hub-contract.ts';
import type { TraceQuestion } from '../../../core/contract/tracing/trace-answer.ts';
import type { Room } from '../room/room.ts';

/** [TRC-3] Clients of one instance that are asked about one batch, besides its author. */
const ASKED_PEERS = 4;
/** A question and its envelope, for the bill of a service. Bytes. */
const QUESTION_BYTES = 120;

/** The clients that were asked about one batch and have not answered. */
export class AskedClients {
  readonly #waiting = new Map<ClientId, number>();

  /** Asks the author `who` (when it is here and `n` is given), and some others. */
  ask(room: Room, question: TraceQuestion, who: ClientId, host: { readonly random: Random; readonly mono: number }): void {
    const { n, ...forPeers } = question;
    const author = n === undefined ? undefined : room.member(who);
    const peers = [...room.everyone()].filter(({ entry, awaySince }) => entry.clientId !== who && awaySince === undefined);
    const first = Math.floor(host.random.next() * peers.length);
    const asked = [...peers.slice(first), ...peers.slice(0, first)].slice(0, ASKED_PEERS);
    for (const member of author ? [author, ...asked] : asked) {
      const notice: Notice = { kind: 'traced', ...(member === author ? question : forPeers) };
      this.#waiting.set(member.entry.clientId, host.mono);
      member.connection.send(ClientMethod.notice, [notice]);
      room.bill(QUESTION_BYTES, 1);
    }
  }

  /** `clock.mono()` when the client was asked; undefined when it was not, or has answered. */
  take(who: ClientId): number | undefined {
    const asked = this.#waiting.get(who);
    this.#waiting.delete(who);
    return asked;
  }

  get areDone(): boolean {
    return this.#waiting.size === 0;
  }
}
