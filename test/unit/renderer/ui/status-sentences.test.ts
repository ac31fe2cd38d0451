import { describe, expect, test } from 'vitest';
import type { SessionStatus } from '../../../../renderer/session/session.ts';
import { statusSentences } from '../../../../renderer/ui/status-sentences.ts';
import { statusOf } from './fake-session.ts';

const AT = {
  now: Date.UTC(2026, 10, 21, 14, 3),
  nowMono: 90_000,
  fingerprint: '0123456789abcdef',
  style: { locale: 'en-GB', timeZone: 'UTC' },
} as const;
const say = (part: Partial<SessionStatus>) => statusSentences(statusOf(part), AT);
const factOf = (words: ReturnType<typeof say>, name: string): string | undefined =>
  words.facts.find((fact) => fact.name === name)?.value;

describe('a memory-only room', () => {
  test('says where the board lives, since when, and that it is not saved', () => {
    expect(say({}).home).toBe('This board lives in the server’s memory, since 13:05. It is not saved anywhere.');
  });

  test('loses the board with a restart and with the last person', () => {
    expect(say({}).losses.map(({ keeps }) => keeps)).toEqual([true, false, false]);
  });
});

test('a room with a store loses nothing to a restart', () => {
  const words = say({ persistence: { mode: 'azure-blob', since: AT.now } });
  expect(words.home).toContain('Azure Blob Storage');
  expect(words.losses.every(({ keeps }) => keeps)).toBe(true);
});

test('closing the window loses exactly what is unsent', () => {
  const closing = say({ unsent: 2, oldestUnsentMs: 64_000 });
  expect(closing.losses[0]).toEqual({ event: 'You close this window', effect: '2 unsent changes would be lost.', keeps: false });
  expect(factOf(closing, 'Unsent')).toBe('2 changes, the oldest for 1 min');
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
  expect([factOf(words, 'Server'), factOf(words, 'Transport'), factOf(words, 'Round trip')]).toEqual([
    'not reached yet',
    'none',
    'not measured yet',
  ]);
  expect(words.home).toContain('only in this window');
});

test('the fingerprint is cut to eight digits, and the details carry the codes', () => {
  const words = say({ state: { phase: 'refused', code: 'join.version' }, refused: { code: 'rate.bytes', at: 1 } });
  expect(factOf(words, 'Fingerprint')).toBe('01234567');
  expect(words.details).toContain('phase refused · join.version · last refusal rate.bytes');
});
