import { graphemes } from '../../../core/contract/person-name.ts';

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
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The files of one sentence by name: `a, b, c, d and 9 others`. */
export function namesOf(files: readonly { readonly name: string }[]): string {
  const names = files.map(({ name }) => shortName(name));
  if (names.length <= NAMED + 1) return listWords(names);
  return listWords([...names.slice(0, NAMED), `${(names.length - NAMED).toLocaleString('en')} others`]);
}

/** Results of dropped files. */
export const DROPPED = {
  unknownKind: (files: readonly { readonly name: string }[]): string =>
    files.length === 1
      ? `${namesOf(files)} is of a kind that Inkroom does not open. Drop a board, a drawing or a picture.`
      : `${namesOf(files)} are of kinds that Inkroom does not open. Drop a board, a drawing or a picture.`,
  oneAtATime: (opened: { readonly name: string }, others: readonly { readonly name: string }[]): string =>
    `${shortName(opened.name)} is opened, ${namesOf(others)} ${others.length === 1 ? 'is' : 'are'} not. Drop one board or drawing at a time.`,
  unreadable: (file: { readonly name: string }): string =>
    `${shortName(file.name)} could not be read. Check that it is still there.`,
} as const;

export const SAVED = {
  onDisk: (name: string): string => `Saved as ${shortName(name)}.`,
  /** A browser does not report the result of a download. */
  downloading: (name: string): string => `${shortName(name)} goes to your downloads. Look there that it has arrived.`,
} as const;
