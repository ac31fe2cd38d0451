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

test('--store azure-blob needs an account, whose key stays out of every text; a place without its store is refused', () => {
  const account = 'AccountName=boards;AccountKey=dmVyeS1zZWNyZXQ=;EndpointSuffix=core.windows.net';
  const { store } = serve(['--store', 'azure-blob', '--blob-container', 'school'], { INKROOM_BLOB: account });
  expect(store).toMatchObject({ mode: 'azure-blob', container: 'school', account: { kind: 'connectionString', name: 'boards' } });
  expect(JSON.stringify(store)).not.toContain('dmVyeS1zZWNyZXQ=');
  expect(problems(['--store', 'azure-blob'])).toEqual([
    '--store azure-blob needs --blob ACCOUNT (or INKROOM_BLOB): the storage account where boards are kept.',
  ]);
  const wrong = problems(['--store', 'azure-blob', '--blob', 'AccountKey=dmVyeS1zZWNyZXQ=']);
  expect(wrong).toEqual([expect.stringMatching(/^--blob takes a connection string/)]);
  expect(wrong.join()).not.toContain('dmVyeS1zZWNyZXQ=');
  expect(problems(['--blob', account])).toEqual([
    '--blob is of no use with --store none. Add --store azure-blob, or leave the account out.',
  ]);
  expect(problems(['--store', 'azure-blob', '--blob', account, '--data', 'x'])).toEqual([
    '--data (INKROOM_DATA) is of no use with --store azure-blob. Leave the folder out.',
  ]);
  expect(serve(['--store', 'redis', '--redis', 'redis://cache'])).toMatchObject({
    store: { mode: 'redis', redis: { address: { name: 'cache:6379' }, prefix: 'inkroom' } },
    redis: { address: { name: 'cache:6379' } },
  });
  expect(problems(['--store', 'redis'])).toEqual([
    '--store redis needs --redis ADDRESS (or INKROOM_REDIS): the Redis where boards are kept.',
  ]);
  for (const name of ['ab', 'Boards', 'a--b', 'a-', 'x'.repeat(55)])
    expect(problems(['--blob-container', name])).toEqual([expect.stringMatching(/^--blob-container cannot be/)]);
});

test('--redis is an address of Redis; its password stays out of every text, and Azure is the other way to connect hubs', () => {
  expect(serve([]).redis).toBeUndefined();
  const { redis } = serve(['--redis-prefix', 'school'], { INKROOM_REDIS: 'redis://:very-secret@cache:7000' });
  expect(redis).toMatchObject({ prefix: 'school', address: { kind: 'url', name: 'cache:7000' } });
  expect(JSON.stringify(redis)).not.toContain('very-secret');
  const wrong = problems(['--redis', 'http://:very-secret@cache']);
  expect(wrong).toEqual([expect.stringMatching(/^--redis takes redis:\/\//)]);
  expect(wrong.join()).not.toContain('very-secret');
  expect(problems(['--redis', 'redis://cache', '--redis-prefix', 'a b'])).toEqual([
    expect.stringMatching(/^--redis-prefix cannot be "a b"/),
  ]);
  const azure = [
    '--azure-signalr',
    'Endpoint=http://localhost;Port=8888;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;',
  ];
  expect(problems(['--redis', 'redis://cache', ...azure])).toEqual([
    '--azure-signalr and --redis both connect hubs. Give one of them.',
  ]);
});

test('one address may have 200 connections, or as many as the operator says', () => {
  expect(serve([])).toMatchObject({ maxConnectionsPerAddress: 200, maxViewersPerRoom: 10_000, trustProxy: false });
  expect(serve(['--max-viewers-per-room', '500']).maxViewersPerRoom).toBe(500);
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
  ['no viewers', ['--max-viewers-per-room', '0'], /--max-viewers-per-room/],
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
  ['a store that is none', ['--store', 'floppy'], /--store cannot be "floppy"\. It takes none, lmdb, azure-blob or redis\./],
  ['a store without its folder', ['--store', 'lmdb'], /--store lmdb needs --data FOLDER/],
  ['a folder without its store', ['--data', 'boards'], /--data .* is of no use with --store none/],
  ['days without a store', ['--keep-days', '30'], /--keep-days .* is of no use with --store none/],
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
  const [{ endpoint, role } = {}] = serve([], { INKROOM_AZURE_SIGNALR: string }).azureSignalR;
  expect([endpoint?.clientBase, role]).toEqual(['https://x.service.signalr.net/', 'primary']);
  expect(JSON.stringify(serve(['--azure-signalr', string]))).not.toContain('very-secret');
  expect(serve([]).azureSignalR).toEqual([]);
  const told = problems([], { INKROOM_AZURE_SIGNALR: 'Endpoint=ftp://x;AccessKey=very-secret' }).join('\n');
  expect(told).toContain('INKROOM_AZURE_SIGNALR: Invalid value for endpoint property, it must be a valid URI.');
  expect(told).not.toContain('very-secret');
});

test('several services are given by repeated flags or by variables, each with a name and a role', () => {
  const at = (host: string): string => `Endpoint=https://${host}.service.signalr.net;AccessKey=a/b+c==;Version=1.0;`;
  const read = (args: readonly string[], env: Readonly<Record<string, string>> = {}): string[] =>
    serve(args, env).azureSignalR.map(({ name, role, endpoint }) => `${name} ${role} ${endpoint.name.slice(8, 9)}`);
  expect(read(['--azure-signalr', `east=${at('a')}`, '--azure-signalr', `west:secondary=${at('b')}`])).toEqual([
    'east primary a',
    'west secondary b',
  ]);
  // The parts of a connection string may have any order.
  expect(read(['--azure-signalr', 'AccessKey=abc==;Endpoint=https://x;Version=1.0'])).toEqual(['https://x primary x']);
  const variables = {
    INKROOM_AZURE_SIGNALR: at('a'),
    INKROOM_AZURE_SIGNALR__east: at('b'),
    INKROOM_AZURE_SIGNALR__west__secondary: at('c'),
    INKROOM_AZURE_SIGNALR__gone: '',
  };
  expect(read([], variables)).toEqual(['https://a.service.signalr.net primary a', 'east primary b', 'west secondary c']);
  expect(read(['--azure-signalr', `x=${at('d')}`], variables)).toEqual(['x primary d']);
  const told = problems([], { INKROOM_AZURE_SIGNALR__west__spare: at('c'), INKROOM_AZURE_SIGNALR__a: 'nonsense' }).join('\n');
  expect(told).toContain('INKROOM_AZURE_SIGNALR__west__spare: an endpoint is primary or secondary, not "spare".');
  expect(told).toContain('INKROOM_AZURE_SIGNALR__a: Connection string missing required properties endpoint.');
  expect(problems(['--azure-signalr', `x:secondary=${at('d')}`]).join('\n')).toContain('No primary endpoint defined.');
});
