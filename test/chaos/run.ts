import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runChaos } from './chaos-run.ts';
import { describe } from './schedule.ts';

const USAGE = `npm run test:chaos -- [--seed S] [--minutes M] [--clients N] [--brief]

Real hub processes and real clients over lines that are cut, stalled, half-opened and slowed, hubs that are killed, ended and frozen,
clients that sleep and crash. Everything is drawn from the seed; without one a fresh one is taken and printed.

  --seed S      1 to 4294967295
  --minutes M   how long, 1 unless told otherwise
  --clients N   how many people draw, 6 unless told otherwise
  --brief       prints what is to happen only when something goes wrong
`;

function readArguments(): { seed: number; minutes: number; clients: number; isBrief: boolean } {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string', default: '1' },
      clients: { type: 'string', default: '6' },
      brief: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? (Date.now() ^ (process.pid << 12)) >>> 0 || 1 : Number(values.seed);
  const minutes = Number(values.minutes);
  const clients = Number(values.clients);
  if (!Number.isInteger(seed) || seed < 1 || seed > 0xffffffff) throw new Error('--seed is a whole number from 1');
  if (!(minutes > 0 && minutes <= 600)) throw new Error('--minutes is a number from 0 to 600');
  if (!Number.isInteger(clients) || clients < 2 || clients > 100) throw new Error('--clients is a whole number from 2 to 100');
  return { seed, minutes, clients, isBrief: values.brief };
}

async function main(): Promise<number> {
  let wanted: ReturnType<typeof readArguments>;
  try {
    wanted = readArguments();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  const { seed, minutes, clients, isBrief } = wanted;
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-chaos-'));
  console.log(`chaos: seed ${seed}, ${minutes} min, ${clients} people, store none`);
  const { faults, steps, summary } = await runChaos({ seed, lengthMs: minutes * 60_000, clients, store: 'none', folder });
  if (!isBrief || faults.length > 0) for (const step of steps) console.log(describe(step));
  console.log(`chaos: ${summary}`);
  if (faults.length === 0) {
    rmSync(folder, { recursive: true });
    console.log('chaos: nothing lost, nothing doubled, no status that was not so');
    return 0;
  }
  for (const { kind, text } of faults) console.error(`FAULT ${kind}: ${text}`);
  console.error(`${faults.length} faults with --seed ${seed} --minutes ${minutes} --clients ${clients}. Logs: ${folder}`);
  return 1;
}

process.exitCode = await main();
