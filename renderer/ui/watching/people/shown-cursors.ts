import { DisposableStore } from '../../../../core/base/disposable.ts';
import type { ClientId } from '../../../../core/board/ids.ts';
import type { PresenceAccess, RemoteMember } from '../../../../core/room/board-access.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Source } from '../../value-store.ts';

/**
 * Presence as the board shows it, without the cursors (and their lasers and selections) and the names that the person has hidden, and
 * without the cursors that a host has hidden: all but those of `onlyOf`.
 */
export function shownCursors(
  presence: PresenceAccess,
  settings: Source<Settings>,
  onlyOf: Source<ClientId | undefined>,
): PresenceAccess {
  return {
    members() {
      const { cursors, hiddenPeople } = settings.read();
      const only = onlyOf.read();
      return presence.members().map((member) => {
        const isHidden = (only !== undefined && only !== member.clientId) || hiddenPeople.includes(member.clientId);
        return shown(member, isHidden ? 'hidden' : cursors);
      });
    },
    onPresence(listener) {
      let { cursors, hiddenPeople } = settings.read();
      const owned = new DisposableStore();
      owned.add(presence.onPresence(listener));
      owned.add(onlyOf.watch(listener));
      owned.add(
        settings.watch(() => {
          const now = settings.read();
          if (now.cursors === cursors && now.hiddenPeople === hiddenPeople) return;
          ({ cursors, hiddenPeople } = now);
          listener();
        }),
      );
      return owned;
    },
    pointAt: presence.pointAt,
    lookAt: presence.lookAt,
    showOthers: presence.showOthers,
  };
}

function shown(member: RemoteMember, cursors: Settings['cursors']): RemoteMember {
  if (cursors === 'hidden') {
    const { shown: _, ...rest } = member;
    return { ...rest, cursor: undefined };
  }
  return cursors === 'plain' ? { ...member, name: '' } : member;
}
