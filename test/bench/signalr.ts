import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBenchPackages } from './bench-packages.ts';
import { type Usage, usageOf } from './fanout/usage.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';
import { type Figure, MEASUREMENTS, type Measurement, type Plan } from './signalr/plan.ts';

/**
 * `npm run bench:signalr`: our SignalR server beside Socket.IO, a bare `ws` server and, where it was built by
 * `npm run test:conformance -- --aspnet`, ASP.NET Core. `--quick`: short; `--peers=a,b` and `--only=echo,idle` choose.
 */
const options = readArguments(process.argv.slice(2), ['quick', 'peers', 'only']);
const quick = options.flags.has('quick');
const HERE = import.meta.dirname;
const ASPNET = path.join(HERE, '../../.cache/aspnet/bin/reference.dll');
const PEERS = ['inkroom-messagepack', 'inkroom-json', 'ws', 'socket.io', ...(existsSync(ASPNET) ? ['aspnet-json'] : [])];
const peers = PEERS.filter((peer) => options.values.get('peers')?.split(',').includes(peer) ?? true);
const measurements = MEASUREMENTS.filter((what) => options.values.get('only')?.split(',').includes(what) ?? true);
if (peers.includes('socket.io')) ensureBenchPackages();

const canPin = os.cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0;
const RUN_TIMEOUT_MS = 90_000;

function start(core: number, command: string, args: readonly string[]): ChildProcess {
  const [program, all] = canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]];
  return spawn(program, all, { stdio: ['ignore', 'pipe', 'inherit', command === process.execPath ? 'ipc' : 'ignore'] });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await gone;
}

function startServer(peer: string): Promise<{ child: ChildProcess; port: number }> {
  const core = os.cpus().length - 1;
  const child =
    peer === 'aspnet-json'
      ? start(core, 'dotnet', [ASPNET, '--port', '0', '--host', '127.0.0.1'])
      : start(core, process.execPath, [path.join(HERE, 'signalr/serve.ts'), peer]);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${peer} did not start in time`)), 30_000);
    let said = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const port = /^Listening: http:\/\/[^:]+:(\d+)$/m.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve({ child, port: Number(port) });
    });
    child.once('exit', (code) => reject(new Error(`${peer} ended with ${code}`)));
  });
}

interface Result extends Figure {
  readonly peer: string;
  readonly what: Measurement;
  readonly cpuMicros: number;
  readonly memoryBytes: number;
}

async function run(peer: string, what: Measurement): Promise<Result> {
  const { child: server, port } = await startServer(peer);
  const load = start(0, process.execPath, [path.join(HERE, 'signalr/load.ts')]);
  try {
    return await new Promise<Result>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${peer}, ${what}: took too long`)), RUN_TIMEOUT_MS);
      const looks: Promise<Usage>[] = [];
      load.on('message', (message: 'look' | { readonly figure: Figure }) => {
        if (message === 'look') {
          looks.push(usageOf(server));
          return;
        }
        clearTimeout(timer);
        Promise.all(looks).then(([before, after]) => {
          const cpuMicros = (after?.cpuMicros ?? Number.NaN) - (before?.cpuMicros ?? Number.NaN);
          const memoryBytes = (after?.memoryBytes ?? Number.NaN) - (before?.memoryBytes ?? Number.NaN);
          resolve({ ...message.figure, peer, what, cpuMicros, memoryBytes });
        }, reject);
      });
      load.once('exit', (code) => reject(new Error(`${peer}, ${what}: the load ended with ${code}`)));
      load.send({ peer, what, port, warmMs: quick ? 1_000 : 2_000, measureMs: quick ? 2_000 : 5_000 } satisfies Plan);
    });
  } finally {
    await stop(load);
    await stop(server);
  }
}

/** Per second of the server's processor time; per delivered message; per connection. */
function worth({ what, done, cpuMicros, memoryBytes }: Result): number {
  if (what === 'echo' || what === 'connects') return done / (cpuMicros / 1e6);
  return what === 'idle' ? memoryBytes / 1024 / done : cpuMicros / done;
}

/** A machine that did something else for a while gets further chances. */
async function runUndisturbed(peer: string, what: Measurement): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const result = await run(peer, what);
    const { done, due = 0 } = result;
    if (done >= due * 0.95) return result;
    if (attempt === 3) throw new Error(`${peer}, ${what}: ${done} of ${due} messages were delivered in time`);
    console.error(`  ${what}, ${peer}: drowned, once more`);
  }
}

const results: Result[] = [];
const failures: string[] = [];
for (const what of measurements) {
  for (const peer of peers) {
    try {
      results.push(await runUndisturbed(peer, what));
      console.error(`  ${what}, ${peer}: measured`);
    } catch (error) {
      failures.push(String(error));
    }
  }
}

const of = (peer: string, what: Measurement): Result | undefined => results.find((one) => one.peer === peer && one.what === what);
const figure = (peer: string, what: Measurement): number => {
  const result = of(peer, what);
  return result === undefined ? Number.NaN : worth(result);
};
console.log(`\n${canPin ? 'Server on the last core, load on the first' : 'Not pinned to cores'}.\n`);
const HEAD = ['server', 'echo/CPU s', 'bcast us', 'p50 ms', 'p99 ms', 'burst us', 'idle KB', 'connects/CPU s'];
printTable(
  HEAD,
  peers.map((peer) => [
    peer,
    show(figure(peer, 'echo')),
    show(figure(peer, 'broadcast')),
    show(of(peer, 'broadcast')?.p50),
    show(of(peer, 'broadcast')?.p99),
    show(figure(peer, 'bursts')),
    show(figure(peer, 'idle')),
    show(figure(peer, 'connects')),
  ]),
);

const OURS = 'inkroom-messagepack';
const targets: Target[] = [];
function compare(other: string, what: Measurement, name: string, goal: Target['goal']): void {
  if (!measurements.includes(what) || !peers.includes(other) || !peers.includes(OURS)) return;
  targets.push({ name: `${name} of ${other}`, figure: figure(OURS, what) / figure(other, what), unit: 'x', goal });
}
compare('socket.io', 'echo', 'Echo calls per CPU second, times those', { atLeast: 1 });
compare('aspnet-json', 'echo', 'Echo calls per CPU second, times those', { atLeast: 1.1 });
compare('socket.io', 'broadcast', 'CPU per broadcast message, times that', { atMost: 1 });
compare('aspnet-json', 'broadcast', 'CPU per broadcast message, times that', { atMost: 1 });
compare('socket.io', 'bursts', 'CPU per message of a burst, times that', { atMost: 0.2 });
compare('socket.io', 'idle', 'Memory per idle connection, times that', { atMost: 1 });
compare('aspnet-json', 'connects', 'Connects per CPU second, times those', { atLeast: 1.2 });
for (const failure of failures) console.log(failure);
const code = conclude(
  'signalr',
  targets,
  results.map((one) => ({ ...one, worth: worth(one) })),
  options.json,
);
process.exitCode = failures.length > 0 ? 1 : code;
