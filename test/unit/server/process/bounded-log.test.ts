import { expect, test } from 'vitest';
import type { LogFields } from '../../../../core/base/host.ts';
import { boundedLog, LEFT_OUT, LINES_PER_WINDOW, WINDOW_MS } from '../../../../server/process/bounded-log.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function bounded(): { log: ReturnType<typeof boundedLog>; clock: FakeClock; lines: [string, string, LogFields | undefined][] } {
  const clock = new FakeClock();
  const lines: [string, string, LogFields | undefined][] = [];
  const to =
    (level: string) =>
    (event: string, fields?: LogFields): void =>
      void lines.push([level, event, fields]);
  const log = boundedLog({ debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') }, clock);
  return { log, clock, lines };
}

const FLOOD = LINES_PER_WINDOW * 50;

test('a flood of one event fills a few lines, and a sum says how many were left out', () => {
  const { log, clock, lines } = bounded();
  for (let i = 0; i < FLOOD; i++) log.warn('join.refused', { connection: `c${i}` });
  expect(lines).toHaveLength(LINES_PER_WINDOW);
  clock.advance(WINDOW_MS);
  log.info('stopped');
  expect(lines.slice(LINES_PER_WINDOW)).toEqual([
    ['warn', LEFT_OUT, { of: 'join.refused', lines: FLOOD - LINES_PER_WINDOW }],
    ['info', 'stopped', undefined],
  ]);
});

test('another event is written meanwhile, and the same event again in the next window', () => {
  const { log, clock, lines } = bounded();
  for (let i = 0; i < FLOOD; i++) log.warn('join.refused');
  log.error('room.read_only', { room: 'a' });
  expect(lines.at(-1)).toEqual(['error', 'room.read_only', { room: 'a' }]);
  clock.advance(WINDOW_MS);
  log.warn('join.refused', { code: 'rate.rooms' });
  expect(lines.at(-1)).toEqual(['warn', 'join.refused', { code: 'rate.rooms' }]);
});

test('what stays below the bound is written line by line, without a sum', () => {
  const { log, clock, lines } = bounded();
  for (let i = 0; i < LINES_PER_WINDOW; i++) log.info('member.joined', { member: `m${i}` });
  clock.advance(WINDOW_MS);
  log.info('stopped');
  expect(lines.map(([, event]) => event)).toEqual([...Array(LINES_PER_WINDOW).fill('member.joined'), 'stopped']);
});
