import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { collectGarbage } from '../collect-garbage.ts';
import { canLookIn, type Usage, usageOf } from '../fanout/usage.ts';
import type { Figure, Measurement, Plan } from './plan.ts';

/** One measurement of one server: both in processes of their own, from an empty server to the last message. */
const HERE = import.meta.dirname;
export const ASPNET = path.join(HERE, '../../../.cache/aspnet/bin/reference.dll');
/** Its protocol comes from NuGet, which was not everywhere at hand when the server was built. */
export function aspnetSpeaksMessagePack(): boolean {
  return readFileSync(ASPNET.replace(/dll$/, 'deps.json'), 'utf8').includes('SignalR.Protocols.MessagePack');
}
const START_TIMEOUT_MS = 30_000;
const RUN_TIMEOUT_MS = 90_000;

/** Server on the last core, load on the first: where the system can pin. */
const canPin = os.cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0;
const CORES = { server: os.cpus().length - 1, load: 0 } as const;
export const pinning = canPin ? `server on core ${CORES.server}, load on core ${CORES.load}` : 'not pinned to cores';

function start(role: keyof typeof CORES, command: string, args: readonly string[]): ChildProcess {
  const [program, all] = canPin ? ['taskset', ['-c', String(CORES[role]), command, ...args]] : [command, [...args]];
  return spawn(program, all, { stdio: ['ignore', 'pipe', 'inherit', command === process.execPath ? 'ipc' : 'ignore'] });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await gone;
}

/** Where the system does not tell a process's time, the process tells it; ASP.NET cannot be asked. */
function startProcess(peer: string): ChildProcess {
  if (peer.startsWith('aspnet-')) return start('server', 'dotnet', [ASPNET, '--port', '0', '--host', '127.0.0.1']);
  const probe = canLookIn ? [] : ['--import', path.join(HERE, '../fanout/cpu-probe.ts')];
  return start('server', process.execPath, ['--expose-gc', ...probe, path.join(HERE, 'serve.ts'), peer]);
}

function startServer(peer: string): Promise<{ child: ChildProcess; port: number }> {
  const child = startProcess(peer);
  return new Promise((resolve, reject) => {
    const giveUp = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${peer} ${why}`));
    };
    const timer = setTimeout(() => giveUp('did not start in time'), START_TIMEOUT_MS);
    let said = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      said = `${said}${bytes.toString()}`.slice(-2000);
      const port = /^Listening: http:\/\/[^:]+:(\d+)$/m.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve({ child, port: Number(port) });
    });
    child.once('error', (error) => giveUp(`cannot be run: ${error.message}`));
    child.once('exit', (code) => giveUp(`ended with ${code}`));
  });
}

export interface Result extends Figure {
  readonly peer: string;
  readonly what: Measurement;
  readonly cpuMicros: number;
  readonly memoryBytes: number;
}

export async function run(plan: Omit<Plan, 'port'>): Promise<Result> {
  const { peer, what } = plan;
  const { child: server, port } = await startServer(peer);
  const load = start('load', process.execPath, [path.join(HERE, 'load.ts')]);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Result>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`${peer}, ${what}: took too long`)), RUN_TIMEOUT_MS);
      const looks: Promise<Usage>[] = [];
      load.on('message', (message: 'look' | { readonly figure: Figure }) => {
        if (message === 'look') {
          looks.push(what === 'idle' ? collectGarbage(server).then(() => usageOf(server)) : usageOf(server));
          return;
        }
        Promise.all(looks).then(([before, after]) => {
          const cpuMicros = (after?.cpuMicros ?? Number.NaN) - (before?.cpuMicros ?? Number.NaN);
          const memoryBytes = (after?.memoryBytes ?? Number.NaN) - (before?.memoryBytes ?? Number.NaN);
          resolve({ ...message.figure, peer, what, cpuMicros, memoryBytes });
        }, reject);
      });
      load.once('exit', (code) => reject(new Error(`${peer}, ${what}: the load ended with ${code}`)));
      server.once('exit', (code) => reject(new Error(`${peer}, ${what}: the server ended with ${code}`)));
      load.send({ ...plan, port } satisfies Plan);
    });
  } finally {
    clearTimeout(timer);
    await stop(load);
    await stop(server);
  }
}
