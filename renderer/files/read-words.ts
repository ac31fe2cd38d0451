import { ElementKind } from '../../core/board/kinds.ts';
import { isTooLong, type Pasted } from './clipboard/pasted.ts';
import { Gathering, type Look, plainText } from './gathering.ts';
import type { Reading } from './new-element.ts';
import { LETTER_WIDE, LINE_HIGH, roughSize } from './rough-size.ts';
import { type Table, tableIn } from './table.ts';

/** Several lines become one note, or one text for each line. */
export type LinesAs = 'note' | 'texts';

/** Pixels: the size of the letters, the height of a line, and about the width of a letter. */
const SIZE = 20;
const LINE = SIZE * LINE_HIGH;
const LETTER = SIZE * LETTER_WIDE;
/** Yellow, as a new note is. */
const PAPER = 4;
/** The width of a note, of a note with more than `NOTE_LETTERS` letters, and the space around its text; pixels. */
const NOTE_WIDE = 200;
const NOTE_WIDER = 320;
const NOTE_PADDING = 14;
const NOTE_LETTERS = 160;
/** A text with more letters than a note takes is a page of this width, pixels. */
const NOTE_MOST = 1_200;
const PAGE_WIDE = 640;
/** The width of a column, and the space between cells; pixels. */
const COLUMN = { least: 48, most: 280 } as const;
const GAP = { across: 28, down: 14 } as const;

/**
 * Elements for words that were copied elsewhere. A table becomes a grid of texts; one line becomes a text, and a link in it can be
 * clicked; several lines become a note, or a text for each line. Undefined for white space only.
 */
export function readWords(pasted: Pasted, linesAs: LinesAs): Reading | undefined {
  if (isTooLong(pasted)) return undefined;
  const into = new Gathering();
  const table = tableIn(pasted);
  if (table) addTable(into, table);
  else addLines(into, plainText(pasted.text), linesAs);
  return into.size > 0 ? into.reading() : undefined;
}

function addLines(into: Gathering, raw: string, linesAs: LinesAs): void {
  const text = raw.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
  if (text === '') return;
  const lines = text.split('\n');
  if (lines.length === 1 || (linesAs === 'note' && text.length > NOTE_MOST)) {
    addText(into, '0', text, { x: 0, y: 0, most: PAGE_WIDE });
    return;
  }
  if (linesAs === 'note') {
    const wide = text.length <= NOTE_LETTERS ? NOTE_WIDE : NOTE_WIDER;
    const high = Math.max(NOTE_WIDE, heightOf(text, wide - 2 * NOTE_PADDING) + 2 * NOTE_PADDING);
    into.box('0', ElementKind.note, { x: 0, y: 0, w: wide, h: high }, { color: PAPER, size: SIZE, align: 0, text });
    return;
  }
  let y = 0;
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    y += addText(into, `${i}`, line.trim(), { x: 0, y, most: PAGE_WIDE }) + GAP.down;
  }
}

function addTable(into: Gathering, { rows, isCut }: Table): void {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => {
    const widest = rows.reduce((most, row) => Math.max(most, roughSize(row[column] ?? '', SIZE).w), 0);
    return Math.min(COLUMN.most, Math.max(COLUMN.least, widest));
  });
  let y = 0;
  for (const [at, row] of rows.entries()) {
    let [x, high] = [0, LINE];
    for (const [column, width] of widths.entries()) {
      const cell = row[column] ?? '';
      const place = { x, y, most: width, groups: ['table'] };
      if (cell !== '') high = Math.max(high, addText(into, `${at}/${column}`, cell, place));
      x += width + GAP.across;
    }
    y += high + GAP.down;
  }
  if (isCut) into.lose('tooMany');
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  /** The width at which its lines wrap, pixels. */
  readonly most: number;
  readonly groups?: readonly string[];
}

/** Adds a text. Returns its approximate height. */
function addText(into: Gathering, key: string, text: string, { x, y, most, groups }: TextPlace): number {
  const rough = roughSize(text, SIZE);
  const fits = rough.w <= most;
  const h = fits ? rough.h : heightOf(text, most);
  const look: Look = { color: 0, size: SIZE, text, ...(groups ? { groups } : {}) };
  into.box(key, ElementKind.text, { x, y, w: fits ? rough.w : most, h }, { ...look, fits });
  return h;
}

/** The approximate height of a text whose lines wrap. */
function heightOf(text: string, wide: number): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * LETTER) / wide)), 0);
  return lines * LINE;
}
