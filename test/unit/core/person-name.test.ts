import { expect, test } from 'vitest';
import { tellApart, visibleName } from '../../../core/contract/person-name.ts';

test.each([
  [' \u202eAnn\u0000\n ', 'Ann'],
  ['A\u200bn\u2060n\ufeff', 'Ann'],
  ['Ann\u3164', 'Ann'],
  ['Ann\u00a0\u2003 Lee', 'Ann Lee'],
  ['\u2800Ann\u2800', 'Ann'],
  ['A\u034f\u115fn\uffa0n\u{e0041}', 'Ann'],
  ['Zoë 漢字 👍🏽 أمل', 'Zoë 漢字 👍🏽 أمل'],
  // Joiners that make a name what it is; elsewhere they only hide something.
  ['👩‍🚀👨‍👩‍👧‍👦 ❤️‍🔥 1️⃣', '👩‍🚀👨‍👩‍👧‍👦 ❤️‍🔥 1️⃣'],
  [
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} Kim',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} Kim',
  ],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['क्\u200dष', 'क्\u200dष'],
  ['A\u200dnn\ufe0f \u200d👩\u200d', 'Ann 👩'],
  ['\ud800Ann', '\ufffdAnn'],
  // Names that nobody could see.
  ...['', '   ', '\u200b', '\u2060\u2060', '\u2800', '\u3164', '\u2800\u3164 \u200d\ufe0f', '\u{e0100}'].map((name) => [
    name,
    '',
  ]),
])('%j is seen as %j', (raw, seen) => {
  expect(visibleName(raw as string)).toBe(seen);
});

test('people whose names look alike are told apart, the first of them keeps the name', () => {
  expect(tellApart(['Ann', 'Ben', 'Ann', 'ann', 'Ann'])).toEqual(['Ann', 'Ben', 'Ann (2)', 'ann (3)', 'Ann (4)']);
  expect(tellApart(['Ann', 'Ａnn'])).toEqual(['Ann', 'Ａnn (2)']);
  expect(tellApart(['می\u200cخواهم', 'میخواهم'])).toEqual(['می\u200cخواهم', 'میخواهم (2)']);
});

test('nobody takes the name that another one is told apart by', () => {
  for (const names of [
    ['Ann', 'Ann', 'Ann (2)'],
    ['Ann (2)', 'Ann', 'Ann'],
    ['Ann (2)', 'Ann', 'Ann', 'ANN (2)', 'Ann (3)', 'Ann'],
  ]) {
    const told = tellApart(names).map((name) => name.toLowerCase());
    expect(new Set(told).size).toBe(names.length);
  }
});

test('a full room of one name is told apart at once', () => {
  const told = tellApart(Array.from({ length: 1_000 }, () => 'Guest'));
  expect(new Set(told).size).toBe(1_000);
  expect(told.at(-1)).toBe('Guest (1000)');
});
