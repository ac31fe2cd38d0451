import { graphemes } from '../../../../core/base/graphemes.ts';

/** The letters of an avatar: the first letters of the first and the last word, or of the only word. */
export function initials(name: string): string {
  return ways(name)[0] ?? '?';
}

/**
 * Letters for the avatars of all people in a room, in the order of `people`. They are distinct as long as the names allow it. The
 * person with the lower id keeps the usual letters, so that all windows show the same.
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

/** The short forms of a name, the usual one first: `CF`, then `CA`, `CL` … of "Calm Finch", then a digit. */
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

/** One capital letter. If the capital form has more letters ("ß"), the letter stays as it is. */
function upper(letter: string): string {
  const large = letter.toUpperCase();
  return graphemes(large).length > 1 ? letter : large;
}
