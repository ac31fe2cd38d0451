import type { ClientId } from '../../../../core/board/ids.ts';
import type { PresenceAccess, RemoteMember } from '../../../../core/room/board-access.ts';
import { derived, type Source } from '../../value-store.ts';

/** Another person in the room, without the cursor, for avatars. */
export interface Person {
  readonly clientId: ClientId;
  readonly name: string;
  readonly color: number;
  /** [PRS-7] */
  readonly program?: true;
}

/** Guest 9 stands before Guest 10. */
const BY_NAME = new Intl.Collator(undefined, { numeric: true });

/** The other people, by name. Notifies only when someone comes, goes or is renamed, not with every cursor. */
export function watchPeople(presence: Pick<PresenceAccess, 'members' | 'onPresence'>): Source<readonly Person[]> {
  return derived<readonly RemoteMember[], readonly Person[]>(
    { read: () => presence.members(), watch: (changed) => presence.onPresence(changed) },
    (members) =>
      members
        .map(({ clientId, name, color, program }) => ({ clientId, name, color, ...(program === true ? { program } : {}) }))
        .sort((a, b) => BY_NAME.compare(a.name, b.name) || (a.clientId < b.clientId ? -1 : 1)),
    isSamePeople,
  );
}

function isSamePeople(a: readonly Person[], b: readonly Person[]): boolean {
  return (
    a.length === b.length &&
    a.every((person, i) => {
      const other = b[i];
      return (
        other !== undefined &&
        person.clientId === other.clientId &&
        person.name === other.name &&
        person.color === other.color &&
        person.program === other.program
      );
    })
  );
}

/** Avatars in the row before the rest becomes a number (look.md). */
const AVATARS_SHOWN = 4;

/** A number that fits on an avatar. */
export function shortCount(count: number): string {
  return count < 1_000 ? String(count) : `${Math.floor(count / 1_000)}k`;
}

export function splitAvatars(people: readonly Person[]): { readonly shown: readonly Person[]; readonly more: number } {
  return { shown: people.slice(0, AVATARS_SHOWN), more: Math.max(0, people.length - AVATARS_SHOWN) };
}
