import type { Pasted } from './clipboard/pasted.ts';
import { plainText } from './gathering.ts';

/** Cells by rows. A row may be shorter than others. */
export interface Table {
  readonly rows: readonly (readonly string[])[];
  /** The copied table had more cells. */
  readonly isCut: boolean;
}

/** The most rows, cells of a row, and cells of a table. */
const ROWS = 400;
const COLUMNS = 40;
const CELLS = 2_000;

/** The copied table: the clipboard's HTML is one table and nothing else, or every line of its text has a tab. */
export function tableIn({ html, text }: Pasted): Table | undefined {
  return bounded(htmlRows(html) ?? tabbedRows(text));
}

function bounded(rows: readonly (readonly string[])[] | undefined): Table | undefined {
  if (!rows?.some((row) => row.some((cell) => cell !== ''))) return undefined;
  const taken: (readonly string[])[] = [];
  let cells = 0;
  for (const row of rows.slice(0, ROWS)) {
    const part = row.slice(0, Math.min(COLUMNS, CELLS - cells));
    cells += part.length;
    taken.push(part);
  }
  const all = rows.reduce((sum, row) => sum + row.length, 0);
  return { rows: taken, isCut: cells < all };
}

/** Lines of cells with tabs between them. A cell in quotes may hold lines and tabs, as spreadsheets copy it. */
function tabbedRows(raw: string): readonly (readonly string[])[] | undefined {
  if (!raw.includes('\t')) return undefined;
  const text = plainText(raw).replace(/\n+$/, '');
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    row.push((quoted === undefined ? bare : quoted.replace(/""/g, '"')).trim());
    if (end === '\t') continue;
    rows.push(row);
    row = [];
    if (end === '') break;
  }
  // Indented lines of a program have tabs too, and no cell before the first of them.
  return rows.every((cells) => cells.length > 1) && rows.some(([first]) => first !== '') ? rows : undefined;
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/** The rows of HTML that is one table and nothing else. Only its text is read: none of its markup becomes a part of the page. */
function htmlRows(html: string): readonly (readonly string[])[] | undefined {
  const [before = '', rest] = splitOnce(html, /<table\b[^<>]*>/i);
  if (rest === undefined) return undefined;
  const [inside = '', after = ''] = splitOnce(rest, /<\/table\s*>/i);
  if (wordsOf(before) !== '' || wordsOf(after) !== '') return undefined;
  const rows = inside
    .split(/<tr\b[^<>]*>/i)
    .slice(1)
    .map((row) =>
      row
        .split(/<t[dh]\b[^<>]*>/i)
        .slice(1)
        .map(wordsOf),
    )
    .filter((row) => row.length > 0);
  return rows.length > 0 ? rows : undefined;
}

function splitOnce(text: string, by: RegExp): readonly [string, string | undefined] {
  const found = by.exec(text);
  return found ? [text.slice(0, found.index), text.slice(found.index + found[0].length)] : [text, undefined];
}

/** Parts of HTML that show no text: begin and end. */
const UNREAD: readonly (readonly [RegExp, RegExp])[] = [
  [/<!--/g, /-->/g],
  ...['style', 'script', 'title'].map((name) => [new RegExp(`<${name}\\b`, 'gi'), new RegExp(`</${name}\\s*>`, 'gi')] as const),
];

/** Without these parts. Each place is looked at once: one expression for a whole part looks for its end from each beginning. */
function withoutParts(html: string, begin: RegExp, end: RegExp): string {
  let text = '';
  let at = 0;
  for (;;) {
    begin.lastIndex = at;
    const from = begin.exec(html);
    end.lastIndex = begin.lastIndex;
    const to = from && end.exec(html);
    if (!to) return text + html.slice(at);
    text += html.slice(at, from.index);
    at = end.lastIndex;
  }
}

/** Approximately the text that a browser shows for HTML: breaks end a line, and other white space is one blank. */
function wordsOf(html: string): string {
  const text = UNREAD.reduce((left, [begin, end]) => withoutParts(left, begin, end), html)
    .replace(/\s+/g, ' ')
    .replace(/<(?:br|\/p|\/div)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return NAMED.get(String(name).toLowerCase()) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    });
  return plainText(text)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}
