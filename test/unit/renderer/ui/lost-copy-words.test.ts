import { expect, test } from 'vitest';
import type { Epoch } from '../../../../core/board/ids.ts';
import { lostCopyWords } from '../../../../renderer/ui/lost-copy-words.ts';

const UP_TO = Date.UTC(2026, 10, 21, 14, 3);
const STYLE = { locale: 'en-GB', timeZone: 'UTC' };
const copy = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, upTo: UP_TO, elementsInRoom: 0 };

test('an empty room offers to restore the copy or to start empty, and says how much and since when', () => {
  const words = lostCopyWords(copy, UP_TO + 60_000, STYLE);
  expect(words.title).toBe('The server restarted and its board is empty.');
  expect(words.text).toContain('You hold 412 strokes up to 14:03.');
  expect([words.restore, words.discard]).toEqual(['Restore to room', 'Start empty']);
});

test('a room that has gone on offers to add the copy beside, and says what is there', () => {
  const words = lostCopyWords({ ...copy, elementsInRoom: 1 }, UP_TO, STYLE);
  expect(words.text).toContain('The room holds 1 stroke drawn since.');
  expect([words.restore, words.discard]).toEqual(['Add my copy beside it', 'Discard']);
});

test('letting go of the copy says how much goes', () => {
  expect(lostCopyWords(copy, UP_TO, STYLE).sure).toBe('Your copy of 412 strokes will be gone for good.');
});

test('a copy of another day carries its date', () => {
  expect(lostCopyWords(copy, UP_TO + 24 * 3_600_000, STYLE).text).toContain('up to 21 Nov 2026, 14:03');
});
