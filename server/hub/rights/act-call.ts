import type { Clock } from '../../../core/base/host.ts';
import type { Refusal } from '../../../core/base/result.ts';
import { parseHostAct } from '../../../core/contract/host-acts.ts';
import type { CallRefused, ClientCall } from '../../ports/client-transport.ts';
import type { Refusals } from '../admission/refusals.ts';
import type { Departures } from '../departures.ts';
import { HubLogEvent } from '../log-events.ts';
import type { Session } from '../session.ts';
import type { RightsDesk } from './rights-desk.ts';

export interface ActCallOptions {
  readonly clock: Clock;
  readonly rights: RightsDesk;
  readonly refusals: Refusals;
  readonly departures: Departures;
  /** Counts the call against the session's rate of messages. Throws when there are too many. */
  readonly admit: (session: Session, event: string) => void;
}

/** [RGT-7] The hub method `act`. */
export function actCall({ clock, rights, refusals, departures, admit }: ActCallOptions) {
  return async ({ connection, args }: ClientCall): Promise<unknown> => {
    const session = connection.attachment as Session;
    admit(session, HubLogEvent.actRefused);
    const no = (refusal: Refusal): CallRefused => {
      if (!session.strikes.take(1, clock.mono())) departures.endFlood(session, refusal.code);
      return refusals.ofCall(session, HubLogEvent.actRefused, refusal);
    };
    const { state } = session;
    if (state.phase !== 'joined') throw no({ code: 'join.needed' });
    const act = parseHostAct(args[0]);
    if (act === undefined) throw no({ code: 'host.malformed' });
    if (!session.acts.take(1, clock.mono())) throw no({ code: 'rate.messages' });
    const answer = await rights.act(state.room, state.member, act);
    if (!answer.ok) throw no(answer.error);
    return answer.value;
  };
}
