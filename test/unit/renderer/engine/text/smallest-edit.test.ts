import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphemeStart } from '../../../../../core/base/graphemes.ts';
import { partsOfText, smallestEdit } from '../../../../../renderer/engine/text/smallest-edit.ts';

test('typing, erasing and replacing are found where they happened', () => {
  expect(smallestEdit('hello', 'hello!', 6)).toEqual({ from: 5, to: 5, typed: '!' });
  expect(smallestEdit('hello', 'hllo', 1)).toEqual({ from: 1, to: 2, typed: '' });
  expect(smallestEdit('one two', 'one 2', 5)).toEqual({ from: 4, to: 7, typed: '2' });
  expect(smallestEdit('same', 'same', 2)).toBeUndefined();
});

test('a letter among equal ones is typed at the caret, and erased there', () => {
  expect(smallestEdit('aaaa', 'aaaaa', 2)).toEqual({ from: 1, to: 1, typed: 'a' });
  expect(smallestEdit('aaaa', 'aaa', 2)).toEqual({ from: 2, to: 3, typed: '' });
});

test('a character is replaced whole, whatever units it shares with the next', () => {
  expect(smallestEdit('👍', '👎', 2)).toEqual({ from: 0, to: 2, typed: '👎' });
  expect(smallestEdit('x👩‍👩‍👧y', 'x👩‍👩‍👦y', 9)).toEqual({ from: 1, to: 9, typed: '👩‍👩‍👦' });
});

test('what is found makes the new text out of the old, and holds whole characters', () => {
  const signs = fc.array(fc.constantFrom('a', 'b', ' ', '👍', '👎', '👍🏽', 'e\u0301', '\n'), { maxLength: 8 });
  fc.assert(
    fc.property(signs, signs, fc.nat(), (one, other, place) => {
      const [before, after] = [one.join(''), other.join('')];
      const caret = graphemeStart(after, place % (after.length + 1));
      const edit = smallestEdit(before, after, caret);
      if (!edit) return before === after;
      expect(before.slice(0, edit.from) + edit.typed + before.slice(edit.to)).toBe(after);
      expect(edit.typed.isWellFormed()).toBe(true);
      expect(before.slice(edit.from, edit.to).isWellFormed()).toBe(true);
      return true;
    }),
  );
});

test('a long text is cut between characters', () => {
  const text = '👍🏽'.repeat(5);
  expect(partsOfText(text, 9)).toEqual(['👍🏽👍🏽', '👍🏽👍🏽', '👍🏽']);
  expect(partsOfText('', 9)).toEqual([]);
  const wide = `e${'\u0301'.repeat(20)}👍`;
  expect(partsOfText(wide, 5).join('')).toBe(wide);
  expect(Math.max(...partsOfText(wide, 5).map((part) => part.length))).toBe(5);
});
