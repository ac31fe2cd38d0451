import type { Loss } from '../../../files/new-element.ts';
import { listWords, shortName } from '../file-names.ts';
import { countWords } from '../time-words.ts';

/** Names of things that are left out. */
const LEFT_OUT: Readonly<Partial<Record<Loss, readonly [one: string, many: string]>>> = {
  image: ['image', 'images'],
  video: ['video', 'videos'],
  webPage: ['web page', 'web pages'],
  fill: ['fill of a drawn shape', 'fills of drawn shapes'],
  unknown: ['element that Inkroom does not know', 'elements that Inkroom does not know'],
  unreadable: ['damaged element', 'damaged elements'],
  tooMany: ['element beyond the limit', 'elements beyond the limit'],
};
/** Names of things that are kept in another form. */
const CHANGED: Readonly<Partial<Record<Loss, readonly [one: string, many: string]>>> = {
  bend: ['bent arrow became straight', 'bent arrows became straight'],
  outline: ['shape became a drawn outline', 'shapes became drawn outlines'],
  shortened: ['long text was shortened', 'long texts were shortened'],
};

type Losses = ReadonlyMap<Loss, number>;

/** `12 elements added. 2 images were left out.` */
export function addedWords(count: number, losses: Losses): string {
  const verb = count === 0 ? 'Nothing was added.' : `${countWords(count, 'element')} added.`;
  return [verb, ...lossWords(losses)].join(' ');
}

export function exportedWords(name: string, losses: Losses): string {
  return [`${name} exported.`, ...lossWords(losses)].join(' ');
}

function lossWords(losses: Losses): readonly string[] {
  const out: string[] = [];
  let count = 0;
  for (const [loss, [one, many]] of entriesOf(LEFT_OUT)) {
    const lost = losses.get(loss) ?? 0;
    if (lost > 0) out.push(countWords(lost, one, many));
    count += lost;
  }
  const sentences = out.length === 0 ? [] : [`${listWords(out)} ${count === 1 ? 'was' : 'were'} left out.`];
  for (const [loss, [one, many]] of entriesOf(CHANGED)) {
    const changed = losses.get(loss) ?? 0;
    if (changed > 0) sentences.push(`${countWords(changed, one, many)}.`);
  }
  return sentences;
}

function entriesOf(
  words: Readonly<Partial<Record<Loss, readonly [string, string]>>>,
): readonly (readonly [Loss, readonly [string, string]])[] {
  return Object.entries(words) as [Loss, readonly [string, string]][];
}

/** The question where to put a file of another app, while the board has elements or another person is in the room. */
export const PLACE_WORDS = {
  title: (name: string): string => `Where should ${shortName(name)} go?`,
  shared: 'Other people are in this room and see added elements at once.',
  alone: 'This board is not empty.',
  here: 'Add to this room',
  own: 'Open as a new board',
} as const;

export const COPIED_SVG = 'Copied as SVG.';
export const NOTHING_TO_EXPORT = 'The board is empty: there is nothing to export.';
export const NOT_MADE = 'The picture could not be made.';
export const NOT_WRITTEN = 'The file could not be written. Choose another place and export again.';
export const NOT_COPIED = 'The clipboard could not be written. Try again.';
