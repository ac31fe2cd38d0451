import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { HUB_ALLOCATOR, HUB_ENVIRONMENT } from '../../../core/contract/hub-memory.ts';
import type { Count, FromLoad, FromServer, LoadPlan, LoadReport, PeerId } from './messages.ts';
import { canLookIn, type Usage, usageOf } from './usage.ts';

const HERE = import.meta.dirname;
const ROOT = path.join(HERE, '../../..');
/** All people of a run have the address of this machine. */
const CROWD = ['--max-connections-per-address', '100000'];
const START_TIMEOUT_MS = 30_000;
const RUN_TIMEOUT_MS = 90_000;

/** Server on the last core, load on the first: where the system can pin. */
const canPin = os.cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0;
const CORES = { server: os.cpus().length - 1, load: 0 } as const;
export const pinning = canPin ? `server on core ${CORES.server}, load on core ${CORES.load}` : 'not pinned to cores';

/** A process of ours on its core, or on any, with an IPC channel. */
export function startNode(
  role: keyof typeof CORES | 'any',
  args: readonly string[],
  isPreferred = role !== 'any',
  environment: NodeJS.ProcessEnv = HUB_ALLOCATOR,
): ChildProcess {
  const isPinned = canPin && role !== 'any';
  const command = isPinned ? 'taskset' : process.execPath;
  const pin = isPinned ? ['-c', String(CORES[role]), process.execPath] : [];
  const child = spawn(command, [...pin, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...environment, ...process.env },
  });
  if (isPreferred) prefer(child);
  return child;
}

let isPreferring = true;

/** What else the machine does is not to be measured. Only an administrator may say so. The threads that it starts inherit this. */
function prefer({ pid }: ChildProcess): void {
  if (!isPreferring || pid === undefined) return;
  try {
    os.setPriority(pid, -15);
  } catch {
    isPreferring = false;
    console.error('  other programs of this machine are measured too: this one may not put the servers and the load first');
  }
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await gone;
}

export interface ServerOptions {
  /** Where V8 leaves a profile of its processor time. */
  readonly profile?: string | undefined;
  /** Modules that are loaded into its process before it. */
  readonly imports?: readonly string[];
  /** What our server is told besides; as many connections of one address as a crowd needs when left out. */
  readonly settings?: readonly string[];
  /** One of several: they share the cores. */
  readonly isFree?: boolean;
}

/** Starts a peer's server, or ours as it ships, and gives its port. */
export async function startServer(
  peer: PeerId,
  { profile, imports = [], settings = CROWD, isFree = false }: ServerOptions = {},
): Promise<{ child: ChildProcess; port: number }> {
  const loaded = canLookIn ? imports : [path.join(HERE, 'cpu-probe.ts'), ...imports];
  const probe = loaded.flatMap((file) => ['--import', file]);
  const profiler = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const server =
    peer === 'inkroom'
      ? [path.join(ROOT, 'server/main.ts'), 'serve', '--host', '127.0.0.1', '--port', '0', '--log-level', 'warn', ...settings]
      : [path.join(HERE, 'serve-peer.ts'), peer];
  const role = isFree ? 'any' : 'server';
  // Ours as the product starts it. The allocator's settings are for all: they serve relays as well.
  const environment = peer === 'inkroom' ? HUB_ENVIRONMENT : HUB_ALLOCATOR;
  const child = startNode(role, [...profiler, ...probe, ...server], !isFree, environment);
  let said = '';
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${peer} did not start in time: ${said}`)), START_TIMEOUT_MS);
    const settle = (found: number): void => {
      clearTimeout(timer);
      resolve(found);
    };
    child.on('message', (message: FromServer) => {
      if (message.kind === 'listening') settle(message.port);
    });
    const hear = (bytes: Buffer): void => {
      said = `${said}${bytes.toString()}`.slice(-2000);
      const link = /^Open: https?:\/\/[^\s/]*:(\d+)\//m.exec(said);
      if (peer === 'inkroom' && link) settle(Number(link[1]));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`${peer} ended with ${code}: ${said}`)));
  });
  return { child, port };
}

export interface RunResult {
  readonly peer: PeerId;
  readonly people: number;
  /** Microseconds of the server's processor time per cursor or append delivered to one other person. */
  readonly cpuPerUpdate: number;
  /** Share of one core that the server and the load used in the window. */
  readonly serverCpu: number;
  readonly loadCpu: number;
  readonly updatesPerSecond: number;
  readonly bytesPerUpdate: number;
  readonly memoryMb: number;
  readonly report: LoadReport;
}

/** One peer, one room, from an empty server to the last point arrived. */
export async function runPeer(plan: Omit<LoadPlan, 'port'>, profile?: string): Promise<RunResult> {
  const { child: server, port } = await startServer(plan.peer, { profile });
  const load = startNode('load', [path.join(HERE, 'load.ts')]);
  let said = '';
  load.stderr?.on('data', (bytes: Buffer) => {
    said = `${said}${bytes.toString()}`.slice(-2000);
  });
  try {
    return await new Promise<RunResult>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${plan.peer} with ${plan.people} took too long`)), RUN_TIMEOUT_MS);
      const asked: Usage[] = [];
      const counted: Count[] = [];
      load.on('message', (message: FromLoad) => {
        switch (message.kind) {
          case 'edge':
            void usageOf(server).then((answer) => {
              asked.push(answer);
              if (load.connected) load.send({ kind: 'count?' });
            });
            return;
          case 'count':
            counted.push(message.count);
            return;
          case 'failed':
            clearTimeout(timer);
            reject(new Error(`${plan.peer} with ${plan.people}: ${message.why}`));
            return;
          case 'done':
            clearTimeout(timer);
            resolve(resultOf(plan, asked, counted, message.report));
        }
      });
      load.once('exit', (code) => {
        if (code !== 0 && code !== null) reject(new Error(`The load ended with ${code}: ${said}`));
      });
      server.once('exit', (code) => reject(new Error(`${plan.peer} died with ${code} under ${plan.people} people`)));
      load.send({ ...plan, port } satisfies LoadPlan);
    });
  } finally {
    await stop(load);
    if (profile !== undefined) {
      // A profile is written when the process ends by itself.
      const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
      server.kill('SIGTERM');
      await gone;
    }
    await stop(server);
  }
}

function resultOf(
  plan: Omit<LoadPlan, 'port'>,
  asked: readonly Usage[],
  counted: readonly Count[],
  report: LoadReport,
): RunResult {
  const [cpuBefore, cpuAfter] = asked;
  const [before, after] = counted;
  const updates = (after?.updates ?? Number.NaN) - (before?.updates ?? Number.NaN);
  const wallMs = (after?.atMs ?? Number.NaN) - (before?.atMs ?? Number.NaN);
  const cpuMicros = (cpuAfter?.cpuMicros ?? Number.NaN) - (cpuBefore?.cpuMicros ?? Number.NaN);
  return {
    peer: plan.peer,
    people: plan.people,
    cpuPerUpdate: updates > 0 ? cpuMicros / updates : Number.NaN,
    serverCpu: cpuMicros / 1000 / wallMs,
    loadCpu: ((after?.cpuMicros ?? Number.NaN) - (before?.cpuMicros ?? Number.NaN)) / 1000 / wallMs,
    updatesPerSecond: (updates / wallMs) * 1000,
    bytesPerUpdate: updates > 0 ? ((after?.bytes ?? Number.NaN) - (before?.bytes ?? Number.NaN)) / updates : Number.NaN,
    memoryMb: (cpuAfter?.memoryBytes ?? Number.NaN) / 2 ** 20,
    report,
  };
}
