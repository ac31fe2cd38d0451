import { DisposableStore } from '../../../../core/base/disposable.ts';
import type { PresenceAccess, RemoteMember } from '../../../../core/room/board-access.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Source } from '../../value-store.ts';

/** Presence as the board shows it, without the cursors (and their lasers and selections) and the names that the person has hidden. */
export function shownCursors(presence: PresenceAccess, settings: Source<Settings>): PresenceAccess {
  return {
    members() {
      const { cursors, hiddenPeople } = settings.read();
      return presence.members().map((member) => shown(member, cursors, hiddenPeople));
    },
    onPresence(listener) {
      let { cursors, hiddenPeople } = settings.read();
      const owned = new DisposableStore();
      owned.add(presence.onPresence(listener));
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

function shown(member: RemoteMember, cursors: Settings['cursors'], hidden: readonly string[]): RemoteMember {
  if (cursors === 'hidden' || hidden.includes(member.clientId)) {
    const { shown: _, ...rest } = member;
    return { ...rest, cursor: undefined };
  }
  return cursors === 'plain' ? { ...member, name: '' } : member;
}
