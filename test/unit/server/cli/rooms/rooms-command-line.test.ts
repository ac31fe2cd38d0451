import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../../../server/cli/config.ts';

const parse = (...args: readonly string[]) => parseCommandLine(['rooms', ...args], {});
const FOLDER = { mode: 'lmdb', data: 'd' };

test('rooms commands are read with their folder from the flag or the environment', () => {
  expect(parse('list', '--data', 'd')).toMatchObject({ kind: 'rooms', command: { verb: 'list', store: FOLDER, json: false } });
  expect(parseCommandLine(['rooms', 'list', '--json'], { INKROOM_DATA: 'e' })).toMatchObject({
    kind: 'rooms',
    command: { verb: 'list', store: { mode: 'lmdb', data: 'e' }, json: true },
  });
  expect(parse('export', 'plans', '--data', 'd')).toMatchObject({
    command: { verb: 'export', room: 'plans', file: 'plans.inkroom' },
  });
  expect(parse('export', 'plans', 'out/x.inkroom', '--data', 'd')).toMatchObject({ command: { file: 'out/x.inkroom' } });
  expect(parse('import', 'plans', 'x.inkroom', '--data', 'd')).toMatchObject({ command: { verb: 'import', file: 'x.inkroom' } });
  expect(parse('delete', 'plans', '--yes', '--data', 'd')).toMatchObject({ command: { verb: 'delete', room: 'plans' } });
  expect(parse('expire', '30', '--data', 'd')).toMatchObject({ command: { verb: 'expire', days: 30, isSure: false } });
  expect(parse('expire', '30', '--yes', '--data', 'd')).toMatchObject({ command: { isSure: true } });
  for (const verb of ['backup', 'restore'])
    expect(parse(verb, 'copies', '--data', 'd')).toMatchObject({ command: { verb, folder: 'copies', store: FOLDER } });
  expect(parse('fsck', '--data', 'd')).toMatchObject({ command: { verb: 'fsck' } });
  expect(parse('--help')).toEqual({ kind: 'help' });
});

test('a room whose id begins with a dash is a room, as a word and after a flag', () => {
  for (const id of ['-3p3TBorR08sAAAAAAAAAA', '--p3TBorR08sAAAAAAAAAA']) {
    expect(parse('export', id, 'x.inkroom', '--data', 'd')).toMatchObject({
      command: { verb: 'export', room: id, file: 'x.inkroom' },
    });
    expect(parseCommandLine(['trace', '--room', id, '--person', '-AnnAnnAnnA', '--key', 'k'], {})).toMatchObject({
      command: { room: id, person: '-AnnAnnAnnA' },
    });
    expect(
      parseCommandLine(
        ['api-key', 'make', '--api-keys', 'keys', '--name', 'a', '--scope', 'read', '--room', 'plans', '--room', id],
        {},
      ),
    ).toMatchObject({
      command: { rooms: ['plans', id] },
    });
  }
  expect(parse('export', '--unknown-flag', '--data', 'd')).toMatchObject({ kind: 'invalid' });
  expect(parse('export', '-x', '--data', 'd')).toMatchObject({ kind: 'invalid' });
});

test('rooms commands take every store that a hub takes, by the same flags and variables', () => {
  expect(parse('list', '--store', 'redis', '--redis', 'redis://cache', '--redis-prefix', 'school')).toMatchObject({
    command: { store: { mode: 'redis', redis: { prefix: 'school', address: { name: 'cache:6379' } } } },
  });
  const env = {
    INKROOM_STORE: 'azure-blob',
    INKROOM_BLOB: 'https://boards.blob.core.windows.net',
    INKROOM_REDIS: 'redis://cache',
  };
  expect(parseCommandLine(['rooms', 'fsck'], env)).toMatchObject({
    command: { store: { mode: 'azure-blob', container: 'inkroom', account: { name: 'boards.blob.core.windows.net' } } },
  });
});

test.each([
  [[], /takes "list", "fsck", .* or "expire", not "nothing"/],
  [['burn', '--data', 'd'], /not "burn"/],
  [['list'], /needs --data FOLDER/],
  [['list', '--store', 'none'], /cannot be "none"\. Rooms are kept in lmdb, azure-blob or redis/],
  [['list', '--store', 'azure-blob'], /needs --blob ACCOUNT/],
  [['list', '--store', 'redis'], /needs --redis ADDRESS/],
  [['list', '--store', 'redis', '--redis', 'http://x'], /--redis takes redis:/],
  [['list', 'plans', '--data', 'd'], /cannot take "plans"/],
  [['list', '--yes', '--data', 'd'], /--yes belongs to "rooms delete" and "rooms expire"/],
  [['list', '--port', '1', '--data', 'd'], /--port/],
  [['export', '--data', 'd'], /needs the name of a room/],
  [['export', 'a b', '--data', 'd'], /"a b" is no name of a room/],
  [['export', 'a', 'b', 'c', '--data', 'd'], /cannot take "c"/],
  [['export', 'a', '--json', '--data', 'd'], /--json belongs to "rooms list"/],
  [['import', 'a', '--data', 'd'], /needs a file/],
  [['backup', '--data', 'd'], /needs a folder/],
  [['expire', '--data', 'd'], /needs a number of days/],
  [['expire', 'soon', '--data', 'd'], /needs a number of days/],
  [['delete', 'a', '--data', 'd'], /cannot be undone.*--yes/],
  [['delete', 'a', 'b', '--yes', '--data', 'd'], /cannot take "b"/],
] as const)('rooms %j is refused with the reason', (args, words) => {
  const parsed = parse(...args);
  expect(parsed.kind === 'invalid' && parsed.problems.join('\n')).toMatch(words);
});
