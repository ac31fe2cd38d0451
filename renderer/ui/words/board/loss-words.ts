import type { Loss } from '../../../files/new-element.ts';
import { listWords, SAVED } from '../file-names.ts';
import { countWords } from '../time-words.ts';
import { EXPORTS, FILES } from './file-words.ts';

/** Names of things that are left out. */
export const LEFT_OUT = {
  image: (count: number): string => countWords(count, 'image'),
  largeImage: (count: number): string => countWords(count, 'image larger than 10 MiB', 'images larger than 10 MiB'),
  webImage: (count: number): string => countWords(count, 'image that lies on the web', 'images that lie on the web'),
  video: (count: number): string => countWords(count, 'video'),
  webPage: (count: number): string => countWords(count, 'web page'),
  fill: (count: number): string => countWords(count, 'fill of a drawn shape', 'fills of drawn shapes'),
  unknown: (count: number): string =>
    countWords(count, 'element that Inkroom does not know', 'elements that Inkroom does not know'),
  unreadable: (count: number): string => countWords(count, 'damaged element'),
  tooMany: (count: number): string => countWords(count, 'element beyond the limit', 'elements beyond the limit'),
} as const satisfies Partial<Record<Loss, (count: number) => string>>;

/** What is kept in another form. */
export const CHANGED = {
  bend: (count: number): string => `${countWords(count, 'bent arrow')} became straight.`,
  outline: (count: number): string => countWords(count, 'shape became a drawn outline.', 'shapes became drawn outlines.'),
  shortened: (count: number): string => countWords(count, 'long text was shortened.', 'long texts were shortened.'),
} as const satisfies Partial<Record<Loss, (count: number) => string>>;

type Losses = ReadonlyMap<Loss, number>;

/** `12 elements added. 2 images were left out.` */
export function addedWords(count: number, losses: Losses): string {
  return [count === 0 ? FILES.noneAdded : FILES.added(count), ...lossWords(losses)].join(' ');
}

/** What is known of an exported file. `disk`: it is written. `download`: a browser has begun to load it down, and says no more. */
export type ExportedTo = 'disk' | 'download';

export function exportedWords(name: string, losses: Losses, to: ExportedTo): string {
  return [to === 'disk' ? FILES.exported(name) : SAVED.downloading(name), ...lossWords(losses)].join(' ');
}

/** `Board.pdf exported, 3 pages. 2 elements outside of the frames were left out.` */
export function pdfWords(name: string, made: { readonly pages: number; readonly leftOut: number }, to: ExportedTo): string {
  const { pages, leftOut } = made;
  const several = to === 'disk' ? EXPORTS.pdfPages : EXPORTS.pdfDownloading;
  const first = pages === 1 ? exportedWords(name, new Map(), to) : several(name, pages);
  return leftOut === 0 ? first : `${first} ${EXPORTS.outside(leftOut)}`;
}

function lossWords(losses: Losses): readonly string[] {
  const out: string[] = [];
  let count = 0;
  for (const [loss, words] of entriesOf(LEFT_OUT)) {
    const lost = losses.get(loss) ?? 0;
    if (lost > 0) out.push(words(lost));
    count += lost;
  }
  const sentences = out.length === 0 ? [] : [FILES.leftOut(listWords(out), count)];
  for (const [loss, words] of entriesOf(CHANGED)) {
    const changed = losses.get(loss) ?? 0;
    if (changed > 0) sentences.push(words(changed));
  }
  return sentences;
}

type CountWords = (count: number) => string;

function entriesOf(words: Readonly<Partial<Record<Loss, CountWords>>>): readonly (readonly [Loss, CountWords])[] {
  return Object.entries(words) as [Loss, CountWords][];
}

/** Pasted Mermaid text. */
export const DIAGRAMS = {
  unreadable: (line: number): string => `Line ${line} of the Mermaid text could not be read, so it was pasted as text.`,
  tooLarge: 'The Mermaid diagram is too large, so it was pasted as text.',
} as const;
