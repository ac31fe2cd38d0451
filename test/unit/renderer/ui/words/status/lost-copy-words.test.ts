import { expect, test } from 'vitest';
import type { Epoch } from '../../../../../../core/board/ids.ts';
import type { LossCause } from '../../../../../../renderer/ui/words/status/loss-cause.ts';
import { type LostCopyAround, lostCopyWords } from '../../../../../../renderer/ui/words/status/lost-copy-words.ts';

const UP_TO = Date.UTC(2026, 10, 21, 14, 3);
const STYLE = { locale: 'en-GB', timeZone: 'UTC' };
const copy = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, removed: 0, upTo: UP_TO, elementsInRoom: 0 };
const around: LostCopyAround = {
  now: UP_TO + 60_000,
  isRoomKnown: true,
  others: [],
  cause: 'restart',
  outboxKept: 'memory',
  style: STYLE,
};

test('an empty room offers to restore the copy or to start empty, and says how much and since when', () => {
  const words = lostCopyWords(copy, around);
  expect(words.title).toBe('The server restarted and its board is empty.');
  expect(words.text).toBe('You hold 412 elements up to 14:03. None of it is sent until you decide.');
  expect(words.choices).toMatchObject({ restore: 'Restore to room', discard: 'Start empty' });
});

test('a room that has gone on offers to add the copy beside, and says what is there and who', () => {
  const words = lostCopyWords({ ...copy, elementsInRoom: 1 }, { ...around, others: ['Ben', 'Cleo'] });
  expect(words.title).toBe('The server restarted and the room has a new board.');
  expect(words.text).toContain('The room holds 1 element drawn since. Ben and Cleo are here.');
  expect(words.choices).toMatchObject({ restore: 'Add my copy to it', discard: 'Discard' });
});

test('who else is in the room is named: one, two, or one and a number', () => {
  const said = (...others: string[]) => lostCopyWords(copy, { ...around, others }).text;
  expect(said('Ben')).toContain('14:03. Ben is here. None');
  expect(said('Ben', 'Cleo', 'Dana')).toContain('Ben and 2 others are here.');
});

test('a board that was let go was not lost to a restart, and nobody says so', () => {
  const titles = (cause: LossCause) =>
    [copy, { ...copy, elementsInRoom: 2 }].map((held) => lostCopyWords(held, { ...around, cause }).title);
  expect(titles('letGo')[0]).toBe('The room was empty for a while, and the server deleted its board.');
  for (const title of [...titles('letGo'), ...titles('unknown')]) expect(title).not.toContain('restarted');
});

test('a copy of an earlier visit is decided about when it is known what the room holds; until then nothing is offered', () => {
  const words = lostCopyWords(copy, { ...around, isRoomKnown: false, outboxKept: 'device' });
  expect(words.choices).toBeUndefined();
  expect(words.text).toContain('You hold 412 elements up to 14:03, kept on this device.');
  expect(`${words.title} ${words.text}`).not.toMatch(/empty|restarted/);
});

test('letting go of the copy says how much goes', () => {
  expect(lostCopyWords(copy, around).choices?.sure).toBe('Your copy of 412 elements will be deleted permanently.');
});

test('a copy of another day carries its date', () => {
  expect(lostCopyWords(copy, { ...around, now: UP_TO + 24 * 3_600_000 }).text).toContain('up to 21 Nov 2026, 14:03');
});

test('when all is back but what was removed, the card speaks of that and of nothing else', () => {
  const words = lostCopyWords({ ...copy, elements: 0, removed: 2, elementsInRoom: 30 }, around);
  expect(words.text).toBe('2 elements that had been removed before the server lost the board are on it again.');
  expect(words.choices).toMatchObject({ restore: 'Remove them again', discard: 'Keep them' });
  expect(lostCopyWords({ ...copy, elements: 0, removed: 1, elementsInRoom: 30 }, around).text).toContain(
    '1 element that had been removed',
  );
});
