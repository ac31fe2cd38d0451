import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from '../../../core/base/host.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { SignedLinks } from '../../../server/adapters/signed-links/signed-links.ts';
import { nodeClock, nodeRandom } from '../../../server/process/node-host.ts';
import { startRedis } from '../../harness/redis.ts';
import { startNode, startServer, stop } from '../fanout/run.ts';
import { startService } from '../scale/run.ts';
import { roomName } from './inkroom-talk.ts';
import type { CrowdPlan, Door } from './plan.ts';

export const SITES = ['one', 'emulator', 'redis', 'relay'] as const;
export type SiteKind = (typeof SITES)[number];

/** Hubs, or the relay, for one run. */
export interface Site {
  readonly kind: SiteKind;
  readonly doors: readonly Door[];
  /** The hubs, or the relay. */
  readonly servers: readonly ChildProcess[];
  /** The service between them. */
  readonly service: ChildProcess | undefined;
  /** A token to watch each room. Hubs only. */
  viewTokens(rooms: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

const HUBS = 3;
const HERE = import.meta.dirname;
/** A crowd comes from few addresses and is let in at once; its boards are as large as several hundred people draw in a minute. */
const SETTINGS = ['--max-connections-per-address', '100000', '--max-connections', '100000'];
const LINK_LIFE_MS = 3_600_000;

/** `plan`: what the relay does in it depends on the size of its rooms. */
export async function openSite(kind: SiteKind, plan: Pick<CrowdPlan, 'peoplePerRoom'>): Promise<Site> {
  const closing: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).toReversed()) await end();
  };
  try {
    if (kind === 'relay') {
      const { child, port } = await startRelay(plan.peoplePerRoom);
      closing.push(() => stop(child));
      return { kind, doors: [{ port }], servers: [child], service: undefined, viewTokens: async () => [], close };
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'inkroom-crowd-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const keys = path.join(folder, 'keys');
    const { settings, service } = await between(kind, closing);
    const hubs: { readonly child: ChildProcess; readonly port: number }[] = [];
    for (let i = 0; i < (kind === 'one' ? 1 : HUBS); i++) {
      const hub = await startServer('inkroom', {
        imports: [path.join(HERE, 'gc-probe.ts')],
        settings: [...SETTINGS, '--link-key', keys, ...settings],
        isFree: kind !== 'one',
      });
      closing.push(() => stop(hub.child));
      hubs.push(hub);
    }
    for (const { port } of hubs) await ready(port);
    return {
      kind,
      doors: hubs.map(({ port }) => ({ port })),
      servers: hubs.map(({ child }) => child),
      service,
      viewTokens: (rooms) => viewTokens(keys, rooms),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function between(
  kind: SiteKind,
  closing: (() => Promise<void> | void)[],
): Promise<{ readonly settings: readonly string[]; readonly service: ChildProcess | undefined }> {
  if (kind === 'redis') {
    const redis = await startRedis();
    closing.push(() => redis.close());
    return { settings: ['--redis', redis.address], service: undefined };
  }
  if (kind !== 'emulator') return { settings: [], service: undefined };
  const service = await startService();
  closing.push(() => service.end());
  return { settings: ['--azure-signalr', service.connectionString], service: service.child };
}

/** The pause of the product's own rooms of this size (`room-pace.ts`), so that both send as often while nothing is busy. */
const pauseOf = (people: number): number => (people <= 32 ? 16 : people <= 300 ? 25 : 33);

async function startRelay(people: number): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = startNode('server', [path.join(HERE, 'relay.ts'), String(pauseOf(people))]);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { readonly port: number }) => resolve(message.port));
    child.once('exit', (code) => reject(new Error(`the relay ended with ${code}`)));
  });
  return { child, port };
}

const READY_LIMIT_MS = 60_000;

async function ready(port: number): Promise<void> {
  const deadline = performance.now() + READY_LIMIT_MS;
  while (!(await fetch(`http://127.0.0.1:${port}/readyz`)).ok) {
    if (performance.now() > deadline) throw new Error('a hub did not get ready');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function viewTokens(file: string, rooms: number): Promise<readonly string[]> {
  const links = await SignedLinks.open({ file, clock: nodeClock, random: nodeRandom, log: silentLog });
  try {
    const tokens: string[] = [];
    for (let room = 0; room < rooms; room++) {
      const until = Date.now() + LINK_LIFE_MS;
      tokens.push((await links.make({ room: roomName(room) as RoomId, grant: 'view', until })).token);
    }
    return tokens;
  } finally {
    links.dispose();
  }
}
