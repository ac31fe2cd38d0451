import { expect, test } from 'vitest';
import type { Epoch } from '../../../../../../core/board/ids.ts';
import { REFUSALS } from '../../../../../../core/contract/refusal-codes.ts';
import type { LossCause } from '../../../../../../renderer/ui/words/status/loss-cause.ts';
import {
  joinProgress,
  PROGRESS_FROM_BYTES,
  pillText,
  QUIET_DROP_MS,
  SLOW_SEND_MS,
} from '../../../../../../renderer/ui/words/status/status-words.ts';
import { statusOf } from '../../fake-session.ts';

const NOW = 50_000;
const AT = { now: Date.UTC(2026, 10, 21, 14, 3), nowMono: NOW, cause: 'restart' } as const;
const FRESH = { persistence: undefined, epoch: undefined };

test('a live room without a store says memory only, in the neutral tone', () => {
  expect(pillText(statusOf(), AT)).toMatchObject({ tone: 'neutral', symbol: '●', text: 'Live · memory only' });
});

test('a live room with a store says when it was last saved, in the good tone, and asks to be looked at when that has aged', () => {
  const status = statusOf({ persistence: { mode: 'lmdb', since: 0 }, savedAt: AT.now - 2_300 });
  expect(pillText(status, AT)).toMatchObject({ tone: 'good', symbol: '●', text: 'Live · saved 2 s ago', lookAgainMs: 700 });
  expect(pillText(status, { ...AT, now: AT.now + 700 }).text).toBe('Live · saved 3 s ago');
  expect(pillText(status, { ...AT, now: AT.now + 90_000 })).toMatchObject({
    text: 'Live · saved 1 min ago',
    lookAgainMs: 27_700,
  });
  expect(pillText({ ...status, savedAt: AT.now + 5_000 }, AT).text, 'a hub whose clock is ahead').toBe('Live · saved just now');
});

test('saved is not said while something of the person is not', () => {
  const status = statusOf({ persistence: { mode: 'lmdb', since: 0 }, savedAt: AT.now - 2_300, unsent: 1, oldestUnsentMs: 40 });
  expect(pillText(status, AT)).toMatchObject({ tone: 'neutral', text: 'Live · saving' });
  expect(pillText({ ...status, oldestUnsentMs: SLOW_SEND_MS }, AT)).toMatchObject({ tone: 'warn', text: 'Live · saving 1' });
});

test('a store that nothing is known to be written to yet is where the board is kept, not when it was saved', () => {
  expect(pillText(statusOf({ persistence: { mode: 'lmdb', since: 0 } }), AT).text).toBe('Live · kept on disk');
  expect(pillText(statusOf({ persistence: { mode: 'azure-blob', since: 0 } }), AT).text).toBe('Live · kept in Azure');
});

test('a board that nobody may change is read only, with the reason and what waits', () => {
  const status = statusOf({ persistence: { mode: 'lmdb', since: 0 }, savedAt: AT.now, readOnly: 'room.read_only' });
  expect(pillText(status, AT)).toMatchObject({ tone: 'bad', symbol: '■', text: 'Read only · store unavailable' });
  expect(pillText({ ...status, unsent: 3, oldestUnsentMs: 9_000 }, AT)).toMatchObject({
    text: 'Read only · store unavailable · 3 unsent',
    short: 'Read only · 3 unsent',
  });
  expect(pillText({ ...status, state: { phase: 'connecting', attempt: 1, since: 0 } }, AT).text).toBe('Reconnecting');
});

test('changes on their way over a quick line are not mentioned', () => {
  expect(pillText(statusOf({ unsent: 4, oldestUnsentMs: SLOW_SEND_MS - 1 }), AT).text).toBe('Live · memory only');
  expect(pillText(statusOf({ unsent: 4, oldestUnsentMs: SLOW_SEND_MS }), AT)).toMatchObject({
    tone: 'warn',
    text: 'Live · sending 4',
  });
});

test('a drop is not mentioned until it has lasted a second, and the pill asks to be looked at then', () => {
  const since = NOW - 100;
  const early = pillText(statusOf({ state: { phase: 'connecting', attempt: 0, since }, unsent: 3 }), AT);
  expect(early.text).toBe('Live · memory only');
  expect(early.lookAgainMs).toBe(QUIET_DROP_MS - 100);
  const later = pillText(statusOf({ state: { phase: 'connecting', attempt: 0, since }, unsent: 3 }), {
    ...AT,
    nowMono: since + QUIET_DROP_MS,
  });
  expect(later).toMatchObject({ tone: 'warn', symbol: '◐', text: 'Reconnecting · 3 unsent', short: 'Reconnecting · 3 unsent' });
});

test('reconnecting with nothing unsent says only that', () => {
  const status = statusOf({ state: { phase: 'connecting', attempt: 2, since: 0 } });
  expect(pillText(status, AT)).toMatchObject({ tone: 'warn', text: 'Reconnecting' });
});

test('who has never been in the room connects, and does not reconnect', () => {
  expect(pillText(statusOf({ ...FRESH, state: { phase: 'connecting', attempt: 0, since: NOW } }), AT)).toMatchObject({
    tone: 'neutral',
    text: 'Connecting',
  });
  expect(pillText(statusOf({ ...FRESH, state: { phase: 'connecting', attempt: 3, since: 0 }, unsent: 2 }), AT)).toMatchObject({
    tone: 'warn',
    symbol: '◐',
    text: 'Connecting · 2 unsent',
  });
});

test('offline counts what waits', () => {
  expect(pillText(statusOf({ state: { phase: 'offline' }, unsent: 12 }), AT)).toMatchObject({
    tone: 'warn',
    symbol: '○',
    text: 'Offline · 12 unsent',
  });
  expect(pillText(statusOf({ state: { phase: 'offline' } }), AT).text).toBe('Offline');
});

test('joining shows progress from 64 KiB on', () => {
  const joining = (received: number, total: number) =>
    pillText(statusOf({ ...FRESH, state: { phase: 'joining', since: 0, received, total } }), AT).text;
  expect(joining(0, PROGRESS_FROM_BYTES - 1)).toBe('Joining');
  expect(joining(PROGRESS_FROM_BYTES / 4, PROGRESS_FROM_BYTES)).toBe('Joining · 25 %');
  expect(joining(2 * PROGRESS_FROM_BYTES, PROGRESS_FROM_BYTES)).toBe('Joining · 100 %');
});

test('a refusal is named in words that fit, and its sentence is read aloud', () => {
  const refused = { phase: 'refused', code: 'room.full' } as const;
  expect(pillText(statusOf({ state: refused }), AT)).toMatchObject({
    tone: 'bad',
    symbol: '■',
    text: 'Not joined · room full',
    spoken: REFUSALS['room.full'],
  });
  expect(pillText(statusOf({ state: refused, unsent: 2 }), AT).text).toBe('Not joined · room full · 2 unsent');
  expect(pillText(statusOf({ state: { phase: 'refused', code: 'frame.malformed' } }), AT).text).toBe('Not joined');
});

test('a lost copy stays on the pill in every phase until it is decided', () => {
  const lostCopy = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, removed: 0, upTo: 0, elementsInRoom: 0 };
  for (const state of [
    { phase: 'live', since: 0 },
    { phase: 'offline' },
    { phase: 'connecting', attempt: 3, since: 0 },
    { phase: 'joining', since: 0, received: 0, total: 0 },
  ] as const) {
    expect(pillText(statusOf({ state, lostCopy }), AT)).toMatchObject({
      tone: 'bad',
      symbol: '▲',
      text: 'Server restarted · you hold a copy',
    });
  }
});

test('a copy says how the board was lost: by a restart, by an empty room, or not at all while that is not known', () => {
  const status = statusOf({ lostCopy: { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, removed: 0, upTo: 0, elementsInRoom: 0 } });
  const said = (cause: LossCause) => pillText(status, { ...AT, cause }).text;
  expect([said('restart'), said('letGo'), said('unknown')]).toEqual([
    'Server restarted · you hold a copy',
    'Board deleted · you hold a copy',
    'Board lost · you hold a copy',
  ]);
});

test('the bar of a catch-up is for joins of 64 KiB and more that take their time', () => {
  const joining = { phase: 'joining', since: NOW, received: PROGRESS_FROM_BYTES / 2, total: PROGRESS_FROM_BYTES } as const;
  expect(joinProgress(joining, NOW + QUIET_DROP_MS - 1)).toBeUndefined();
  expect(joinProgress(joining, NOW + QUIET_DROP_MS)).toBe(0.5);
  expect(joinProgress({ ...joining, total: PROGRESS_FROM_BYTES - 1 }, NOW + QUIET_DROP_MS)).toBeUndefined();
  expect(joinProgress({ phase: 'live', since: NOW }, NOW + QUIET_DROP_MS)).toBeUndefined();
  expect(pillText(statusOf({ ...FRESH, state: joining }), AT)).toMatchObject({ text: 'Joining', lookAgainMs: QUIET_DROP_MS });
});

test('a hub that lets nobody in for now is named while Inkroom tries again', () => {
  const state = { phase: 'connecting', attempt: 3, since: 0 } as const;
  const status = statusOf({ state, persistence: undefined, notYet: 'server.rooms_full', unsent: 2 });
  expect(pillText(status, AT)).toMatchObject({ tone: 'warn', text: 'Connecting · server full · 2 unsent' });
  expect(pillText({ ...status, unsent: 0, notYet: 'rate.rooms' }, AT).text).toBe('Connecting · too many rooms opened');
  expect(pillText({ ...status, unsent: 0, notYet: undefined }, AT).text).toBe('Connecting');
});

test('a hub whose memory is full is read only, with what waits', () => {
  const status = statusOf({ state: { phase: 'live', since: 0 }, readOnly: 'server.full', unsent: 3 });
  expect(pillText(status, AT)).toMatchObject({ tone: 'bad', text: 'Read only · server memory full · 3 unsent' });
});
