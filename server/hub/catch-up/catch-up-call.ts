import type { Clock, Log } from '../../../core/base/host.ts';
import type { Refusal } from '../../../core/base/result.ts';
import type { CatchUpItem } from '../../../core/contract/hub-contract.ts';
import type { CallRefused, ClientCall } from '../../ports/client-transport.ts';
import type { Refusals } from '../admission/refusals.ts';
import { HubLogEvent } from '../log-events.ts';
import type { Room } from '../room/room.ts';
import type { Session } from '../session.ts';
import type { TurnGate } from '../turns/turn-gate.ts';
import { type ServedBody, streamBody } from './catch-up.ts';
import { type CatchUpWish, parseCatchUpRequest } from './catch-up-request.ts';

export interface CatchUpCallOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly refusals: Refusals;
  /** Chunks of all readers together. */
  readonly gate: TurnGate;
  /** Counts the call against the session's rate of messages. Throws when there are too many. */
  readonly admit: (session: Session, event: string) => void;
}

/** [RPL-1] The hub method `catchUp`. */
export function catchUpCall({ clock, log, refusals, gate, admit }: CatchUpCallOptions) {
  return ({ connection, args }: ClientCall): AsyncIterable<CatchUpItem> => {
    const session = connection.attachment as Session;
    const no = (refusal: Refusal): CallRefused => refusals.ofCall(session, HubLogEvent.catchUpRefused, refusal);
    admit(session, HubLogEvent.catchUpRefused);
    const { state } = session;
    if (state.phase !== 'joined') throw no({ code: 'join.needed' });
    const wish = parseCatchUpRequest(args[0]);
    if (!wish.ok) throw no(wish.error);
    if (!session.catchUps.take(1, clock.mono())) throw no({ code: 'rate.messages' });
    return streamTo(session, state.room, wish.value);
  };

  async function* streamTo(session: Session, room: Room, wish: CatchUpWish): AsyncGenerator<CatchUpItem> {
    if (session.isCatchingUp) throw refusals.ofCall(session, HubLogEvent.catchUpRefused, { code: 'catch_up.busy' });
    session.isCatchingUp = true;
    let served: ServedBody | undefined;
    try {
      served = await room.catchUp(wish);
      const { body, at } = served;
      log.debug(HubLogEvent.catchUpServed, { room: room.tag, how: body.how, bytes: body.bytes - at });
      room.tap.hooks?.noted('catchUp', { bytes: body.bytes - at, receivers: 1 });
      yield* streamBody(served, room, gate);
    } finally {
      session.isCatchingUp = false;
      if (served) room.caughtUp(served);
    }
  }
}
