import { reasonOf } from '../../core/base/reason-of.ts';
import { ensureBenchPackages } from './bench-packages.ts';
import { PEERS, type PeerId } from './fanout/messages.ts';
import { pinning, type RunResult, runPeer } from './fanout/run.ts';
import { TICKS_PER_SECOND } from './fanout/workload.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';

/**
 * `npm run bench:fanout`: what it costs a server to show everybody's cursors and ink to everybody, beside peers on the same machine in
 * the same run. `--quick`: 50 people, three servers, short. `--peers=a,b` and `--people=50,450` choose. `--profile=DIR` keeps V8 profiles of our server.
 */
const options = readArguments(process.argv.slice(2), ['quick', 'peers', 'people', 'profile']);
const quick = options.flags.has('quick');
const chosen = options.values.get('peers')?.split(',') ?? (quick ? ['inkroom', 'coalescing', 'socket.io'] : PEERS);
const peers = PEERS.filter((peer) => chosen.includes(peer));
const rooms = (options.values.get('people') ?? (quick ? '50' : '10,50,450')).split(',').map(Number);
const profile = options.values.get('profile');

if (peers.some((peer) => peer !== 'inkroom' && peer !== 'ws' && peer !== 'coalescing')) ensureBenchPackages();

console.log(
  `Everybody moves 30 times a second, three in ten draw 30 x 4 points a second; ${pinning}. An update is one cursor move or`,
);
console.log('one append delivered to one other person. Share of a core: 1.00 is a full one; a server at 1.00 is drowned.\n');

/**
 * The room that the targets are about is measured twice, in turns, and the cheaper run counts: what else a machine does only ever adds.
 */
const roundsOf = (people: number): number => (people === 50 && !quick ? 2 : 1);
/**
 * V8 compiles the code of a server while it runs, the more often it runs the better: our hub's 45 us for a message become 15 over the first
 * 60,000 messages. Every server gets that many before it is measured, but none longer than this. And none shorter than a hub needs to be
 * back at its usual pace after so many joins.
 */
const WARM_MESSAGES = 60_000;
const WARM_MAX_MS = 40_000;
const WARM_LEAST_MS = 20_000;
const warmMs = (people: number): number =>
  Math.min(WARM_MAX_MS, Math.max(WARM_LEAST_MS, (WARM_MESSAGES / people / TICKS_PER_SECOND) * 1_000));
/** JSON is there to show what binary costs Socket.IO, in one room. */
const isMeasured = (peer: PeerId, people: number): boolean => peer !== 'socket.io-json' || people === 50;

/** What our server may cost by the coalescing relay, which only forwards, in rooms of so many people. */
const FLOOR_RATIOS: Readonly<Record<number, number>> = { 50: 1.25, 450: 1.2 };

const all: RunResult[] = [];
const failures: string[] = [];
for (const people of rooms) {
  for (let round = 1; round <= roundsOf(people); round++) {
    for (const peer of peers.filter((one) => isMeasured(one, people))) {
      const plan = { peer, people, warmMs: warmMs(people), measureMs: quick ? 4000 : 6000, drainMs: 3000 };
      try {
        all.push(await runPeer(plan, peer === 'inkroom' ? profile : undefined));
        console.error(`  ${people} people, ${peer}, round ${round}: measured`);
      } catch (error) {
        failures.push(reasonOf(error));
        console.error(`  ${people} people, ${peer}, round ${round}: failed (${failures.at(-1)})`);
      }
    }
  }
}
/**
 * The two that the target compares at 50 people run side by side as well, on the same core: one after the other, they see
 * different minutes of the machine, whose pace changes by half.
 */
const PAIR_PEOPLE = 50;
const PAIR_MS = 28_000;
let pair: readonly [RunResult, RunResult] | undefined;
if (rooms.includes(PAIR_PEOPLE) && peers.includes('inkroom') && peers.includes('coalescing')) {
  const plan = { people: PAIR_PEOPLE, warmMs: warmMs(PAIR_PEOPLE), measureMs: PAIR_MS, drainMs: 3000 };
  try {
    pair = await Promise.all([runPeer({ ...plan, peer: 'inkroom' }), runPeer({ ...plan, peer: 'coalescing' })]);
    const [hub, relay] = pair.map(({ cpuPerUpdate }) => show(cpuPerUpdate));
    console.log(`${PAIR_PEOPLE} people, side by side: inkroom ${hub} us, coalescing ${relay} us\n`);
  } catch (error) {
    failures.push(reasonOf(error));
  }
}

const isCheapest = (result: RunResult): boolean =>
  !all.some((other) => other.peer === result.peer && other.people === result.people && other.cpuPerUpdate < result.cpuPerUpdate);
const results = rooms.flatMap((people) =>
  peers.flatMap((peer) => all.filter((one) => one.people === people && one.peer === peer && isCheapest(one)).slice(0, 1)),
);

const ink = ({ report }: RunResult): number => (100 * report.inkArrived) / report.inkDue;
printTable(
  [
    'people, server',
    'CPU/update us',
    'server core',
    'load core',
    'updates/s',
    'B/update',
    'p50 ms',
    'p99 ms',
    'ink %',
    'memory MB',
  ],
  results.map((result) => [
    `${result.people} ${result.peer}`,
    show(result.cpuPerUpdate),
    result.serverCpu.toFixed(2),
    result.loadCpu.toFixed(2),
    show(Math.round(result.updatesPerSecond)),
    show(result.bytesPerUpdate),
    show(result.report.latency.p50),
    show(result.report.latency.p99),
    show(ink(result)),
    show(Math.round(result.memoryMb)),
  ]),
);
for (const failure of failures) console.log(`failed: ${failure}`);

const find = (peer: PeerId, people: number): RunResult | undefined =>
  results.find((result) => result.peer === peer && result.people === people);
const atFifty = find('inkroom', 50);
const targets: Target[] = [];
if (rooms.includes(50) && peers.includes('inkroom')) {
  const figure = atFifty?.cpuPerUpdate ?? Number.NaN;
  targets.push({ name: 'CPU per delivered update at 50 people', figure, unit: ' us', goal: { atMost: 1.2 } });
  const times: readonly (readonly [PeerId, number])[] = [
    ['socket.io', 12],
    ['hocuspocus', 4],
    ['tldraw', 4],
  ];
  for (const [peer, atLeast] of times) {
    if (!peers.includes(peer)) continue;
    const ratio = (find(peer, 50)?.cpuPerUpdate ?? Number.NaN) / figure;
    targets.push({ name: `Times less CPU per update than ${peer} at 50 people`, figure: ratio, unit: 'x', goal: { atLeast } });
  }
}
if (peers.includes('inkroom')) {
  for (const people of rooms) {
    const result = find('inkroom', people);
    if (people === 450) {
      const p99 = result?.report.latency.p99 ?? Number.NaN;
      targets.push({ name: 'p99 latency at 450 people on one core', figure: p99, unit: ' ms', goal: { atMost: 60 } });
    }
    const [ours, floor] = (people === PAIR_PEOPLE && pair) || [result, find('coalescing', people)];
    const most = FLOOR_RATIOS[people];
    if (ours && floor && most !== undefined) {
      const figure = ours.cpuPerUpdate / floor.cpuPerUpdate;
      targets.push({
        name: `CPU per update at ${people} people, by the coalescing relay`,
        figure,
        unit: 'x',
        goal: { atMost: most },
      });
    }
    const arrived = result ? ink(result) : Number.NaN;
    targets.push({ name: `Ink that arrived at ${people} people`, figure: arrived, unit: ' %', goal: { atLeast: 100 } });
  }
}
process.exit(conclude('fanout', targets, { runs: all, pair, failures }, options.json));
