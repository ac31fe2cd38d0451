import { listWords } from '../file-names.ts';
import { countWords } from '../time-words.ts';

/** Who drew and changed the selected elements, in one line. */
export const WHO_DREW = {
  drawn: (names: string): string => `Drawn by ${names}`,
  changed: (name: string): string => `changed last by ${name}`,
  you: 'you',
  unknown: 'a person who is not here',
  unknowns: (count: number): string => `${count} people who are not here`,
  more: (count: number): string => countWords(count, 'other'),
} as const;

/** Names as one phrase: at most two, then a number. */
export function listed(names: readonly string[]): string {
  const [first = '', second = '', ...rest] = names;
  return listWords(rest.length === 0 ? names : [first, second, WHO_DREW.more(rest.length)]);
}
