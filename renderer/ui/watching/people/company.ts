import { type Disposable, DisposableStore } from '../../../../core/base/disposable.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { createValue, type Source } from '../../value-store.ts';
import type { Person } from './people.ts';

/**
 * Number of other people in the room, now or when it was last connected. Without a connection the list of people empties by
 * itself, which means nothing.
 */
export function watchCompany(status: Source<SessionStatus>, people: Source<readonly Person[]>): Source<number> & Disposable {
  const company = createValue(people.read().length);
  const look = (): void => {
    if (status.read().state.phase === 'live') company.write(people.read().length);
  };
  const owned = new DisposableStore();
  owned.add(status.watch(look));
  owned.add(people.watch(look));
  return { read: company.read, watch: company.watch, dispose: () => owned.dispose() };
}
