import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { SessionStatus } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import type { Person } from './people.ts';

/**
 * How many others are in the room, or were when the connection was last there: while it is away the list of people empties by itself,
 * which says nothing about them.
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
