import { expect, test } from 'vitest';
import type { Epoch } from '../../../../core/board/ids.ts';
import { REFUSALS } from '../../../../core/contract/refusal-codes.ts';
import { PROGRESS_FROM_BYTES, pillText, QUIET_DROP_MS, SLOW_SEND_MS } from '../../../../renderer/ui/status-words.ts';
import { statusOf } from './fake-session.ts';

const NOW = 50_000;
const FRESH = { persistence: undefined, epoch: undefined };

test('a live room without a store says memory only, in the neutral tone', () => {
  expect(pillText(statusOf(), NOW)).toMatchObject({ tone: 'neutral', symbol: '●', text: 'Live · memory only' });
});

test('a live room with a store says saved, in the good tone', () => {
  const status = statusOf({ persistence: { mode: 'lmdb', since: 0 } });
  expect(pillText(status, NOW)).toMatchObject({ tone: 'good', symbol: '●', text: 'Live · saved' });
});

test('changes on their way over a quick line are not mentioned', () => {
  expect(pillText(statusOf({ unsent: 4, oldestUnsentMs: SLOW_SEND_MS - 1 }), NOW).text).toBe('Live · memory only');
  expect(pillText(statusOf({ unsent: 4, oldestUnsentMs: SLOW_SEND_MS }), NOW)).toMatchObject({
    tone: 'warn',
    text: 'Live · sending 4',
  });
});

test('a drop is not mentioned until it has lasted 300 ms, and the pill asks to be looked at then', () => {
  const since = NOW - 100;
  const early = pillText(statusOf({ state: { phase: 'connecting', attempt: 0, since }, unsent: 3 }), NOW);
  expect(early.text).toBe('Live · memory only');
  expect(early.lookAgainMs).toBe(QUIET_DROP_MS - 100);
  const later = pillText(statusOf({ state: { phase: 'connecting', attempt: 0, since }, unsent: 3 }), since + QUIET_DROP_MS);
  expect(later).toEqual({ tone: 'warn', symbol: '◐', text: 'Reconnecting · 3 unsent', short: 'Reconnecting · 3 unsent' });
});

test('reconnecting with nothing unsent says only that', () => {
  const status = statusOf({ state: { phase: 'connecting', attempt: 2, since: 0 } });
  expect(pillText(status, NOW)).toMatchObject({ tone: 'warn', text: 'Reconnecting' });
});

test('who has never been in the room connects, and does not reconnect', () => {
  expect(pillText(statusOf({ ...FRESH, state: { phase: 'connecting', attempt: 0, since: NOW } }), NOW)).toMatchObject({
    tone: 'neutral',
    text: 'Connecting',
  });
  expect(pillText(statusOf({ ...FRESH, state: { phase: 'connecting', attempt: 3, since: 0 }, unsent: 2 }), NOW)).toMatchObject({
    tone: 'warn',
    symbol: '◐',
    text: 'Connecting · 2 unsent',
  });
});

test('offline counts what waits', () => {
  expect(pillText(statusOf({ state: { phase: 'offline' }, unsent: 12 }), NOW)).toMatchObject({
    tone: 'warn',
    symbol: '○',
    text: 'Offline · 12 unsent',
  });
  expect(pillText(statusOf({ state: { phase: 'offline' } }), NOW).text).toBe('Offline');
});

test('joining shows progress from 64 KiB on', () => {
  const joining = (received: number, total: number) =>
    pillText(statusOf({ ...FRESH, state: { phase: 'joining', since: 0, received, total } }), NOW).text;
  expect(joining(0, PROGRESS_FROM_BYTES - 1)).toBe('Joining');
  expect(joining(PROGRESS_FROM_BYTES / 4, PROGRESS_FROM_BYTES)).toBe('Joining · 25 %');
  expect(joining(2 * PROGRESS_FROM_BYTES, PROGRESS_FROM_BYTES)).toBe('Joining · 100 %');
});

test('a refusal is the sentence of its code', () => {
  expect(pillText(statusOf({ state: { phase: 'refused', code: 'room.full' } }), NOW)).toMatchObject({
    tone: 'bad',
    symbol: '■',
    text: REFUSALS['room.full'],
  });
});

test('a lost copy stays on the pill in every phase until it is decided', () => {
  const lostCopy = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, upTo: 0, elementsInRoom: 0 };
  for (const state of [
    { phase: 'live', since: 0 },
    { phase: 'offline' },
    { phase: 'connecting', attempt: 3, since: 0 },
    { phase: 'joining', since: 0, received: 0, total: 0 },
  ] as const) {
    expect(pillText(statusOf({ state, lostCopy }), NOW)).toMatchObject({
      tone: 'bad',
      symbol: '▲',
      text: 'Server restarted · you hold a copy',
    });
  }
});
