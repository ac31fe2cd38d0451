import type { CursorChoice } from '../../settings/settings.ts';
import { countWords } from '../time-words.ts';

/** Words of the list of people, of the question for a name, and of the line about arrivals. */
export const PEOPLE = {
  panel: 'People',
  title: (count: number): string => `${countWords(count, 'person', 'people')} here`,
  viewers: (count: number): string => `+ ${countWords(count, 'viewer')}`,
  you: 'you',
  follow: (name: string): string => `Follow ${name}`,
  following: (name: string): string => `You see what ${name} sees`,
  stop: 'Stop following',
  stopKey: 'Esc',
  hide: (name: string): string => `Hide the cursor of ${name}`,
  show: (name: string): string => `Show the cursor of ${name}`,
  cursors: 'Cursors of others',
  followHint: 'Press a name to see what that person sees.',
  left: (name: string): string => `${name} left, so you follow nobody now.`,
} as const;

export const CURSOR_CHOICES: readonly CursorChoice[] = ['named', 'plain', 'hidden'];

export const CURSOR_WORDS = {
  named: { label: 'Named', command: 'Cursors of others: with names' },
  plain: { label: 'No names', command: 'Cursors of others: without names' },
  hidden: { label: 'Hidden', command: 'Cursors of others: hidden' },
} as const;

/** The person's own name and colour. */
export const PROFILE = {
  title: 'You',
  name: 'Name',
  save: 'Save',
  color: 'Colour',
  colorAt: (number: number): string => `Colour ${number}`,
  hint: 'Others see both next to your cursor.',
} as const;

export const NAME_QUESTION = {
  title: (name: string): string => `Others see you as ${name}.`,
  field: 'Your name',
  save: 'Save',
  skip: 'Not now',
} as const;

/** Arrivals. */
export const JOINED = {
  one: (name: string): string => `${name} joined`,
  two: (first: string, second: string): string => `${first} and ${second} joined`,
  more: (first: string, second: string, others: number): string =>
    `${first}, ${second} and ${countWords(others, 'other')} joined`,
} as const;

/** The most names in one line. The others become a number. */
const NAMED = 2;

/** One line about the people who came. */
export function joinedWords(names: readonly string[]): string {
  const [first = '', second = ''] = names;
  if (names.length <= 1) return JOINED.one(first);
  if (names.length === NAMED) return JOINED.two(first, second);
  return JOINED.more(first, second, names.length - NAMED);
}
