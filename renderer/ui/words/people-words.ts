import type { CursorChoice } from '../settings/settings.ts';

/** Words of the list of people, of the question for a name, and of the line about arrivals. */
export const PEOPLE = {
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

export const CURSOR_CHOICES: readonly { readonly choice: CursorChoice; readonly label: string; readonly command: string }[] = [
  { choice: 'named', label: 'Named', command: 'Cursors of others: with names' },
  { choice: 'plain', label: 'No names', command: 'Cursors of others: without names' },
  { choice: 'hidden', label: 'Hidden', command: 'Cursors of others: hidden' },
];

export const NAME_QUESTION = {
  title: (name: string): string => `Others see you as ${name}.`,
  field: 'Your name',
  save: 'Save',
  skip: 'Not now',
} as const;

/** The most names in one line. The others become a number. */
const NAMED = 2;

/** One line about the people who came. */
export function joinedWords(names: readonly string[]): string {
  const [first = '', second = ''] = names;
  if (names.length <= 1) return `${first} joined`;
  if (names.length === NAMED) return `${first} and ${second} joined`;
  const others = names.length - NAMED;
  return `${first}, ${second} and ${others} ${others === 1 ? 'other' : 'others'} joined`;
}
