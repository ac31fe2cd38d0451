import { graphemes } from '../../../core/base/graphemes.ts';
import { LANGUAGE } from '../../../core/base/language.ts';
import type { NotOpened } from '../../../core/contract/desktop/shell-contract.ts';
import { countWords } from './time-words.ts';

const NAME_CHARS = 40;
const END_CHARS = 15;
/** The most files that one sentence names. The others become a number. */
const NAMED = 4;

/** Shortens a long name in the middle, because the ending gives the type. */
export function shortName(name: string): string {
  const signs = graphemes(name);
  if (signs.length <= NAME_CHARS) return name;
  return `${signs.slice(0, NAME_CHARS - END_CHARS - 1).join('')}…${signs.slice(-END_CHARS).join('')}`;
}

/** `a, b and c` */
export function listWords(items: readonly string[]): string {
  return new Intl.ListFormat(LANGUAGE.locale, { type: 'conjunction' }).format(items);
}

export const FILE_NAMES = {
  others: (count: number): string => countWords(count, 'other'),
} as const;

/** The files of one sentence by name: `a, b, c, d and 9 others`. */
export function namesOf(files: readonly { readonly name: string }[]): string {
  const names = files.map(({ name }) => shortName(name));
  if (names.length <= NAMED + 1) return listWords(names);
  return listWords([...names.slice(0, NAMED), FILE_NAMES.others(names.length - NAMED)]);
}

/** Results of dropped files. */
export const DROPPED = {
  unknownKind: (files: readonly { readonly name: string }[]): string =>
    files.length === 1
      ? `${namesOf(files)} is of a kind that Inkroom does not open. Drop a board, a drawing or a picture.`
      : `${namesOf(files)} are of kinds that Inkroom does not open. Drop a board, a drawing or a picture.`,
  oneAtATime: (opened: { readonly name: string }, others: readonly { readonly name: string }[]): string =>
    `${shortName(opened.name)} is opened, ${namesOf(others)} ${others.length === 1 ? 'is' : 'are'} not. Drop one board or drawing at a time.`,
} as const;

/** Why a paste put nothing on the board. */
export const PASTED = {
  unknownKind: (files: readonly { readonly name: string }[]): string =>
    `${namesOf(files)} cannot be pasted. Paste pictures, words, tables or elements; drop boards and drawings.`,
  noWords: 'What was copied has no words, pictures or elements. Copy a part that has.',
  nothing: 'There is nothing to paste. Copy something first.',
  notAllowed: 'The browser does not let a menu read the clipboard. Paste with the keyboard.',
} as const;

export const SAVED = {
  onDisk: (name: string): string => `Saved as ${shortName(name)}.`,
  /** No person in the room had them at that moment, or the file would have been too large. */
  lacking: (count: number): string => `${countWords(count, 'picture')} of the board could not be put into the file.`,
  /** A browser does not report the result of a download. */
  downloading: (name: string): string => `Your browser is downloading ${shortName(name)}.`,
} as const;

/** Why a file could not be opened. */
export const NOT_OPENED = {
  link: 'The link that Inkroom was opened with names no room. Copy the whole link again.',
  unnamed: 'That address',
  why: {
    missing: (names: string, many: boolean): string =>
      many
        ? `${names} are no longer there. Look where they went, and open them from there.`
        : `${names} is no longer there. Look where it went, and open it from there.`,
    folder: (names: string, many: boolean): string =>
      many ? `${names} are folders. Open one of the boards in them.` : `${names} is a folder. Open one of the boards in it.`,
    tooLarge: (names: string, many: boolean): string =>
      many
        ? `${names} are larger than Inkroom opens. Open smaller files.`
        : `${names} is larger than Inkroom opens. Open a smaller file.`,
    notAllowed: (names: string, many: boolean): string =>
      many
        ? `${names} may not be read by you. Ask their owners, or open copies of your own.`
        : `${names} may not be read by you. Ask its owner, or open a copy of your own.`,
    unknownKind: (names: string, many: boolean): string =>
      many
        ? `${names} are no boards or drawings of this computer. Open files of a kind that Inkroom knows.`
        : `${names} is no board or drawing of this computer. Open a file of a kind that Inkroom knows.`,
    unreadable: (names: string, many: boolean): string =>
      many
        ? `${names} could not be read. Check that they are still there.`
        : `${names} could not be read. Check that it is still there.`,
  },
} as const;

/** What the person asked for, and could not be opened. */
export function notOpenedWords(what: NotOpened): string {
  if (what.of === 'link') return NOT_OPENED.link;
  const { names, why } = what;
  return NOT_OPENED.why[why](
    names.length === 0 ? NOT_OPENED.unnamed : namesOf(names.map((name) => ({ name }))),
    names.length > 1,
  );
}
