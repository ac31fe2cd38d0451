import { expect, test } from 'vitest';
import { REFUSALS } from '../../../../../../core/contract/refusal-codes.ts';
import { reachWords } from '../../../../../../renderer/ui/words/status/reach-words.ts';
import { UNREACHED_MS, unreachedInMs } from '../../../../../../renderer/ui/words/status/unreached.ts';
import { statusOf } from '../../fake-session.ts';

const AT = {
  now: Date.UTC(2026, 10, 21, 14, 3),
  nowMono: 90_000,
  server: 'http://192.168.1.20:7420',
  inApp: false,
  style: { locale: 'en', timeZone: 'UTC' },
};
const away = (part: Parameters<typeof statusOf>[0] = {}) =>
  statusOf({
    state: { phase: 'connecting', attempt: 2, since: 85_000 },
    persistence: undefined,
    elements: 0,
    unsent: 0,
    ...part,
  });

test('a server that was never reached is spoken of after five seconds, and at once without a network', () => {
  expect(unreachedInMs(away(), 85_000)).toBe(UNREACHED_MS);
  expect(unreachedInMs(away(), 88_000)).toBe(2_000);
  expect(unreachedInMs(away(), 90_000)).toBe(0);
  expect(unreachedInMs(away({ state: { phase: 'offline' } }), 85_000)).toBe(0);
});

test('one that was reached or is being joined is not', () => {
  expect(unreachedInMs(away({ persistence: { mode: 'none', since: 0 } }), 99_000)).toBeUndefined();
  expect(unreachedInMs(away({ state: { phase: 'joining', since: 0, received: 0, total: 0 } }), 99_000)).toBeUndefined();
});

test('a refusal stands on the board at once, unless the card of a room that its host ended does', () => {
  expect(unreachedInMs(away({ state: { phase: 'refused', code: 'room.full' } }), 0)).toBe(0);
  const ended = away({ state: { phase: 'refused', code: 'room.host_ended' }, hostEnded: true });
  expect(unreachedInMs(ended, 0)).toBe(0);
  expect(unreachedInMs({ ...ended, elements: 5 }, 0)).toBeUndefined();
});

test('a page of another version than its server is loaded anew; an app is not', () => {
  const old = away({ state: { phase: 'refused', code: 'join.version' }, unsent: 1, outboxKept: 'device' });
  expect(reachWords(old, AT)).toMatchObject({
    title: '192.168.1.20:7420 does not let you in.',
    text: `${REFUSALS['join.version']} What you drew is kept on this device.`,
    again: 'Reload the page',
  });
  expect(reachWords(old, { ...AT, inApp: true }).again).toBe('Try again');
  const sentAway = away({ state: { phase: 'refused', code: 'room.kicked' }, persistence: { mode: 'none', since: 0 } });
  expect(reachWords(sentAway, AT)).toMatchObject({ title: 'You are no longer in this room.', again: 'Try again' });
});

test('without a copy there is nothing to save, and one may draw meanwhile', () => {
  expect(reachWords(away({ outboxKept: 'device' }), AT)).toEqual({
    title: '192.168.1.20:7420 does not answer.',
    text: 'This device has no copy of the board. What you draw now waits on this device until it answers. Inkroom keeps trying.',
    save: undefined,
    again: 'Try again',
    join: 'Join another',
    own: 'Draw here meanwhile',
  });
  expect(reachWords(away(), { ...AT, inApp: true }).own).toBe('Draw on my own');
});

test('a copy is marked with its time, and can be saved and opened', () => {
  const words = reachWords(away({ asOf: AT.now - 60_000, elements: 4, outboxKept: 'device', unsent: 2 }), AT);
  expect(words.text).toBe(
    'This is the copy that this device keeps, as of 14:02, not live. What you drew waits on this device, and is sent when it answers. Inkroom keeps trying.',
  );
  expect(words).toMatchObject({ save: 'Save a copy', own: 'Open as a board of my own' });
});

test('a server that names what keeps people out is not said to be silent: its reason stands there', () => {
  const words = reachWords(away({ notYet: 'page.not_allowed', outboxKept: 'device', unsent: 1 }), AT);
  expect(words.title).toBe('192.168.1.20:7420 does not let you in yet.');
  expect(words.text).toMatch(/start it with --public-url .* What you drew waits on this device, and is sent when it answers\.$/);
  expect(reachWords(away({ notYet: 'page.not_allowed', state: { phase: 'offline' } }), AT).title).toBe('There is no network.');
});
