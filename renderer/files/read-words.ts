import { ElementKind } from '../../core/board/kinds.ts';
import { FILE_LIMITS } from './file-limits.ts';
import { Gathering, type Look, plainText } from './gathering.ts';
import type { Reading } from './new-element.ts';
import { type Table, tableIn } from './table.ts';

/** What becomes of several lines: one note, or a text for each. */
export type LinesAs = 'note' | 'texts';

/** Pixels: the letters of what is pasted, the height of a line, about the width of a letter. */
const SIZE = 20;
const LINE = 27;
const LETTER = 11;
/** Yellow, as a new note is. */
const PAPER = 4;
/** Pixels of a note, of a longer one, and around what is written in it. More letters than these are a page and no note. */
const NOTE_WIDE = 200;
const NOTE_WIDER = 320;
const NOTE_PADDING = 14;
const NOTE_LETTERS = 160;
const NOTE_MOST = 1_200;
const PAGE_WIDE = 640;
/** Pixels of a column, and between cells. */
const COLUMN = { least: 48, most: 280 } as const;
const GAP = { across: 28, down: 14 } as const;

/**
 * Elements for words that were copied elsewhere: a table is a grid of texts, one line (a link too, which can be clicked) a text, several
 * lines a note, or a text each. Undefined for nothing but blanks.
 */
export function readWords(pasted: { readonly html: string; readonly text: string }, linesAs: LinesAs): Reading | undefined {
  if (pasted.html.length > FILE_LIMITS.bytes || pasted.text.length > FILE_LIMITS.bytes) return undefined;
  const into = new Gathering();
  const table = tableIn(pasted);
  if (table) addTable(into, table);
  else addLines(into, plainText(pasted.text), linesAs);
  return into.size > 0 ? into.reading() : undefined;
}

function addLines(into: Gathering, raw: string, linesAs: LinesAs): void {
  const text = raw.replace(/^(?:[^\S\n]*\n)+|\s+$/g, '');
  if (text === '') return;
  const lines = text.split('\n');
  if (lines.length === 1) {
    addText(into, '0', text, { x: 0, y: 0, most: PAGE_WIDE });
    return;
  }
  if (linesAs === 'note' && text.length <= NOTE_MOST) {
    const wide = text.length <= NOTE_LETTERS ? NOTE_WIDE : NOTE_WIDER;
    const high = Math.max(NOTE_WIDE, heightOf(text, wide - 2 * NOTE_PADDING) + 2 * NOTE_PADDING);
    into.box('0', ElementKind.note, { x: 0, y: 0, w: wide, h: high }, { color: PAPER, size: SIZE, align: 0, text });
    return;
  }
  if (linesAs === 'note') {
    addText(into, '0', text, { x: 0, y: 0, most: PAGE_WIDE });
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
    const widest = rows.reduce((most, row) => Math.max(most, widthOf(row[column] ?? '')), 0);
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
  /** Pixels from which on its lines wrap. */
  readonly most: number;
  readonly groups?: readonly string[];
}

/** Gives about how high it is. */
function addText(into: Gathering, key: string, text: string, { x, y, most, groups }: TextPlace): number {
  const wide = widthOf(text);
  const fits = wide <= most;
  const h = fits ? text.split('\n').length * LINE : heightOf(text, most);
  const look: Look = { color: 0, size: SIZE, text, ...(groups ? { groups } : {}) };
  into.box(key, ElementKind.text, { x, y, w: fits ? wide : most, h }, { ...look, fits });
  return h;
}

function widthOf(text: string): number {
  return LETTER * text.split('\n').reduce((most, line) => Math.max(most, line.length), 0);
}

function heightOf(text: string, wide: number): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * LETTER) / wide)), 0);
  return lines * LINE;
}
