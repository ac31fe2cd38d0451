import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { collectGarbage } from '../collect-garbage.ts';
import { startNode, stop } from '../fanout/run.ts';
import { type Usage, usageOf } from '../fanout/usage.ts';
import type { CrowdCount, CrowdPlan, CrowdReport, FromCrowd, GoOn } from './plan.ts';
import { openSite, type Site, type SiteKind } from './sites.ts';

const RUN_LIMIT_MS = 300_000;

export interface CrowdResult {
  readonly kind: SiteKind;
  readonly people: number;
  /** Shares of a core in the window: all hubs together, what is between them, and the load. */
  readonly hubs: number;
  readonly service: number | undefined;
  readonly load: number;
  /** Microseconds of the hubs' processor time per update delivered to one other person. */
  readonly cpuPerUpdate: number;
  readonly updatesPerSecond: number;
  readonly messagesPerSecond: number;
  /** What the hubs hold for one person after a collection, when all have joined and nobody has drawn. */
  readonly kbPerPerson: number | undefined;
  readonly report: CrowdReport;
}

export type Shape = Omit<CrowdPlan, 'server' | 'doors' | 'isBehindService' | 'viewTokens'> & {
  /** Who neither moves nor draws comes by a link that only lets them watch. */
  readonly hasViewers: boolean;
};

/** One crowd at one site, from empty servers to the last ink. */
export async function runCrowd(kind: SiteKind, { hasViewers, ...shape }: Shape): Promise<CrowdResult> {
  const site = await openSite(kind, shape);
  const load = startNode('load', [path.join(import.meta.dirname, 'load.ts')]);
  try {
    const viewTokens = hasViewers && kind !== 'relay' ? await site.viewTokens(shape.rooms) : undefined;
    const plan: CrowdPlan = {
      ...shape,
      server: kind === 'relay' ? 'relay' : 'inkroom',
      doors: site.doors,
      isBehindService: kind === 'emulator',
      ...(viewTokens === undefined ? {} : { viewTokens }),
    };
    const { edges, counts, report } = await follow(site, load, plan);
    return resultOf(site, plan, { edges, counts, report, empty: edges[0] });
  } finally {
    await stop(load);
    await site.close();
  }
}

/** The use of all hubs together, and of the service. */
interface Edge {
  readonly hubs: Usage;
  readonly service: Usage | undefined;
}

interface Followed {
  /** Before the first person; then `joined`, `start` and `end`. */
  readonly edges: readonly Edge[];
  readonly counts: readonly CrowdCount[];
  readonly report: CrowdReport;
}

async function follow(site: Site, load: ChildProcess, plan: CrowdPlan): Promise<Followed> {
  const edges: Edge[] = [await edgeOf(site, true)];
  const counts: CrowdCount[] = [];
  let said = '';
  load.stderr?.on('data', (bytes: Buffer) => {
    said = `${said}${bytes.toString()}`.slice(-2000);
  });
  const report = await new Promise<CrowdReport>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the crowd took too long ${said}`)), RUN_LIMIT_MS);
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      end();
    };
    load.on('message', (message: FromCrowd) => {
      if (message.kind === 'count') counts.push(message.count);
      else if (message.kind === 'failed') settle(() => reject(new Error(message.why)));
      else if (message.kind === 'done') settle(() => resolve(message.report));
      else {
        edgeOf(site, message.edge === 'joined').then((edge) => {
          edges.push(edge);
          load.send({ kind: 'go' } satisfies GoOn);
        }, reject);
      }
    });
    load.once('exit', (code) => settle(() => reject(new Error(`the load ended with ${code}: ${said}`))));
    for (const server of site.servers)
      server.once('exit', (code) => settle(() => reject(new Error(`a server ended with ${code}`))));
    load.send(plan);
  });
  return { edges, counts, report };
}

async function edgeOf({ servers, service, kind }: Site, isForMemory: boolean): Promise<Edge> {
  if (isForMemory && kind !== 'relay') await Promise.all(servers.map(collectGarbage));
  const used = await Promise.all(servers.map(usageOf));
  return { hubs: used.reduce(added), service: service && (await usageOf(service)) };
}

const added = (a: Usage, b: Usage): Usage => ({
  cpuMicros: a.cpuMicros + b.cpuMicros,
  memoryBytes: a.memoryBytes + b.memoryBytes,
});

function resultOf(
  { kind }: Site,
  plan: CrowdPlan,
  { edges, counts, report, empty }: Followed & { readonly empty: Edge | undefined },
): CrowdResult {
  const [, joined, start, end] = edges;
  const [, before, after] = counts;
  if (!empty || !joined || !start || !end || !before || !after) throw new Error('an edge of the window is missing');
  const people = plan.rooms * plan.peoplePerRoom;
  const micros = (after.atMs - before.atMs) * 1_000;
  const hubMicros = end.hubs.cpuMicros - start.hubs.cpuMicros;
  const updates = after.updates - before.updates;
  return {
    kind,
    people,
    hubs: hubMicros / micros,
    service: start.service && end.service && (end.service.cpuMicros - start.service.cpuMicros) / micros,
    load: (after.cpuMicros - before.cpuMicros) / micros,
    cpuPerUpdate: hubMicros / updates,
    updatesPerSecond: (updates / micros) * 1e6,
    messagesPerSecond: ((after.messages - before.messages) / micros) * 1e6,
    kbPerPerson: kind === 'relay' ? undefined : (joined.hubs.memoryBytes - empty.hubs.memoryBytes) / people / 1024,
    report,
  };
}
