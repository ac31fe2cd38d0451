import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { ClientId } from '../../../core/board/ids.ts';
import type { Session } from '../../session/session.ts';
import type { Source } from '../value-store.ts';
import type { Following } from '../watching/people/following.ts';
import { TOGETHER } from '../words/meeting/together-words.ts';
import { boardRegister } from './board-register.ts';

/** The person whom a host asks all to follow. Undefined for none, and for a person who is not here. */
export interface Spotlight extends Source<ClientId | undefined>, Disposable {
  ask(): void;
  stopAsking(): void;
}

export interface SpotlightOptions {
  readonly session: Pick<Session, 'board' | 'onChange' | 'onPresence' | 'members' | 'setMeeting' | 'hubNow' | 'clientId'>;
  readonly following: Following;
  readonly say: (text: string) => void;
}

/** Follows the person in the spotlight once for each time that a host asks. A person who leaves is not brought back. */
export function createSpotlight({ session, following, say }: SpotlightOptions): Spotlight {
  const register = boardRegister(session, 'spotlight');
  const owned = new DisposableStore();
  let answered: number | undefined;
  let followedFor: ClientId | undefined;

  const read = (): ClientId | undefined => {
    const [who] = register.read() ?? [];
    if (who === undefined) return undefined;
    const isHere = who === session.clientId || session.members().some(({ clientId }) => clientId === who);
    return isHere ? who : undefined;
  };
  const look = (): void => {
    const [who, asked] = register.read() ?? [];
    if (who === undefined && followedFor !== undefined) {
      if (following.read()?.clientId === followedFor) following.stop();
      followedFor = undefined;
    }
    if (who === undefined || asked === undefined || asked === answered || who === session.clientId) return;
    const member = session.members().find(({ clientId }) => clientId === who);
    if (!member) return;
    answered = asked;
    followedFor = who;
    following.follow(who);
    say(TOGETHER.asked(member.name));
  };
  owned.add(register.watch(look));
  // The person may come to be known after the register.
  owned.add(session.onPresence(look));
  look();
  return {
    read,
    watch(changed) {
      const watching = new DisposableStore();
      watching.add(register.watch(changed));
      watching.add(session.onPresence(changed));
      return watching;
    },
    ask: () => session.setMeeting({ spotlight: [session.clientId, Math.round(session.hubNow())] }),
    stopAsking: () => session.setMeeting({ spotlight: [] }),
    dispose: () => owned.dispose(),
  };
}
