import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../../server/cli/config.ts';

const parse = (...args: readonly string[]) => parseCommandLine(['rooms', ...args], {});

test('rooms commands are read with their folder from the flag or the environment', () => {
  expect(parse('list', '--data', 'd')).toEqual({ kind: 'rooms', command: { verb: 'list', data: 'd', json: false } });
  expect(parseCommandLine(['rooms', 'list', '--json'], { INKROOM_DATA: 'e' })).toEqual({
    kind: 'rooms',
    command: { verb: 'list', data: 'e', json: true },
  });
  expect(parse('export', 'plans', '--data', 'd')).toMatchObject({
    command: { verb: 'export', room: 'plans', file: 'plans.inkroom' },
  });
  expect(parse('export', 'plans', 'out/x.inkroom', '--data', 'd')).toMatchObject({ command: { file: 'out/x.inkroom' } });
  expect(parse('delete', 'plans', '--yes', '--data', 'd')).toMatchObject({ command: { verb: 'delete', room: 'plans' } });
  expect(parse('--help')).toEqual({ kind: 'help' });
});

test.each([
  [[], /takes "list", "export ROOM" or "delete ROOM"/],
  [['burn', '--data', 'd'], /not "burn"/],
  [['list'], /needs --data FOLDER/],
  [['list', 'plans', '--data', 'd'], /cannot take "plans"/],
  [['list', '--yes', '--data', 'd'], /--yes belongs to "rooms delete"/],
  [['list', '--port', '1', '--data', 'd'], /--port/],
  [['export', '--data', 'd'], /needs the name of a room/],
  [['export', 'a b', '--data', 'd'], /"a b" is no name of a room/],
  [['export', 'a', 'b', 'c', '--data', 'd'], /cannot take "c"/],
  [['export', 'a', '--json', '--data', 'd'], /--json belongs to "rooms list"/],
  [['delete', 'a', '--data', 'd'], /cannot be undone.*--yes/],
  [['delete', 'a', 'b', '--yes', '--data', 'd'], /cannot take "b"/],
] as const)('rooms %j is refused with the reason', (args, words) => {
  const parsed = parse(...args);
  expect(parsed.kind === 'invalid' && parsed.problems.join('\n')).toMatch(words);
});
