import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NotApplicable, type Profile, type Settings } from './check.ts';
import { PATIENCE_MS, period, within } from './deadline.ts';
import { connect } from './hub-connection.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { Type } from './wire.ts';

/** Which server is under test: the project's own reference hub, Microsoft's, or one that runs somewhere. */
export type Target =
  | { readonly kind: 'reference' }
  | { readonly kind: 'aspnet' }
  /** The reference hub behind an emulator of Azure SignalR Service. */
  | { readonly kind: 'emulator' }
  | { readonly kind: 'url'; readonly url: string; readonly slow: boolean };

/** Servers of one run, each started when the first check asks for it. */
export interface Servers {
  url(profile: Profile): Promise<string>;
  settings(profile: Profile): Settings;
  process(profile: Profile): Promise<ServerProcess>;
  own(flags: readonly string[]): Promise<ServerProcess>;
  stop(): Promise<void>;
}

/** The one origin and the one token that a `guarded` server accepts. */
export const ALLOWED_ORIGIN = 'https://allowed.test';
export const REQUIRED_TOKEN = 'the-required-token';

/** Flags of the reference hub; the last two profiles use flags beyond it, named in the suite's README. */
const FLAGS: Readonly<Record<Profile, readonly string[]>> = {
  default: [],
  quick:
    '--keep-alive-ms 1000 --client-timeout-ms 4000 --handshake-timeout-ms 4000 --poll-timeout-ms 2500 --reconnect-buffer 1000'.split(
      ' ',
    ),
  detailed: ['--detailed-errors'],
  announcing: ['--announce-left'],
  guarded: ['--allow-origin', ALLOWED_ORIGIN, '--require-token', REQUIRED_TOKEN],
};

/** Section 0.4. */
const DEFAULTS: Settings = {
  keepAliveMs: 15_000,
  clientTimeoutMs: 30_000,
  handshakeTimeoutMs: 15_000,
  pollTimeoutMs: 90_000,
  disconnectTimeoutMs: 15_000,
  sendTimeoutMs: 10_000,
  maxMessageBytes: 32_768,
  reconnectBufferBytes: 100_000,
};
const QUICK: Settings = {
  ...DEFAULTS,
  keepAliveMs: 1_000,
  clientTimeoutMs: 4_000,
  handshakeTimeoutMs: 4_000,
  pollTimeoutMs: 2_500,
  reconnectBufferBytes: 1_000,
};

export function createServers(target: Target): Servers {
  const started = new Map<Profile, Promise<ServerProcess>>();
  const all: ServerProcess[] = [];

  async function start(flags: readonly string[]): Promise<ServerProcess> {
    if (target.kind === 'url') throw new NotApplicable('this run did not start the server');
    const env: Record<string, string> = { DOTNET_NOLOGO: '1' };
    if (target.kind === 'emulator') env.AZURE_SIGNALR_CONNECTION_STRING = await startEmulator(all);
    const [command, first] =
      target.kind === 'aspnet' ? ['dotnet', aspnetAssembly()] : [process.execPath, project('test/reference/main.ts')];
    const server = await startServer(command, [first, '--port', '0', '--host', '127.0.0.1', ...flags], env);
    all.push(server);
    if (target.kind === 'emulator') await ready(server.url);
    await warmUp(server.url, flags);
    return server;
  }

  function shared(profile: Profile): Promise<ServerProcess> {
    let server = started.get(profile);
    if (!server) {
      server = start(FLAGS[profile]);
      started.set(profile, server);
    }
    return server;
  }

  return {
    async url(profile) {
      if (target.kind !== 'url') return (await shared(profile)).url;
      if (profile === 'default') return target.url;
      if (profile === 'quick' && target.slow) return target.url;
      throw new NotApplicable(
        profile === 'quick'
          ? 'takes minutes with default periods: --slow'
          : `needs a server started with ${FLAGS[profile].join(' ')}`,
      );
    },
    settings: (profile) => (profile === 'quick' && target.kind !== 'url' ? QUICK : DEFAULTS),
    process: shared,
    own: start,
    async stop() {
      await Promise.all(all.map((server) => server.stop()));
    },
  };
}

/** Behind a service a hub listens before clients can come. */
async function ready(url: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
    if ((await fetch(`${url}/readyz`)).ok) return;
    await period(20);
  }
  throw new Error('the hub is not connected to the service');
}

/** One for each server: hubs of the same name at one service are one hub. Gives its connection string. */
async function startEmulator(all: ServerProcess[]): Promise<string> {
  const emulator = await startServer(process.execPath, [project('server/main.ts'), 'emulator', '--port', '0']);
  all.push(emulator);
  const found = await within(
    (async () => {
      for (;;) {
        const string = /^Endpoint=.+$/m.exec(emulator.output())?.[0];
        if (string !== undefined) return string;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })(),
    'the emulator did not print its connection string',
  );
  return found;
}

/**
 * Builds Microsoft's server with the same hub. Needs the .NET SDK, and NuGet for the MessagePack protocol. Gives why that one was left
 * out, or undefined. Throws a text for the user when nothing can be built.
 */
export function buildAspnet(): string | undefined {
  if (spawnSync('dotnet', ['--version']).status !== 0)
    throw new Error("Not run: --aspnet judges Microsoft's server, and the .NET SDK 10 is not on this machine.");
  const whole = dotnetBuild(true);
  if (whole.built) return undefined;
  const bare = dotnetBuild(false);
  if (!bare.built) throw new Error(`Not run: Microsoft's server cannot be built.\n${bare.output}`);
  return `not run: the MessagePack protocol comes from NuGet, and was not to be had (${firstError(whole.output)})`;
}

function dotnetBuild(withMessagePack: boolean): { readonly built: boolean; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(
    'dotnet',
    [
      'build',
      project('test/conformance/aspnet/reference.csproj'),
      '-c',
      'Release',
      '-v',
      'quiet',
      '-o',
      project('.cache/aspnet/bin'),
      `-p:BaseIntermediateOutputPath=${project('.cache/aspnet/obj')}/`,
      `-p:WithMessagePack=${withMessagePack}`,
    ],
    { encoding: 'utf8', env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' } },
  );
  return { built: status === 0, output: `${stdout}${stderr}` };
}

const firstError = (output: string): string => /error ([A-Z]+\d+): ([^[\n]+)/.exec(output)?.[0].trim() ?? 'without a reason';

/** The first connection of a process is slow (code is compiled): it should not be one that a check times. */
async function warmUp(url: string, flags: readonly string[]): Promise<void> {
  const headers = flags.includes('--require-token') ? { authorization: `Bearer ${REQUIRED_TOKEN}` } : {};
  const connection = await connect(url, { headers });
  await connection.result('Echo', 1);
  connection.send({ type: Type.close });
  await connection.socket.ended;
}

function aspnetAssembly(): string {
  return project('.cache/aspnet/bin/reference.dll');
}

/** A path of the project, wherever it lies. */
function project(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}
