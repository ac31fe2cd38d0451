import { boardFont } from './fonts.ts';
import { breakable, graphemes } from './line-break.ts';
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

/** Tolerance in world pixels, so that a text does not wrap at its own measured width. */
const SLACK = 0.01;
const FIRST_STRONG = /\p{L}/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Samaritan}\p{Script=Mandaic}]/u;

/** True for a paragraph from right to left: its first letter decides. */
export function isRightToLeft(paragraph: string): boolean {
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

/** Neither do spaces beyond the available width. */
function widthOf(line: string, wrap: number | undefined, measure: (part: string) => number): number {
  const width = measure(line);
  return wrap === undefined || width <= wrap ? width : measure(line.trimEnd());
}

function wrapped(paragraph: string, wrap: number, measure: (part: string) => number): readonly string[] {
  if (measure(paragraph) <= wrap) return [paragraph];
  const lines: string[] = [];
  let line = '';
  for (const piece of breakable(paragraph)) {
    if (line !== '' && measure((line + piece).trimEnd()) > wrap) {
      lines.push(line);
      line = '';
    }
    line += piece;
    if (line !== piece || measure(piece.trimEnd()) <= wrap) continue;
    const parts = splitWord(piece, wrap, measure);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  lines.push(line);
  return lines;
}

/** Splits a word that is wider than a line. Each part has at least one character. */
function splitWord(word: string, wrap: number, measure: (part: string) => number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of graphemes(word)) {
    if (part !== '' && measure((part + character).trimEnd()) > wrap) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  parts.push(part);
  return parts;
}
