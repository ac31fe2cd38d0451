import type { Clock } from '../../../core/base/host.ts';
import type { Refusal } from '../../../core/base/result.ts';
import { parseHostAct } from '../../../core/contract/access/host-acts.ts';
import type { CallRefused, ClientCall } from '../../ports/client-transport.ts';
import { HubLogEvent } from '../log-events.ts';
import type { Session } from '../session.ts';
import type { TraceDesk } from '../tracing/trace-desk.ts';
import type { Whispers } from '../words/whispers.ts';
import type { RightsDesk } from './rights-desk.ts';

export interface ActCallOptions {
  readonly clock: Clock;
  readonly rights: RightsDesk;
  readonly whispers: Whispers;
  readonly traces: TraceDesk;
  /** Counts the call against the session's rate of messages. Throws when there are too many. */
  readonly admit: (session: Session, event: string) => void;
  /** Refuses the call at the cost of a strike. Returns the error that the call must throw. */
  readonly strike: (session: Session, event: string, refusal: Refusal) => CallRefused;
}

/** [RGT-7] The hub method `act`. */
export function actCall({ clock, rights, whispers, traces, admit, strike }: ActCallOptions) {
  return async ({ connection, args }: ClientCall): Promise<unknown> => {
    const session = connection.attachment as Session;
    admit(session, HubLogEvent.actRefused);
    const no = (refusal: Refusal): CallRefused => strike(session, HubLogEvent.actRefused, refusal);
    const { state } = session;
    if (state.phase !== 'joined') throw no({ code: 'join.needed' });
    const act = parseHostAct(args[0]);
    if (act === undefined) throw no({ code: 'host.malformed' });
    if (act.act === 'say') {
      if (!session.words.take(1, clock.mono())) throw no({ code: 'rate.chat' });
      const said = whispers.say(state.room, state.member, act);
      if (!said.ok) throw no(said.error);
      return said.value;
    }
    if (act.act === 'traced' || act.act === 'trace') {
      const done = traces.act(state.room, state.member, act);
      if (!done.ok) throw no(done.error);
      return done.value;
    }
    state.room.tap.hooks?.noted('act', { who: state.member.entry.clientId });
    if (!session.acts.take(1, clock.mono())) throw no({ code: 'rate.messages' });
    const answer = await rights.act(state.room, state.member, act);
    if (!answer.ok) throw no(answer.error);
    return answer.value;
  };
}
