import { describe, expect, test } from 'vitest';
import type { Epoch } from '../../../../../../core/board/ids.ts';
import type { SessionStatus } from '../../../../../../renderer/session/session.ts';
import { statusSentences } from '../../../../../../renderer/ui/words/status/status-sentences.ts';
import { statusOf } from '../../fake-session.ts';

const AT = {
  now: Date.UTC(2026, 10, 21, 14, 3),
  nowMono: 90_000,
  fingerprint: '0123456789abcdef',
  others: 1,
  style: { locale: 'en-GB', timeZone: 'UTC' },
} as const;
const say = (part: Partial<SessionStatus>, others = 1) => statusSentences(statusOf(part), { ...AT, others });
const factOf = (words: ReturnType<typeof say>, name: string): string | undefined =>
  words.facts.find(([named]) => named === name)?.[1];

describe('a memory-only room', () => {
  test('says where the board lives, since when, and that it is not saved', () => {
    expect(say({}).home).toBe('This board lives in the server’s memory, since 13:05. It is not saved there.');
  });

  test('loses the board with a restart and with the last person', () => {
    expect(say({ elements: 3 }).losses.map(({ fate }) => fate)).toEqual(['kept', 'lost', 'lost']);
  });

  test('goes with who is alone in it, and the panel says when', () => {
    expect(say({ elements: 3 }, 0).losses[0]).toEqual({
      event: 'You close this window',
      effect: 'You are alone here: the server deletes the board about 30 s after you leave. Save a copy to keep it.',
      fate: 'lost',
    });
    expect(say({ elements: 0 }, 0).losses.map(({ fate }) => fate)).toEqual(['kept', 'kept', 'kept']);
  });

  test('that cannot be reached may be left in this window alone', () => {
    const words = say({ elements: 3, state: { phase: 'offline' } }, 0);
    expect(words.losses[0]?.fate).toBe('unknown');
    expect(words.home).toContain('lived in the server’s memory, since 13:05, when the server was last heard');
  });
});

test('a room with a store loses nothing to a restart', () => {
  const words = say({ persistence: { mode: 'azure-blob', since: AT.now } });
  expect(words.home).toContain('Azure Blob Storage');
  expect(words.losses.map(({ fate }) => fate)).toEqual(['kept', 'kept', 'kept']);
});

test('a room whose store cannot be written says so everywhere, and what waits', () => {
  const words = say({
    persistence: { mode: 'lmdb', since: AT.now },
    readOnly: 'room.read_only',
    unsent: 1,
    savedAt: AT.now - 61_000,
  });
  expect(words.home).toContain('Right now nothing can be written there.');
  expect(words.now).toContain('nobody can change it');
  expect(words.now).toContain('1 change waits here.');
  expect(factOf(words, 'Last saved')).toBe('1 min ago');
  expect(words.losses.slice(1).map(({ fate }) => fate)).toEqual(['unknown', 'unknown']);
});

test('a lost copy and an earlier life of the room are told', () => {
  const words = say({
    lostCopy: { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, removed: 0, upTo: AT.now, elementsInRoom: 0 },
    previousLife: { endedAt: AT.now - 60_000, elements: 41 },
    outboxKept: 'device',
  });
  expect(words.more).toEqual([
    'You hold a copy of the board that was lost: 412 elements up to 14:03, kept on this device.',
    'The room was empty, and the server deleted its board of 41 things at 14:02.',
  ]);
  expect(words.now).toContain('The copy that you hold is not in the room');
});

test('what is unsent outlives the window where it is kept on the device', () => {
  const words = say({ unsent: 2, oldestUnsentMs: 64_000, outboxKept: 'device' });
  expect(words.losses[0]).toMatchObject({
    effect: '2 unsent changes stay on this device, to be sent when you open this room here again.',
    fate: 'kept',
  });
  expect(factOf(words, 'Unsent')).toBe('2 changes, the oldest for 1 min');
  expect(factOf(words, 'Kept until sent')).toBe('on this device');
});

test('closing the window loses exactly what is unsent', () => {
  const closing = say({ unsent: 2, oldestUnsentMs: 64_000 });
  expect(closing.losses[0]).toEqual({ event: 'You close this window', effect: '2 unsent changes would be lost.', fate: 'lost' });
  expect(factOf(closing, 'Unsent')).toBe('2 changes, the oldest for 1 min');
  expect(factOf(closing, 'Kept until sent')).toBe('in this window only');
  expect(factOf(say({}), 'Unsent')).toBe('nothing');
});

test('before the server was reached nothing is claimed about it', () => {
  const words = say({
    state: { phase: 'connecting', attempt: 1, since: 80_000 },
    persistence: undefined,
    instance: undefined,
    transport: undefined,
    roundTripMs: undefined,
  });
  expect(words.now).toBe('Inkroom has been trying to reach the server for 10 s. Go on drawing: nothing waits to be sent yet.');
  expect([factOf(words, 'Server'), factOf(words, 'Connected'), factOf(words, 'Round trip')]).toEqual([
    'not reached yet',
    'no',
    'not measured yet',
  ]);
  expect(words.home).toContain('when the server answers');
});

test.each(['WebSockets', 'Server-Sent Events', 'long polling'])(
  'the panel says that the connection runs over %s',
  (transport) => {
    expect(factOf(say({ transport }), 'Connected')).toBe(`over ${transport}`);
    expect(factOf(say({ transport, carrier: 'east.service.signalr.net' }), 'Connected')).toBe(
      `over ${transport}, through east.service.signalr.net`,
    );
  },
);

test.each([
  { aheadMs: 6 * 60_000 - 20, words: 'The clock of this device is 6 min ahead of the server’s' },
  { aheadMs: -3_600_000 + 15, words: 'The clock of this device is 1 h behind the server’s' },
])('[HS-11] the panel names a clock of this device that is wrong: $words', ({ aheadMs, words }) => {
  expect(say({ clockTrouble: { of: 'device', aheadMs } }).more.join(' ')).toContain(words);
});

test('[HS-10] the panel says that the clocks of the server and its service differ, and nothing of clocks while they are right', () => {
  const state = { phase: 'connecting', attempt: 3, since: 0 } as const;
  expect(say({ state, clockTrouble: { of: 'server' } }).more.join(' ')).toContain('The clocks of the server and of its service');
  expect(say({}).more.join(' ')).not.toContain('clock');
});

test('the fingerprint is cut to eight digits, and the details carry the codes', () => {
  const words = say({ state: { phase: 'refused', code: 'join.version' }, refused: { code: 'rate.bytes', at: 1 } });
  expect(factOf(words, 'Fingerprint')).toBe('01234567');
  expect(words.details).toContain('phase refused · join.version · last refusal rate.bytes');
});

test('the panel says how full a board is when little is left, and never more than all', () => {
  const more = (fullness: number) => say({ fullness }).more;
  expect(more(0.5)).toEqual([]);
  expect(more(0.999)).toEqual(['The board is 99 % full. Save a copy and continue in a new room before it is full.']);
  expect(more(1.2)[0]).toContain('100 % full');
});

test('a copy of which only removals are left is not called a copy of no strokes', () => {
  const lostCopy = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 0, removed: 2, upTo: 0, elementsInRoom: 9 };
  expect(say({ lostCopy }).more).toEqual(['2 elements that had been removed before the server lost the board came back.']);
});

test('the panel says why the server lets nobody in for now, and that it is tried again', () => {
  const { now } = say({ state: { phase: 'connecting', attempt: 3, since: 0 }, notYet: 'server.rooms_full' });
  expect(now).toMatch(/^The server has reached its limit of rooms\./);
  // It answers, so it is not said to be out of reach.
  expect(now).not.toContain('trying to reach');
});
