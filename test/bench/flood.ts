import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { pinning, startNode, startServer, stop } from './fanout/run.ts';
import { usageOf } from './fanout/usage.ts';
import type { FloodPlan, FloodReport, FromFlood, FromHonest, ToHonest, WindowReport } from './flood/messages.ts';
import { WAYS } from './flood/ways.ts';
import type { AskLoop, LoopReport } from './reconnect/messages.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';

/**
 * `npm run bench:flood`: a few people draw, and one address floods the hub in every known way, one after the other. How long their ink takes
 * before, meanwhile and after, and what of the flood is left in the hub's memory a minute later, or after `--after=SECONDS`.
 * `--only=WORD,WORD` takes the ways whose name holds one of the words, in the order of the list; `--profile=DIR` keeps a V8 profile of the hub.
 */
const options = readArguments(process.argv.slice(2), ['only', 'after', 'profile']);
const words = (options.values.get('only') ?? '').split(',');
const chosen = WAYS.filter(({ name }) => words.some((word) => name.includes(word)));
const profile = options.values.get('profile');
const PEOPLE = 5;
const WARM_MS = 3_000;
const CALM_MS = 8_000;
const FLOOD_MS = 12_000;
const AFTER_MS = Number(options.values.get('after') ?? 60) * 1_000;
const ANSWER_MS = 30_000;
const P99_MAX_MS = 150;
const MEMORY_MAX = 1.3;
const MIB = 1024 * 1024;

type Said = FromHonest | FromFlood | LoopReport;

/** Asks a process of ours, and waits for the answer of that kind. */
function ask<K extends Said['kind']>(
  child: ChildProcess,
  question: ToHonest | FloodPlan | AskLoop | undefined,
  kind: K,
): Promise<Extract<Said, { readonly kind: K }>> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      child.off('message', hear);
    };
    const hear = (said: Said): void => {
      if (said.kind !== 'failed' && said.kind !== kind) return;
      end();
      if (said.kind === 'failed') reject(new Error(said.why));
      else resolve(said as Extract<Said, { readonly kind: K }>);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`no answer in time: ${kind}`));
    }, ANSWER_MS);
    child.on('message', hear);
    if (question !== undefined) child.send(question);
  });
}

interface Row {
  readonly name: string;
  readonly honest: WindowReport;
  readonly loop: LoopReport;
  readonly memoryBytes: number;
  readonly flood: FloodReport | undefined;
}

console.log(`${PEOPLE} people draw at 30 Hz; one other address a way floods the hub, ${FLOOD_MS / 1000} s each; ${pinning}.`);
console.log(
  'ms: from when ink was sent until another person had it. Late: what the load itself came late to send; busy: longest turn of the hub,\nprocessor time.\n',
);

const probe = `${import.meta.dirname}/reconnect/loop-probe.ts`;
const { child: hub, port } = await startServer('inkroom', {
  settings: [],
  imports: [probe],
  ...(profile === undefined ? {} : { profile }),
});
const honest = startNode('load', ['test/bench/flood/honest.ts']);
const flooder = startNode('load', ['test/bench/flood/flooder.ts'], false);
for (const child of [honest, flooder]) child.stderr?.pipe(process.stderr);
hub.once('exit', (code) => console.error(`the hub ended with ${code}`));
const rows: Row[] = [];

async function row(name: string, flood?: FloodReport): Promise<Row> {
  const window = await ask(honest, { kind: 'window' }, 'window');
  const one: Row = {
    name,
    honest: window,
    loop: await ask(hub, { kind: 'loop?' }, 'loop'),
    memoryBytes: (await usageOf(hub)).memoryBytes,
    flood,
  };
  rows.push(one);
  console.error(`  ${name}: p99 ${show(window.p99)} ms, busy ${show(one.loop.busyMs)} ms`);
  return one;
}

try {
  await ask(flooder, undefined, 'ready');
  await ask(honest, { kind: 'plan', port, room: 'honest', people: PEOPLE }, 'live');
  await wait(WARM_MS);
  await ask(honest, { kind: 'window' }, 'window');
  await wait(CALM_MS);
  await row('before');
  for (const [i, { name }] of chosen.entries()) {
    // Each way with all that an address may do; the honest people are on the first.
    const plan = { port, address: `127.0.0.${i + 2}`, way: name, ms: FLOOD_MS };
    await row(name, await ask(flooder, plan, 'done'));
  }
  await wait(AFTER_MS);
  await row('the time after');
} finally {
  await stop(flooder);
  await stop(honest);
  if (profile !== undefined) {
    const gone = new Promise((resolve) => hub.once('exit', resolve));
    hub.kill('SIGTERM');
    await gone;
  }
  await stop(hub);
}

printTable(
  ['the honest room', 'p50 ms', 'p99 ms', 'max ms', 'late ms', 'busy ms', 'hub RSS MiB', 'connections', 'cut off', 'MiB sent'],
  rows.map(({ name, honest: { p50, p99, max, lateP99 }, loop, memoryBytes, flood }) => [
    name,
    ...[p50, p99, max, lateP99, loop.busyMs, memoryBytes / MIB].map(show),
    ...(flood ? [flood.opened, flood.ended, flood.sentBytes / MIB].map(show) : ['', '', '']),
  ]),
);
const [before] = rows as [Row];
const after = rows.at(-1) as Row;
const targets: Target[] = rows.slice(1).map(({ name, honest: { p99 } }) => ({
  name: `Ink of the honest room, p99, ${name}`,
  figure: p99,
  unit: ' ms',
  goal: { atMost: P99_MAX_MS },
}));
const busiest = Math.max(...rows.slice(1).map(({ loop }) => loop.busyMs));
targets.push({
  name: 'Longest turn of the hub in all that, processor time',
  figure: busiest,
  unit: ' ms',
  goal: { atMost: P99_MAX_MS },
});
targets.push({
  name: 'Memory of the hub after the flood, by what it was before',
  figure: after.memoryBytes / before.memoryBytes,
  unit: ' times',
  goal: { atMost: MEMORY_MAX },
});
process.exit(conclude('flood', targets, rows, options.json));
