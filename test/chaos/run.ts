import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChaosStore, runChaos } from './chaos-run.ts';
import { describe } from './schedule.ts';

const USAGE = `npm run test:chaos -- [--seed S] [--minutes M] [--store none|lmdb|both|azure-blob] [--clients N] [--hubs H [--redis] [--lose-all]] [--brief]

Real hub processes and real clients over lines that are cut, stalled, half-opened and slowed, hubs that are killed, ended and frozen,
clients that sleep and crash. Everything is drawn from the seed; without one a fresh one is taken and printed.

  --seed S      1 to 4294967295
  --minutes M   how long, 1 unless told otherwise
  --store X     what the hub keeps boards in; both: half of the time each; none unless told otherwise;
                azure-blob (Azurite): with --hubs and --redis
  --clients N   how many people draw, 6 unless told otherwise
  --hubs H      that many hubs behind the emulator of Azure SignalR Service, memory only; one hub alone unless told otherwise. The
                service is killed, drops clients and hubs, acknowledges late, falls silent, and says that an instance of it is gone
  --redis       the hubs share rooms through a Redis that is killed and frozen, and not through the emulator
  --lose-all    now and then all of them are killed at once, and their boards are in people's copies
  --brief       prints what is to happen only when something goes wrong
`;

const STORES: Readonly<Record<string, readonly ChaosStore[]>> = {
  none: ['none'],
  lmdb: ['lmdb'],
  both: ['none', 'lmdb'],
  'azure-blob': ['azure-blob'],
};

interface Wanted {
  readonly seed: number;
  readonly minutes: number;
  readonly stores: readonly ChaosStore[];
  readonly clients: number;
  readonly hubs: number | undefined;
  readonly onRedis: boolean;
  readonly losesAll: boolean;
  readonly isBrief: boolean;
}

function readArguments(): Wanted {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string', default: '1' },
      store: { type: 'string', default: 'none' },
      clients: { type: 'string', default: '6' },
      hubs: { type: 'string' },
      redis: { type: 'boolean', default: false },
      'lose-all': { type: 'boolean', default: false },
      brief: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? (Date.now() ^ (process.pid << 12)) >>> 0 || 1 : Number(values.seed);
  const minutes = Number(values.minutes);
  const clients = Number(values.clients);
  if (!Number.isInteger(seed) || seed < 1 || seed > 0xffffffff) throw new Error('--seed is a whole number from 1');
  if (!(minutes > 0 && minutes <= 600)) throw new Error('--minutes is a number from 0 to 600');
  if (!Number.isInteger(clients) || clients < 2 || clients > 100) throw new Error('--clients is a whole number from 2 to 100');
  const stores = STORES[values.store];
  if (!stores) throw new Error('--store is none, lmdb, both or azure-blob');
  const hubs = values.hubs === undefined ? undefined : Number(values.hubs);
  if (hubs !== undefined && (!Number.isInteger(hubs) || hubs < 2 || hubs > 10))
    throw new Error('--hubs is a whole number from 2 to 10');
  const onRedis = values.redis;
  if (onRedis && hubs === undefined) throw new Error('--redis goes with --hubs');
  const shared = onRedis ? ['none', 'azure-blob'] : ['none'];
  if (hubs !== undefined && !shared.includes(values.store))
    throw new Error(`--hubs goes with --store ${shared.join(' or ')} here`);
  if (values.store === 'azure-blob' && !onRedis) throw new Error('--store azure-blob goes with --hubs and --redis');
  const losesAll = values['lose-all'];
  if (losesAll && hubs === undefined) throw new Error('--lose-all goes with --hubs');
  return { seed, minutes, stores, clients, hubs, onRedis, losesAll, isBrief: values.brief };
}

async function main(): Promise<number> {
  let wanted: Wanted;
  try {
    wanted = readArguments();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  let faults = 0;
  for (const store of wanted.stores) faults += await runWith(store, wanted);
  return faults === 0 ? 0 : 1;
}

/** Gives the number of faults. */
async function runWith(
  store: ChaosStore,
  { seed, minutes, stores, clients, hubs, onRedis, losesAll, isBrief }: Wanted,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-chaos-'));
  const share = minutes / stores.length;
  console.log(
    `chaos: seed ${seed}, ${share} min, ${clients} people, store ${store}${hubs === undefined ? '' : `, ${hubs} hubs ${onRedis ? 'on Redis' : 'behind a service'}`}`,
  );
  const { faults, steps, summary } = await runChaos({
    seed,
    lengthMs: share * 60_000,
    clients,
    store,
    hubs,
    onRedis,
    losesAll,
    folder,
  });
  if (!isBrief || faults.length > 0) for (const step of steps) console.log(describe(step));
  console.log(`chaos: ${summary}`);
  if (faults.length === 0) {
    rmSync(folder, { recursive: true });
    console.log('chaos: nothing lost, nothing doubled, no status that was not so');
    return 0;
  }
  for (const { kind, text } of faults) console.error(`FAULT ${kind}: ${text}`);
  console.error(
    `${faults.length} faults with --seed ${seed} --minutes ${share} --store ${store} --clients ${clients}${hubs === undefined ? '' : ` --hubs ${hubs}${onRedis ? ' --redis' : ''}${losesAll ? ' --lose-all' : ''}`}. Logs: ${folder}`,
  );
  return faults.length;
}

// Every process of a run ends with this one, and hears of it by a listener of its own: crews, hubs, the service.
process.setMaxListeners(200);
process.exitCode = await main();
