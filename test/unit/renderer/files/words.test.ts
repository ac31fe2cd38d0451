import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { readWords } from '../../../../renderer/files/read-words.ts';
import { tableIn } from '../../../../renderer/files/table.ts';

const words = (text: string, html = '') => readWords({ html, text }, 'note')?.elements ?? [];
const rowsOf = (text: string, html = '') => tableIn({ html, text })?.rows;

test('one line is a text, and so is a link', () => {
  expect(words('  hello \n')).toMatchObject([{ kind: ElementKind.text, text: '  hello' }]);
  expect(words('https://example.org/a?b=1')).toMatchObject([{ kind: ElementKind.text, text: 'https://example.org/a?b=1' }]);
  expect(words(' \n\t ')).toEqual([]);
});

test('several lines are one note, or a text each; a page of them is a text that wraps', () => {
  const list = 'milk\r\nbread\n\neggs\n';
  expect(words(list)).toMatchObject([{ kind: ElementKind.note, text: 'milk\nbread\n\neggs' }]);
  const texts = readWords({ html: '', text: list }, 'texts')?.elements ?? [];
  expect(texts.map(({ text }) => text)).toEqual(['milk', 'bread', 'eggs']);
  const tops = texts.map(({ y }) => y);
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
  expect(new Set(tops).size).toBe(3);
  const page = words(Array.from({ length: 90 }, (_, i) => `This is line ${i} of a page`).join('\n'));
  expect(page).toMatchObject([{ kind: ElementKind.text }]);
});

test('a table is a grid of texts in one group: cells of a column begin at one place, those of a row too', () => {
  const elements = words('Name\tPlace\nAda\tLondon\nGrace\t"New York\nArlington"\n');
  expect(elements.map(({ text }) => text)).toEqual(['Name', 'Place', 'Ada', 'London', 'Grace', 'New York\nArlington']);
  expect(new Set(elements.map(({ x }) => x)).size).toBe(2);
  expect(new Set(elements.map(({ y }) => y)).size).toBe(3);
  expect(elements.every(({ groups }) => groups?.join() === 'table')).toBe(true);
});

test('cells come from HTML where that is a table and nothing else, as text only', () => {
  const html =
    '<html><head><style>td{color:red}</style></head><body><!--StartFragment--><table class="x"><tr><th>A &amp; B</th><td>1<br>2</td></tr>' +
    '<tr><td><b onclick="alert(1)">bold</b></td><td><script>alert(2)</script>&#65;</td></tr></table></body></html>';
  expect(rowsOf('A & B 1 2', html)).toEqual([
    ['A & B', '1\n2'],
    ['bold', 'A'],
  ]);
  expect(rowsOf('words', `<p>words</p>${html}`)).toBeUndefined();
  expect(rowsOf('words', '<p>words</p>')).toBeUndefined();
});

test('a program with tabs is no table, and a huge one is cut and counted', () => {
  expect(rowsOf('if (a) {\n\treturn b;\n}')).toBeUndefined();
  expect(rowsOf('\tone\n\ttwo')).toBeUndefined();
  const huge = readWords({ html: '', text: Array.from({ length: 900 }, (_, i) => `a${i}\tb`).join('\n') }, 'note');
  expect(huge?.elements).toHaveLength(800);
  expect(huge?.losses.get('tooMany')).toBe(1);
});

const cell = fc.string({ maxLength: 12 }).map((text) => text.replace(/[\p{Cc}"]/gu, '').trim());

test('a table that a spreadsheet copies has the cells that were in it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }), (rows) => {
      fc.pre(rows.some(([first]) => first !== '') && rows.every((row) => row.join('') !== ''));
      expect(rowsOf(`${rows.map((row) => row.join('\t')).join('\n')}\n`)).toEqual(
        rows.map((row) => row.map((text) => text.toWellFormed())),
      );
    }),
  );
});

test('whatever is pasted, it is read or left, and never thrown at', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (html, text) => {
      readWords({ html: `<table>${html}`, text }, 'texts');
      readWords({ html, text }, 'note');
    }),
  );
});

test.each([
  ['comments', '<table><tr><td>', '<!--'],
  ['style sheets', '<table><tr><td>', '<style '],
  ['tags', '<table><tr><td>', '<'],
  ['breaks', '<table><tr><td>', '<br '],
  ['rows', '<table>', '<tr '],
  ['tables', '', '<table '],
])('%s that do not end hold nobody up', (_, before, part) => {
  expect(readWords({ html: before + part.repeat(200_000), text: 'word' }, 'note')?.elements.length).toBeGreaterThan(0);
});

test('very many blanks inside of a text hold nobody up', () => {
  const text = `a${' '.repeat(90_000)}b`;
  expect(readWords({ html: '', text }, 'note')?.elements[0]?.text).toBe(text);
});
