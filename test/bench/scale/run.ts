import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EmulatorStats } from '@inkroom/emulator/emulator';
import { type HubProcess, startHub } from '../../harness/hub.ts';
import type { CrowdReport, FromPeople, Latency, PeoplePlan, QuietPlan, ToPeople } from './messages.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const START_LIMIT_MS = 60_000;
const RUN_LIMIT_MS = 240_000;

/** Hubs for one run: on their own, or behind the emulator of the service. */
export interface Site {
  readonly servers: readonly string[];
  /** What the service has counted so far; undefined without one. */
  stats(): Promise<EmulatorStats | undefined>;
  close(): Promise<void>;
}

export type SiteKind = 'selfHosted' | 'service';

export async function openSite(kind: SiteKind, hubs: number): Promise<Site> {
  const service = kind === 'service' ? await startService() : undefined;
  const env: Readonly<Record<string, string>> = service ? { INKROOM_AZURE_SIGNALR: service.connectionString } : {};
  const started: HubProcess[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(started.map((hub) => hub.kill()));
    await service?.end();
  };
  try {
    for (let i = 0; i < hubs; i++) started.push(await startHub({ flags: ['--log-level', 'warn'], env }));
    await Promise.all(started.map(({ server }) => ready(server)));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    servers: started.map(({ server }) => server),
    stats: async () => service && ((await (await fetch(`${service.url}/emulator/stats`)).json()) as EmulatorStats),
    close,
  };
}

/** Waits until a hub says that it can be reached: behind a service it has to be connected there first. */
async function ready(server: string): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS;
  while (!(await fetch(`${server}/readyz`)).ok) {
    if (performance.now() > deadline) throw new Error('A hub did not get ready');
  }
}

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly connectionString: string;
  end(): Promise<void>;
}

export function startService(): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['server/main.ts', 'emulator', '--port', '0'], {
    cwd: ROOT,
    env: { ...process.env, INKROOM_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  return new Promise((resolve, reject) => {
    let url: string | undefined;
    createInterface({ input: child.stdout }).on('line', (line) => {
      url ??= /^Listening: (\S+)$/.exec(line)?.[1];
      if (url === undefined || !line.startsWith('Endpoint=')) return;
      resolve({
        child,
        url,
        connectionString: line,
        async end() {
          process.off('exit', endWithUs);
          await endOf(child);
        },
      });
    });
    child.once('exit', (code) => reject(new Error(`The emulator ended with ${code}`)));
  });
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await gone;
}

export interface CrowdResult {
  readonly report: CrowdReport;
  /** What the service counted in the window. */
  readonly billed: { readonly units: number; readonly toClients: number; readonly toServers: number } | undefined;
}

export async function runCrowd(site: Site, plan: Omit<PeoplePlan, 'servers'>): Promise<CrowdResult> {
  const edges: (EmulatorStats | undefined)[] = [];
  const end = await withPeople({ kind: 'crowd', plan: { ...plan, servers: site.servers } }, async () => {
    edges.push(await site.stats());
  });
  if (end.kind !== 'crowd') throw new Error('the people answered something else');
  const [before, after] = edges;
  const grown = (of: (stats: EmulatorStats) => number): number => (before && after ? of(after) - of(before) : Number.NaN);
  return {
    report: end.report,
    billed: before && {
      units: grown(({ billedUnits }) => billedUnits),
      toClients: grown(({ toClients }) => toClients),
      toServers: grown(({ toServers }) => toServers),
    },
  };
}

export async function runQuiet(site: Site, plan: Omit<QuietPlan, 'servers'>): Promise<Latency> {
  const end = await withPeople({ kind: 'quiet', plan: { ...plan, servers: site.servers } }, async () => undefined);
  if (end.kind !== 'quiet') throw new Error('the people answered something else');
  return end.latency;
}

type PeopleEnd = Extract<FromPeople, { kind: 'crowd' | 'quiet' }>;

async function withPeople(
  asked: Extract<ToPeople, { kind: 'crowd' | 'quiet' }>,
  atEdge: () => Promise<void>,
): Promise<PeopleEnd> {
  const child = spawn(process.execPath, ['test/bench/scale/people.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const say = (message: ToPeople): void => void child.send(message);
  try {
    return await new Promise<PeopleEnd>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the run took too long')), RUN_LIMIT_MS);
      child.on('message', (message: FromPeople) => {
        if (message.kind === 'edge') atEdge().then(() => say({ kind: 'read' }), reject);
        else if (message.kind === 'failed') reject(new Error(message.why));
        else resolve(message);
        if (message.kind !== 'edge') clearTimeout(timer);
      });
      child.once('exit', (code) => reject(new Error(`the people ended with ${code}`)));
      say(asked);
    });
  } finally {
    await endOf(child);
  }
}
