import { countWords, numberWords } from '../time-words.ts';

/** The board as a list. */
export const LISTING = {
  title: 'Board as a list',
  hint: 'Ticked elements are selected. Arrow keys move them on the board, Enter writes into one, Ctrl+K lists all commands.',
  none: 'Nothing is on the board yet.',
  more: (count: number): string => `${countWords(count, 'more element')} further down. Find them by their text with Ctrl+F.`,
  /** `x` and `y`: the upper left corner, board pixels. */
  item: (kind: string, text: string, x: number, y: number): string =>
    `${kind}${text === '' ? '' : ` “${text}”`}, ${numberWords(x)} across, ${numberWords(y)} down`,
} as const;

/** The names of the kinds of elements, by their codes in `ElementKind`. */
export const KIND_NAMES = {
  1: 'Stroke',
  2: 'Highlighter',
  3: 'Line',
  4: 'Arrow',
  5: 'Rectangle',
  6: 'Ellipse',
  7: 'Diamond',
  8: 'Text',
  9: 'Note',
  10: 'Picture',
  11: 'Frame',
} as const;

export const OTHER_KIND = { name: 'Element' } as const;
