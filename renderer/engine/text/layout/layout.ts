import { graphemes } from '../../../../core/base/graphemes.ts';
import { boardFont } from './fonts.ts';
import { breakable } from './line-break.ts';
import type { TextMeasurer } from './measure.ts';

/** The settings of a text's layout. World pixels. */
export interface TextStyle {
  readonly font: number;
  readonly size: number;
  /** Greatest width of lines. Undefined: lines break only at the author's breaks. */
  readonly wrap: number | undefined;
}

export interface TextLine {
  readonly text: string;
  /** The first unit of the line in the whole text. */
  readonly from: number;
  /** World pixels. */
  readonly width: number;
  /** True for a paragraph from right to left. */
  readonly rtl: boolean;
}

/** A text as lines, from top to bottom. World pixels. */
export interface TextLayout {
  readonly lines: readonly TextLine[];
  readonly width: number;
  readonly height: number;
  readonly lineHeight: number;
  /** Of a line, below its top. */
  readonly baseline: number;
}

/** The mean width of a letter, as a share of the size. */
const LETTER_WIDE = 0.55;
/** Tolerance in world pixels, so that a text does not wrap at its own measured width. */
const SLACK = 0.01;
const FIRST_STRONG = /\p{L}/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Samaritan}\p{Script=Mandaic}]/u;

/** True for a paragraph from right to left: its first letter decides. */
function isRightToLeft(paragraph: string): boolean {
  const first = FIRST_STRONG.exec(paragraph)?.[0];
  return first !== undefined && RIGHT_TO_LEFT.test(first);
}

/** Breaks a text into lines: at its own breaks, between words, and within a word that is wider than a line. */
export function layoutText(text: string, style: TextStyle, measurer: TextMeasurer): TextLayout {
  const { font, size, wrap } = style;
  const measure = (part: string): number => measurer.width(part, font) * size;
  const lines: TextLine[] = [];
  let from = 0;
  for (const paragraph of text.split('\n')) {
    const rtl = isRightToLeft(paragraph);
    const parts = wrap === undefined ? [paragraph] : wrapped(paragraph, wrap + SLACK, measure);
    let at = from;
    parts.forEach((part, index) => {
      // Spaces at a line break take no width.
      const shown = index < parts.length - 1 ? part.trimEnd() : part;
      lines.push({ text: part, from: at, width: widthOf(shown, wrap, measure), rtl });
      at += part.length;
    });
    from += paragraph.length + 1;
  }
  const lineHeight = boardFont(font).lineHeight * size;
  return {
    lines,
    width: lines.reduce((widest, { width }) => Math.max(widest, width), 0),
    height: lines.length * lineHeight,
    lineHeight,
    baseline: measurer.baseline(font) * size,
  };
}

/** The approximate size of a text, without its lines: by a mean width of letters, so nothing is measured. */
export function roughLayout(text: string, { font, size, wrap }: TextStyle): TextLayout {
  const letter = size * LETTER_WIDE;
  let [rows, width] = [0, 0];
  for (const paragraph of text.split('\n')) {
    const wide = paragraph.length * letter;
    rows += wrap === undefined ? 1 : Math.max(1, Math.ceil(wide / Math.max(wrap, letter)));
    width = Math.max(width, wide);
  }
  const lineHeight = boardFont(font).lineHeight * size;
  return { lines: [], width: Math.min(width, wrap ?? width), height: rows * lineHeight, lineHeight, baseline: 0 };
}

/** Neither do spaces beyond the available width. */
function widthOf(line: string, wrap: number | undefined, measure: (part: string) => number): number {
  const width = measure(line);
  return wrap === undefined || width <= wrap ? width : measure(line.trimEnd());
}

function wrapped(paragraph: string, wrap: number, measure: (part: string) => number): readonly string[] {
  if (measure(paragraph) <= wrap) return [paragraph];
  const fits = (line: string): boolean => measure(line.trimEnd()) <= wrap;
  const pieces = breakable(paragraph);
  const lines: string[] = [];
  let line = '';
  for (let at = 0; at < pieces.length; ) {
    const count = fitting(line, pieces, at, fits);
    if (count > 0) {
      line += joined(pieces, at, count);
      at += count;
    } else if (line !== '') {
      lines.push(line);
      line = '';
    } else {
      const parts = splitWord(pieces[at] as string, fits);
      line = parts.pop() ?? '';
      for (const part of parts) lines.push(part);
      at++;
    }
  }
  lines.push(line);
  return lines;
}

/** Splits a word that is wider than a line. Each part has at least one character. */
function splitWord(word: string, fits: (line: string) => boolean): string[] {
  const characters = graphemes(word);
  const parts: string[] = [];
  for (let at = 0; at < characters.length; ) {
    const count = Math.max(1, fitting('', characters, at, fits));
    parts.push(joined(characters, at, count));
    at += count;
  }
  return parts;
}

/**
 * How many of the pieces from `at` on fit behind the begin of a line. It tries few lengths, because measuring a line takes as long as the
 * line is: a line may have as many words as a hostile author writes.
 */
function fitting(begin: string, pieces: readonly string[], at: number, fits: (line: string) => boolean): number {
  let fit = 0;
  let most = pieces.length - at;
  let step = 1;
  let isBounded = false;
  while (fit < most) {
    const tried = Math.min(fit + step, most);
    if (fits(begin + joined(pieces, at, tried))) fit = tried;
    else {
      most = tried - 1;
      isBounded = true;
    }
    step = isBounded ? Math.max(1, (most - fit + 1) >> 1) : 2 * step;
  }
  return fit;
}

function joined(pieces: readonly string[], from: number, count: number): string {
  return pieces.slice(from, from + count).join('');
}
