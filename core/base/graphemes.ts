import { lazy } from './lazy.ts';

/** The first object of `Intl` reads tables of Unicode for 20 to 35 ms: most texts are ASCII and need none. */
const segmenter = lazy(() => new Intl.Segmenter(undefined, { granularity: 'grapheme' }));
const ASCII = /^[\0-\x7f]*$/;

/** What people take for one character each, an emoji of several parts among them. */
export function graphemes(text: string): string[] {
  if (ASCII.test(text)) return text.split('');
  return Array.from(segmenter().segment(text), ({ segment }) => segment);
}

/** The start of the character that contains unit `at`; `at` itself between two characters. */
export function graphemeStart(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return at;
  return segmenter().segment(text).containing(at)?.index ?? at;
}

/** The end of the character that contains unit `at`; `at` itself between two characters. */
export function graphemeEnd(text: string, at: number): number {
  const start = graphemeStart(text, at);
  return start === at ? at : start + (segmenter().segment(text).containing(at)?.segment.length ?? 0);
}

/** As many whole characters of the text as have `most` UTF-16 units together. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (const segment of graphemes(text.slice(0, 2 * most))) {
    if (end + segment.length > most) break;
    end += segment.length;
  }
  return text.slice(0, end).trimEnd();
}
