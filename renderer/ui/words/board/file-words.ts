import { shortName } from '../file-names.ts';
import { countWords, numberWords } from '../time-words.ts';

/** Opened and saved files. */
export const FILES = {
  tooLarge: (name: string): string => `${shortName(name)} is larger than Inkroom opens. Open a smaller file.`,
  nothingNew: (name: string): string => `Everything in ${shortName(name)} is on the board already.`,
  opened: (elements: number, name: string): string =>
    `${countWords(elements, 'element')} from ${shortName(name)} put on the board.`,
  nothingToTakeBack: 'Nothing of it is left to take back.',
  takenBack: (elements: number, own: number): string =>
    `${countWords(elements, 'element')} taken back, ${numberWords(own)} of them yours. Undo brings them back.`,
  takenBackOf: (elements: number, own: number, people: number): string =>
    `${countWords(elements, 'element')} of ${countWords(people, 'person', 'people')} taken back, ${numberWords(own)} of them yours. Undo brings them back.`,
  notRead: 'The file could not be read. Check that it is still there.',
  notSaved: 'The copy could not be written. Choose another place and save again.',
  pictureNotWritten: 'The picture could not be written. Choose another place and export again.',
  copyOf: (title: string): string => `${title} (copy)`,
  added: (elements: number): string => `${countWords(elements, 'element')} added.`,
  noneAdded: 'Nothing was added.',
  exported: (name: string): string => `${name} exported.`,
  /** `things`: all of them, named. `count`: how many. */
  leftOut: (things: string, count: number): string => `${things} ${count === 1 ? 'was' : 'were'} left out.`,
} as const;

/** Exports, and copies as a picture. */
export const EXPORTS = {
  copiedPng: 'Copied as PNG.',
  copied: { done: 'Copied as SVG.', failed: 'The clipboard could not be written. Try again.' },
  done: 'Picture exported.',
  nothing: 'The board is empty: there is nothing to export.',
  nothingSeen: 'There is nothing in view to export.',
  notMade: 'The picture could not be made.',
  pdfNotMade: 'The PDF could not be made. Try again.',
  pdfPages: (name: string, pages: number): string => `${name} exported, ${countWords(pages, 'page')}.`,
  pdfDownloading: (name: string, pages: number): string =>
    `Your browser is downloading ${shortName(name)}, ${countWords(pages, 'page')}.`,
  outside: (count: number): string =>
    `${countWords(count, 'element')} outside of the frames ${count === 1 ? 'was' : 'were'} left out.`,
  notWritten: 'The file could not be written. Choose another place and export again.',
} as const;
