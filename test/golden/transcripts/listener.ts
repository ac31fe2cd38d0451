import type { Arrival, Carrier } from './carrier.ts';
import type { SmallDifference } from './compare-answer.ts';
import { Differs } from './difference.ts';
import { ackOf, isPing, isSame, isStreamItem, meansSame, type WireMessage } from './messages.ts';
import type { Names } from './names.ts';

/** Longest wait for an answer that is due, beyond the recorded one. */
const PATIENCE_MS = 5_000;
/** Acks come once a second at most: a silence shorter than this says nothing about them. */
const ACK_PERIOD_MS = 1_200;

/** Compares what comes on one connection. Every method throws `Differs`, and notes what is no reason to end the scenario. */
export interface Listener {
  readonly carrier: Carrier;
  /** These messages are due, in this order; where any order is right, `later` says what else may come in place of each of them. */
  expect(due: readonly WireMessage[], recordedMs: number, later: readonly WireMessage[] | undefined): Promise<void>;
  expectEnd(code: number | undefined, recordedMs: number): Promise<void>;
  expectNothing(ms: number): Promise<void>;
  expectOpen(ms: number): Promise<void>;
  /** Waits for as many Pings as were due. */
  settlePings(): Promise<void>;
}

/**
 * `lateItems`: a stream was cancelled, and items that were under way by then may still come.
 *
 * Pings and Acks come by timers, between other messages: of Pings it counts that as many come as were recorded; an Ack is
 * compared where one is due, and where the recording is silent for longer than an Ack can be late.
 */
export function createListener(
  carrier: Carrier,
  names: Names,
  note: (small: SmallDifference) => void,
  lateItems: 'none' | 'maySkip' = 'none',
): Listener {
  const early: WireMessage[] = [];
  let pingsDue = 0;
  let pingsCame = 0;
  let phase: 'open' | 'ended' = 'open';
  /** Time that recorded Pings took, which are not waited for one by one: what follows them may take that much longer. */
  let pingMs = 0;

  async function arrival(waitMs: number, acksCount: boolean): Promise<Arrival | undefined> {
    const until = performance.now() + waitMs;
    for (;;) {
      const next = await carrier.arrivals.takeOrNothing(Math.max(1, until - performance.now()));
      if (next === undefined || next.kind === 'end') return next;
      if (isPing(next.message)) pingsCame++;
      else if (acksCount || ackOf(next.message) === undefined) return next;
    }
  }

  /** The message among those that are due which came next. */
  async function receive(due: WireMessage, waitMs: number, others: readonly WireMessage[]): Promise<WireMessage> {
    const ackDue = ackOf(due);
    for (;;) {
      const next = await arrival(waitMs, ackDue !== undefined);
      if (next === undefined) throw new Differs('no answer', due.value, 'nothing');
      if (next.kind === 'end') throw new Differs('end', due.value, wordOf(next));
      const value = next.message.kind === 'binary' ? names.maskBytes(next.message.value) : names.mask(next.message.value);
      const came = { ...next.message, value };
      const ackCame = ackOf(came);
      // Acks are cumulative: a server may send a smaller one first.
      if (ackDue !== undefined && ackCame !== undefined && ackCame < ackDue) continue;
      const comparable = { ...came, value: names.maskQuestion(due.value, came.value) };
      const found = [due, ...others].find((one) => isSame(one, comparable));
      if (found) return found;
      const meant = [due, ...others].find((one) => meansSame(one, comparable));
      if (meant) {
        note({ what: 'encoding', due: meant.value, came: comparable.value });
        return meant;
      }
      if (lateItems === 'maySkip' && isStreamItem(came) && !isStreamItem(due)) continue;
      throw new Differs(came.kind === due.kind ? 'message' : 'kind of frame', due.value, comparable.value);
    }
  }

  return {
    carrier,
    async expect(due, recordedMs, later) {
      for (const [n, message] of due.entries()) {
        const others = later === undefined ? [] : [...due.slice(n + 1), ...later];
        if (isPing(message)) {
          pingsDue++;
          pingMs += recordedMs;
          continue;
        }
        for (;;) {
          const before = early.findIndex((one) => isSame(message, one));
          if (before >= 0) {
            early.splice(before, 1);
            break;
          }
          const came = await receive(message, PATIENCE_MS + recordedMs + pingMs, others);
          pingMs = 0;
          if (came === message) break;
          early.push(came);
        }
      }
    },
    async expectEnd(code, recordedMs) {
      const due = `closed ${code ?? ''}`;
      const next = await arrival(PATIENCE_MS + recordedMs + pingMs, false);
      if (next === undefined) throw new Differs('no answer', due, 'nothing');
      if (next.kind === 'message') throw new Differs('extra message', due, wordOf(next));
      if (code !== undefined && next.code !== code) note({ what: 'close code', due, came: wordOf(next) });
      phase = 'ended';
    },
    async expectNothing(ms) {
      const next = await arrival(ms, ms > ACK_PERIOD_MS);
      if (next !== undefined) throw new Differs('extra message', 'nothing', wordOf(next));
    },
    async expectOpen(ms) {
      const next = await arrival(ms, false);
      if (next !== undefined) throw new Differs('extra message', 'nothing', wordOf(next));
    },
    async settlePings() {
      // A Ping and the time-out that ends the connection may fall into the same second, in either order.
      if (phase === 'ended' && pingsCame >= pingsDue - 1) return;
      for (; pingsCame < pingsDue; pingsCame++) {
        const next = await carrier.arrivals.takeOrNothing(PATIENCE_MS);
        const isDue = next?.kind === 'message' && isPing(next.message);
        if (!isDue) throw new Differs('no answer', `${pingsDue} Pings`, `${pingsCame}, then ${next ? wordOf(next) : 'nothing'}`);
      }
    },
  };
}

function wordOf(arrival: Arrival): string {
  return arrival.kind === 'message' ? arrival.message.value : `closed ${arrival.code ?? ''}`;
}
