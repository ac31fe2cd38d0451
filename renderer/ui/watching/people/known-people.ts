import { type Disposable, DisposableStore } from '../../../../core/base/disposable.ts';
import type { ClientId } from '../../../../core/board/ids.ts';
import type { PresenceAccess } from '../../../../core/room/board-access.ts';
import type { SessionStatus } from '../../../session/session.ts';
import type { Source } from '../../value-store.ts';
import type { Person } from './people.ts';

/** Most people that are remembered after they have left. The one who was met first is forgotten first. */
const KNOWN_MOST = 2_000;

/** The people whom this window has met in the room, also after they have left. The board itself holds no names. */
export interface KnownPeople extends Disposable {
  /** `isYou`: this window's person. Undefined: this window never met the person. */
  find(clientId: ClientId): (Person & { readonly isYou: boolean }) | undefined;
  /** The name that a person's own message on the board says, unless this window met the person. */
  readOf(person: Person): void;
}

export function watchKnownPeople(
  presence: Pick<PresenceAccess, 'members' | 'onPresence'>,
  status: Source<Pick<SessionStatus, 'you'>>,
): KnownPeople {
  const met = new Map<ClientId, Person>();
  const meet = (person: Person): void => {
    met.set(person.clientId, person);
    if (met.size <= KNOWN_MOST) return;
    const [first] = met.keys();
    if (first !== undefined) met.delete(first);
  };
  const owned = new DisposableStore();
  const look = (): void => {
    for (const { clientId, name, color } of presence.members()) {
      const known = met.get(clientId);
      if (known?.name !== name || known.color !== color) meet({ clientId, name, color });
    }
  };
  owned.add(presence.onPresence(look));
  look();
  return {
    find(clientId) {
      const { you } = status.read();
      if (clientId === you.clientId) return { ...you, isYou: true };
      const known = met.get(clientId);
      return known && { ...known, isYou: false };
    },
    readOf: (person) => void (met.has(person.clientId) || meet(person)),
    dispose: () => owned.dispose(),
  };
}
