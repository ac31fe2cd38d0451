import { expect, test } from 'vitest';
import type { Epoch } from '../../../../../core/board/ids.ts';
import { createValue } from '../../../../../renderer/ui/value-store.ts';
import { NEWS_SHOWN_MS, previousLifeNews, returnedNews, watchNews } from '../../../../../renderer/ui/watching/news.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { statusOf } from '../fake-session.ts';

const RETURNED = { at: 5_000, awayMs: 240_000, sent: 12, refused: 0, fromOthers: 30 };

function world() {
  const clock = new FakeClock();
  const status = createValue(statusOf());
  return { clock, status, news: watchNews(status, clock) };
}

test('what came of a time away is one sentence', () => {
  expect(returnedNews(RETURNED)).toBe(
    'Back after 4 min: your changes to 12 things have reached the board; others changed 30 things.',
  );
  expect(returnedNews({ ...RETURNED, awayMs: 400, sent: 1, fromOthers: 0 })).toBe(
    'Back after a moment: your changes to 1 thing have reached the board; nobody else changed anything.',
  );
});

test('what was refused is named', () => {
  expect(returnedNews({ ...RETURNED, refused: 2 })).toContain(
    'your changes to 12 things have reached the board, those to 2 were not accepted and are undone here',
  );
  expect(returnedNews({ ...RETURNED, sent: 0, refused: 1 })).toContain(
    ': your changes to 1 thing were not accepted and are undone here;',
  );
});

test('a room whose board was let go says so to who finds it empty', () => {
  const at = Date.UTC(2026, 10, 21, 14, 3);
  expect(previousLifeNews({ endedAt: at, elements: 41 }, at + 60_000, { locale: 'en-GB', timeZone: 'UTC' })).toBe(
    'The room was empty, and the server deleted its board of 41 things at 14:03. What is drawn now begins a new one.',
  );
});

test('a return is told once, and the banner goes by itself', () => {
  const { clock, status, news } = world();
  status.write(statusOf({ returned: RETURNED }));
  expect(news.read()).toMatchObject({ tone: 'neutral', text: returnedNews(RETURNED) });
  clock.advance(NEWS_SHOWN_MS);
  expect(news.read()).toBeUndefined();
  status.write(statusOf({ returned: RETURNED, unsent: 1 }));
  expect(news.read()).toBeUndefined();
  status.write(statusOf({ returned: { ...RETURNED, at: 9_000, refused: 1 } }));
  expect(news.read()?.tone).toBe('bad');
});

test('a banner that somebody is at stays, and goes after they have left it', () => {
  const { clock, status, news } = world();
  status.write(statusOf({ returned: RETURNED }));
  news.hold();
  clock.advance(5 * NEWS_SHOWN_MS);
  expect(news.read()).toBeDefined();
  news.release();
  clock.advance(NEWS_SHOWN_MS - 1);
  expect(news.read()).toBeDefined();
  news.dismiss();
  expect(news.read()).toBeUndefined();
});

test('an earlier life of the room is told once, and not beside the card of a lost copy', () => {
  const { status, news } = world();
  const previousLife = { endedAt: 7, elements: 41 };
  const lostCopy = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 41, removed: 0, upTo: 0, elementsInRoom: 0 };
  status.write(statusOf({ previousLife, lostCopy }));
  expect(news.read()).toBeUndefined();
  status.write(statusOf({ previousLife }));
  expect(news.read()).toBeUndefined();
  status.write(statusOf({ previousLife: { ...previousLife, endedAt: 9 } }));
  expect(news.read()?.text).toContain('41 things');
});

test('after its end nothing is told', () => {
  const { status, news } = world();
  news.dispose();
  status.write(statusOf({ returned: RETURNED }));
  expect(news.read()).toBeUndefined();
});

test('a board that fills up is told of once, in time to go on elsewhere', () => {
  const { clock, status, news } = world();
  status.write(statusOf({ fullness: 0.79 }));
  expect(news.read()).toBeUndefined();
  status.write(statusOf({ fullness: 0.801 }));
  expect(news.read()).toEqual({
    tone: 'bad',
    text: 'The board is 80 % full. Save a copy and continue in a new room before it is full.',
  });
  clock.advance(NEWS_SHOWN_MS);
  status.write(statusOf({ fullness: 0.9 }));
  expect(news.read()).toBeUndefined();
});
