import type { Board } from '../../../core/board/board.ts';
import { type ElementState, isNewer, type Stamp } from '../../../core/board/element.ts';
import { authorOf, type ClientId, type ElementId } from '../../../core/board/ids.ts';
import type { KnownPeople } from '../watching/people/known-people.ts';
import { listed, WHO_DREW } from '../words/meeting/who-drew-words.ts';

/** Most elements of a selection that are looked at. */
const LOOKED_AT = 500;

/** One line about the authors of elements, and about the last change when another person made it. Undefined for no element. */
export function whoDrew(board: Board, ids: readonly ElementId[], people: Pick<KnownPeople, 'find'>): string | undefined {
  const states = ids.slice(0, LOOKED_AT).flatMap((id) => board.state(id) ?? []);
  if (states.length === 0) return undefined;
  const authors = [...new Set(states.map(({ id }) => authorOf(id)))];
  const known = authors.flatMap((author) => nameOf(author, people) ?? []);
  const unknown = authors.length - known.length;
  const names = unknown === 0 ? known : [...known, unknown === 1 ? WHO_DREW.unknown : WHO_DREW.unknowns(unknown)];
  const drawn = WHO_DREW.drawn(listed(names));
  const [only, ...others] = authors;
  const last = lastChange(states);
  if (others.length > 0 || last === undefined || last.clientId === only) return drawn;
  return `${drawn}, ${WHO_DREW.changed(nameOf(last.clientId, people) ?? WHO_DREW.unknown)}`;
}

function nameOf(clientId: ClientId, people: Pick<KnownPeople, 'find'>): string | undefined {
  const person = people.find(clientId);
  return person?.isYou ? WHO_DREW.you : person?.name;
}

function lastChange(states: readonly ElementState[]): Stamp | undefined {
  let last: Stamp | undefined;
  for (const { stamps } of states) for (const stamp of Object.values(stamps)) if (!last || isNewer(stamp, last)) last = stamp;
  return last;
}
