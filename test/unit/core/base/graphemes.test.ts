import { expect, test } from 'vitest';
import { cutText, graphemeEnd, graphemeStart } from '../../../../core/base/graphemes.ts';

test('the ends of the character that holds a unit', () => {
  const text = 'a👍🏽b';
  expect([0, 1, 2, 3, 4, 5].map((at) => graphemeStart(text, at))).toEqual([0, 1, 1, 1, 1, 5]);
  expect([0, 1, 2, 3, 4, 5].map((at) => graphemeEnd(text, at))).toEqual([0, 1, 5, 5, 5, 5]);
});

test.each([
  ['Ann', 40, 'Ann'],
  ['Ann Lee', 4, 'Ann'],
  ['ab👨‍👩‍👧‍👦', 12, 'ab'],
  ['ab👨‍👩‍👧‍👦', 13, 'ab👨‍👩‍👧‍👦'],
  ['नमस्ते', 5, 'नम'],
  ['e\u0301e\u0301', 3, 'e\u0301'],
])('%j cut to %i units is %j', (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});
