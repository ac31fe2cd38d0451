import { graphemes } from '../../../core/contract/person-name.ts';

/** Two letters for an avatar: of the first and the last word, or of the only one. */
export function initials(name: string): string {
  return ways(name)[0] ?? '?';
}

/**
 * Letters for the avatars of everybody in a room, in the order of `people`. Nobody has another one's as long as their names allow it: who
 * has the lower id keeps the usual ones, so all windows show the same.
 */
export function distinctInitials(people: readonly { readonly clientId: string; readonly name: string }[]): readonly string[] {
  const taken = new Set<string>();
  const given = new Map<string, string>();
  for (const { clientId, name } of people.toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1))) {
    const options = ways(name);
    const letters = options.find((way) => !taken.has(way)) ?? options[0] ?? '?';
    taken.add(letters);
    given.set(clientId, letters);
  }
  return people.map(({ clientId }) => given.get(clientId) ?? '?');
}

/** How a name may be shortened, the usual way first: `CF`, then `CA`, `CL` … of "Calm Finch", then a digit. */
function ways(name: string): readonly string[] {
  const words = name
    .trim()
    .split(/\s+/u)
    .map((word) => graphemes(word.replace(/[()]/gu, '')))
    .filter((letters) => letters.length > 0);
  const [first = []] = words;
  const [head] = first;
  if (head === undefined) return [];
  const last = words.length > 1 ? words.at(-1)?.[0] : undefined;
  const rest = words.flat().slice(1);
  const digits = Array.from({ length: 8 }, (_, i) => `${i + 2}`);
  const seconds = [last ?? '', ...rest, ...digits];
  return seconds.map((second) => upper(head) + upper(second));
}

/** One letter, large: where that is more than one ("ß"), as it is. */
function upper(letter: string): string {
  const large = letter.toUpperCase();
  return graphemes(large).length > 1 ? letter : large;
}
