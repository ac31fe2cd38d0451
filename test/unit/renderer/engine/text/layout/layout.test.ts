import { expect, test } from 'vitest';
import { graphemes } from '../../../../../../core/base/graphemes.ts';
import { layoutText } from '../../../../../../renderer/engine/text/layout/layout.ts';
import { breakable } from '../../../../../../renderer/engine/text/layout/line-break.ts';
import { linkParts, linksIn } from '../../../../../../renderer/engine/text/layout/links.ts';
import type { TextMeasurer } from '../../../../../../renderer/engine/text/layout/measure.ts';

/** Every character is half as wide as the size; Inter's line is 1.3 times the size. */
const measurer: TextMeasurer = { width: (text) => graphemes(text).length / 2, baseline: () => 1 };
const lay = (text: string, wrap?: number) => layoutText(text, { font: 0, size: 20, wrap }, measurer);
const lines = (text: string, wrap?: number) => lay(text, wrap).lines.map((line) => line.text);

test('a text is as wide as its widest line, and as high as its lines', () => {
  const { width, height, lineHeight, baseline } = lay('one\nthree\n');
  expect(width).toBe(50);
  expect(lineHeight).toBe(26);
  expect(height).toBe(78);
  expect(baseline).toBe(20);
});

test('lines end at the breaks of the author; an empty text is one empty line', () => {
  expect(lines('a\n\nb')).toEqual(['a', '', 'b']);
  expect(lines('')).toEqual(['']);
});

test('words wrap, and the spaces between them stay at the end of the line without taking room', () => {
  expect(lay('one two three', 85).lines.map(({ width }) => width)).toEqual([70, 50]);
  const { lines: found } = lay('one two three', 70);
  expect(found.map(({ text }) => text)).toEqual(['one two ', 'three']);
  expect(found.map(({ from }) => from)).toEqual([0, 8]);
  expect(found.map(({ width }) => width)).toEqual([70, 50]);
});

test('joined, the lines are the text', () => {
  const text = 'A well-known sentence, 漢字かな交じり文 and 👩‍👩‍👧‍👦 a verylongwordthatdoesnotfit  twice';
  for (const wrap of [5, 20, 45, 80, 200]) expect(lines(text, wrap).join('')).toBe(text);
});

test('a word wider than a line is cut between characters, never within one', () => {
  expect(lines('abcdefg', 30)).toEqual(['abc', 'def', 'g']);
  expect(lines('👩‍👩‍👧‍👦👍🏽é', 1)).toEqual(['👩‍👩‍👧‍👦', '👍🏽', 'é']);
  expect(lines('go abcdefgh on', 30)).toEqual(['go ', 'abc', 'def', 'gh ', 'on']);
});

test('a width that fits exactly does not wrap', () => {
  expect(lines('one two', 70)).toEqual(['one two']);
});

test('a line may end after a hyphen within a word, not before a number', () => {
  expect(breakable('well-known')).toEqual(['well-', 'known']);
  expect(breakable('minus -5 and 3-4')).toEqual(['minus ', '-5 ', 'and ', '3-4']);
});

test('Chinese and Japanese break between characters, but not before closing signs', () => {
  expect(breakable('漢字。「か」な')).toEqual(['漢', '字。', '「か」', 'な']);
});

test('each paragraph runs the way of its first letter', () => {
  expect(lay('hello שלום\n12 שלום hello\nمرحبا').lines.map(({ rtl }) => rtl)).toEqual([false, true, true]);
});

test('a line is found by few measurements, however many words or letters it has', () => {
  let measured = 0;
  const counting: TextMeasurer = {
    width: (text) => {
      measured += text.length;
      return text.length / 2;
    },
    baseline: () => 1,
  };
  for (const text of ['a '.repeat(20_000), 'a'.repeat(40_000)]) {
    measured = 0;
    const { lines: found } = layoutText(text, { font: 0, size: 1, wrap: 10_000 }, counting);
    expect(found.map(({ text: line }) => line.length)).toEqual([20_000, 20_000]);
    expect(measured).toBeLessThan(50 * text.length);
  }
});

test('a word of very many letters in a narrow box is laid out', () => {
  expect(lay('a'.repeat(200_000), 10).lines).toHaveLength(200_000);
});

test('the fewest lines are found, as word after word would find them', () => {
  const text = 'some words of un-equal  lengths, 漢字かな and averyveryverylongwordinbetween them, again and again ';
  for (let wrap = 10; wrap < 300; wrap += 7) {
    const found = lines(text.repeat(3), wrap);
    expect(found.join('')).toBe(text.repeat(3));
    for (const [i, line] of found.slice(0, -1).entries()) {
      const [next = ''] = breakable(found[i + 1] ?? '');
      // A part of a long word is not a word.
      if (breakable(line + next).at(-1) === next)
        expect(graphemes((line + next).trimEnd()).length * 10, line).toBeGreaterThan(wrap);
    }
  }
});

test('a link with very many signs behind it is found at once; of very many links the first can be pressed', () => {
  expect(linksIn(`http://a.example/${'.'.repeat(300_000)}x`)).toHaveLength(1);
  expect(linksIn(`see http://a.example/b).,!?`)[0]?.address).toBe('http://a.example/b');
  const text = 'www.a.example '.repeat(5_000);
  const style = { font: 0, size: 20, wrap: 500 };
  expect(linkParts(text, layoutText(text, style, measurer), style, measurer)).toHaveLength(500);
});
