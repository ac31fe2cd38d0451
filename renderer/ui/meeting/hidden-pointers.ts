import type { ClientId } from '../../../core/board/ids.ts';
import type { Session } from '../../session/session.ts';
import { derived, type Source } from '../value-store.ts';
import { boardRegister } from './board-register.ts';

/** The person whose pointer alone is shown, because a host wants it so. Undefined: all pointers are shown. */
export interface HiddenPointers extends Source<ClientId | undefined> {
  hideOthers(): void;
  showAll(): void;
}

export function hiddenPointers(session: Pick<Session, 'board' | 'onChange' | 'setMeeting' | 'clientId'>): HiddenPointers {
  const { read, watch } = derived(boardRegister(session, 'pointers'), (value) => value?.[0]);
  return {
    read,
    watch,
    hideOthers: () => session.setMeeting({ pointers: [session.clientId] }),
    showAll: () => session.setMeeting({ pointers: [] }),
  };
}
