import { type Disposable, DisposableStore } from '../../../../core/base/disposable.ts';
import type { Clock } from '../../../../core/base/host.ts';
import type { ClientId } from '../../../../core/board/ids.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { createValue, type Source } from '../../value-store.ts';
import { joinedWords } from '../../words/people/people-words.ts';
import type { Person } from './people.ts';

/** People who come within this time share one line. Milliseconds. */
const GATHER_MS = 1_200;
/** How long a line is shown. The next one waits for its end. Milliseconds. */
export const SHOWN_MS = 5_000;
/** The most people who are remembered. The limit protects against a room that invents people. */
const REMEMBERED = 4_096;

/**
 * Shows "Ana joined", at most once per person and visit. It shows no line for people who were here before this window, who came while
 * this window was away, or who lost the connection only for a moment.
 */
export function watchArrivals(
  status: Source<SessionStatus>,
  people: Source<readonly Person[]>,
  clock: Clock,
): Source<string | undefined> & Disposable {
  const shown = createValue<string | undefined>(undefined);
  const known = new Set<ClientId>();
  let waiting: Person[] = [];
  let timer: Disposable | undefined;
  let wasLive = false;

  const tell = (): void => {
    timer = undefined;
    // No line for people who have already left again.
    const here = new Set(people.read().map(({ clientId }) => clientId));
    const names = waiting.filter(({ clientId }) => here.has(clientId)).map(({ name }) => name);
    waiting = [];
    shown.write(names.length > 0 ? joinedWords(names) : undefined);
    if (names.length > 0) timer = clock.after(SHOWN_MS, tell);
  };
  const look = (): void => {
    const isLive = status.read().state.phase === 'live';
    const isNews = isLive && wasLive;
    wasLive = isLive;
    for (const person of people.read()) {
      if (known.has(person.clientId) || known.size >= REMEMBERED) continue;
      known.add(person.clientId);
      if (isNews) waiting.push(person);
    }
    if (waiting.length > 0) timer ??= clock.after(GATHER_MS, tell);
  };
  const owned = new DisposableStore();
  owned.add(status.watch(look));
  owned.add(people.watch(look));
  look();
  return {
    read: shown.read,
    watch: shown.watch,
    dispose() {
      owned.dispose();
      timer?.dispose();
    },
  };
}
