import { expect, test } from 'vitest';
import { logWriter } from '../../../../server/process/log-writer.ts';

function lines(options: { readonly level: 'debug' | 'info' | 'silent'; readonly format: 'text' | 'json' }): {
  log: ReturnType<typeof logWriter>;
  written: string[];
} {
  const written: string[] = [];
  const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) };
  return { log: logWriter({ ...options, clock, write: (line) => written.push(line) }), written };
}

test('a text line is one line, whatever a field holds', () => {
  const { log, written } = lines({ level: 'info', format: 'text' });
  log.warn('room.opened', { room: 'a1', note: 'two words\nand a line', missing: undefined, count: 3 });
  expect(written).toEqual(['2026-01-02T03:04:05.000Z warn room.opened room=a1 note="two words\\nand a line" count=3\n']);
});

test('a JSON line can be read back', () => {
  const { log, written } = lines({ level: 'info', format: 'json' });
  log.error('x.failed', { code: 'a.b', n: 4 });
  expect(JSON.parse(written[0] ?? '')).toEqual({
    time: '2026-01-02T03:04:05.000Z',
    level: 'error',
    event: 'x.failed',
    code: 'a.b',
    n: 4,
  });
});

test('no field takes the place of the time, the level or the name of the event', () => {
  const { log, written } = lines({ level: 'info', format: 'json' });
  log.warn('webhook.failed', { event: 'member.joined', level: 3, time: 'noon' });
  expect(JSON.parse(written[0] ?? '')).toMatchObject({
    time: '2026-01-02T03:04:05.000Z',
    level: 'warn',
    event: 'webhook.failed',
  });
});

test('lines below the level are not written', () => {
  const info = lines({ level: 'info', format: 'text' });
  info.log.debug('quiet');
  info.log.info('loud');
  expect(info.written).toHaveLength(1);
  const silent = lines({ level: 'silent', format: 'text' });
  silent.log.error('nothing');
  expect(silent.written).toEqual([]);
});
