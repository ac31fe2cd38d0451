import { expect, test } from 'vitest';
import { type Config, parseCommandLine } from '../../../../server/cli/config.ts';
import { SETTINGS } from '../../../../server/cli/settings.ts';
import { usage } from '../../../../server/cli/usage.ts';

function serve(args: readonly string[], env: Record<string, string> = {}): Config {
  const command = parseCommandLine(args, env);
  if (command.kind !== 'serve') throw new Error(JSON.stringify(command));
  return command.config;
}

function problems(args: readonly string[], env: Record<string, string> = {}): readonly string[] {
  const command = parseCommandLine(args, env);
  return command.kind === 'invalid' ? command.problems : [];
}

test('without anything it listens on this machine only, keeps nothing, and lets in the desktop app', () => {
  expect(serve([])).toMatchObject({
    host: '127.0.0.1',
    port: 7420,
    store: { mode: 'none' },
    logLevel: 'info',
    quiet: false,
    publicUrl: undefined,
    instanceNamed: false,
  });
  expect(serve(['serve']).allowedOrigins).toEqual(['app://inkroom']);
});

test('flags win over variables, variables over defaults, and an empty variable counts as none', () => {
  expect(serve(['--port', '1'], { INKROOM_PORT: '2' }).port).toBe(1);
  expect(serve([], { INKROOM_PORT: '2' }).port).toBe(2);
  expect(serve([], { INKROOM_PORT: '' }).port).toBe(7420);
});

test('a name that was chosen is told from the name of the machine', () => {
  expect(serve(['--instance-name', ' hub A '])).toMatchObject({ instanceName: 'hub A', instanceNamed: true });
  expect(serve([], { INKROOM_INSTANCE_NAME: 'hub B' })).toMatchObject({ instanceName: 'hub B', instanceNamed: true });
  expect(serve([], { INKROOM_INSTANCE_NAME: '' })).toMatchObject({ instanceNamed: false });
});

test('origins may be given several times, or separated by commas', () => {
  const flags = serve(['--allow-origin', 'https://a.example', '--allow-origin', 'http://b.example:8080']);
  expect(flags.allowedOrigins).toEqual(['app://inkroom', 'https://a.example', 'http://b.example:8080']);
  const variable = serve([], { INKROOM_ALLOW_ORIGIN: 'https://a.example, http://b.example:8080' });
  expect(variable.allowedOrigins).toEqual(flags.allowedOrigins);
});

test('names of the hub may be given several times, or separated by commas', () => {
  expect(serve([]).allowedHosts).toEqual([]);
  expect(serve(['--allow-host', 'a.example', '--allow-host', '[::1]']).allowedHosts).toEqual(['a.example', '::1']);
  expect(serve([], { INKROOM_ALLOW_HOST: 'a.example, b.example' }).allowedHosts).toEqual(['a.example', 'b.example']);
});

test('a token for metrics is long enough, and is shown nowhere, least of all when it is refused', () => {
  expect(serve([]).metricsToken).toBeUndefined();
  const { metricsToken } = serve([], { INKROOM_METRICS_TOKEN: 'sixteen-letters!' });
  expect([metricsToken?.reveal(), `${metricsToken}`]).toEqual(['sixteen-letters!', '[secret]']);
  for (const token of ['too-short', 'has blanks in between', 'späte-schlüssel-länge', 'x'.repeat(201)])
    expect(problems(['--metrics-token', token])).toEqual([
      '--metrics-token takes 16 to 200 visible ASCII characters without blanks.',
    ]);
});

test('one address may have 200 connections, or as many as the operator says', () => {
  expect(serve([])).toMatchObject({ maxConnectionsPerAddress: 200, trustProxy: false });
  expect(serve(['--max-connections-per-address', '5000', '--trust-proxy'])).toMatchObject({
    maxConnectionsPerAddress: 5_000,
    trustProxy: true,
  });
});

test('what boards may take of memory follows the heap unless the operator says it, and of the disk it is 10 GiB', () => {
  expect(serve([]).maxBoardMemoryMiB).toBeUndefined();
  expect(serve(['--max-board-memory', '300']).maxBoardMemoryMiB).toBe(300);
  const kept = ['--store', 'lmdb', '--data', 'boards'];
  expect(serve([...kept, '--max-disk', '500']).store).toMatchObject({ maxDiskMiB: 500 });
  expect(serve(kept, { INKROOM_MAX_DISK: '700' }).store).toMatchObject({ maxDiskMiB: 700, keepDays: undefined });
  expect(serve([...kept, '--keep-days', '90']).store).toMatchObject({ keepDays: 90 });
});

test('the port is 7420 or the next free one; a port that is asked for is no other', () => {
  expect(serve([])).toMatchObject({ port: 7420, orNextPort: true });
  expect(serve(['--port', '7420'])).toMatchObject({ port: 7420, orNextPort: false });
  expect(serve([], { INKROOM_PORT: '8000+' })).toMatchObject({ port: 8000, orNextPort: true });
});

test.each([
  ['::1', '::1'],
  ['[::1]', '::1'],
  ['0.0.0.0', '0.0.0.0'],
  ['localhost', 'localhost'],
  ['board.local', 'board.local'],
])('the host %s is %s', (given, host) => {
  expect(serve(['--host', given]).host).toBe(host);
});

const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an allowed name with a port', ['--allow-host', 'a.example:80'], /--allow-host/],
  ['no memory for boards', ['--max-board-memory', '0'], /--max-board-memory/],
  ['no disk space', ['--max-disk', '0'], /--max-disk/],
  ['no connections of an address', ['--max-connections-per-address', '0'], /--max-connections-per-address/],
  [
    'a port that is text',
    ['--port', 'x'],
    /--port cannot be "x"\. It takes a whole number from 0 to 65535, or one with a "\+" behind it\./,
  ],
  ['a port that is too high', ['--port', '65536'], /--port/],
  ['a port with a sign', ['--port=-1'], /--port/],
  ['a host with a path', ['--host', 'http://x/'], /--host cannot be/],
  ['an origin with a path', ['--allow-origin', 'https://a.example/x'], /--allow-origin cannot be/],
  ['an origin for everybody', ['--allow-origin', '*'], /"\*" is not accepted/],
  ['a public address with a query', ['--public-url', 'https://a.example/board?a=b'], /--public-url cannot be/],
  ['a public address with a password', ['--public-url', 'https://u:p@a.example'], /--public-url cannot be/],
  ['a store that is none', ['--store', 'floppy'], /--store cannot be "floppy"\. It takes none or lmdb\./],
  ['a store without its folder', ['--store', 'lmdb'], /--store lmdb needs --data FOLDER/],
  ['a folder without its store', ['--data', 'boards'], /--data .* is of no use with --store none/],
  ['a folder that has no name', ['--store', 'lmdb', '--data', ' '], /--data cannot be " "\. It takes the path of a folder\./],
  ['a log level that is none', ['--log-level', 'loud'], /debug, info, warn, error or silent/],
  ['no rooms', ['--max-rooms', '0'], /--max-rooms/],
  ['a name of blanks', ['--instance-name', '   '], /--instance-name/],
  ['an unknown flag', ['--prot', '1'], /--prot/],
  ['a flag without its value', ['--port'], /--port/],
  ['another command', ['start'], /Unknown command "start"/],
  ['two commands', ['serve', 'twice'], /Unknown command "serve twice"/],
];

test.each(WRONG)('%s is refused with the reason', (_, args, words) => {
  expect(problems(args).join('\n')).toMatch(words);
});

test('a store and its folder come from flags or from the environment', () => {
  const chosen = { mode: 'lmdb', data: 'boards', maxDiskMiB: 10_240, keepDays: undefined };
  expect(serve(['--store', 'lmdb', '--data', 'boards']).store).toEqual(chosen);
  const env = { INKROOM_STORE: 'lmdb', INKROOM_DATA: 'boards' };
  expect(parseCommandLine([], env)).toMatchObject({ kind: 'serve', config: { store: chosen } });
});

test('a wrong variable is named as such, and everything wrong is told at once', () => {
  const told = problems(['--host', '/'], { INKROOM_PORT: 'x', INKROOM_QUIET: 'maybe' });
  expect(told).toHaveLength(3);
  expect(told.join('\n')).toMatch(/INKROOM_PORT cannot be "x"/);
});

test('help and version win over anything else that is right', () => {
  expect(parseCommandLine(['-h', '--port', '1'], {}).kind).toBe('help');
  expect(parseCommandLine(['--version'], {}).kind).toBe('version');
});

test('the help text is narrow enough for a terminal and names every setting', () => {
  for (const line of usage().split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  for (const { flag, variable } of Object.values(SETTINGS))
    expect(usage()).toMatch(new RegExp(`--${flag}\\b.*\\(${variable}\\)`));
});

test('the connection string of a service is read, and what is wrong with one is told without its key', () => {
  const string = 'Endpoint=https://x.service.signalr.net;AccessKey=very-secret;Version=1.0;';
  expect(serve([], { INKROOM_AZURE_SIGNALR: string }).azureSignalR?.clientBase).toBe('https://x.service.signalr.net/');
  expect(JSON.stringify(serve(['--azure-signalr', string]))).not.toContain('very-secret');
  expect(serve([]).azureSignalR).toBeUndefined();
  const told = problems([], { INKROOM_AZURE_SIGNALR: 'Endpoint=ftp://x;AccessKey=very-secret' }).join('\n');
  expect(told).toContain('INKROOM_AZURE_SIGNALR: Invalid value for endpoint property, it must be a valid URI.');
  expect(told).not.toContain('very-secret');
});
