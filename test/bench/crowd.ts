import { type CrowdResult, runCrowd, type Shape } from './crowd/run.ts';
import { SITES, type SiteKind } from './crowd/sites.ts';
import { pinning } from './fanout/run.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';

/**
 * `npm run bench:crowd`: thousands of people on one hub, on three behind the service's emulator and on three behind Redis, beside a
 * coalescing relay that only forwards. `--people=N`: all of them together (5,000). `--only=rooms,audience,largest`: the parts.
 * `--sites=one,emulator,redis,relay`: where. `--sizes=600,900`: rooms of the last part.
 */
const options = readArguments(process.argv.slice(2), ['people', 'only', 'sites', 'sizes', 'seconds']);
const people = Number(options.values.get('people') ?? 5_000);
const parts = options.values.get('only')?.split(',') ?? ['rooms', 'audience', 'largest'];
const sites = SITES.filter((site) => options.values.get('sites')?.split(',').includes(site) ?? true);
const sizes = (options.values.get('sizes') ?? '450,600,750,900,1000').split(',').map(Number);
const measureMs = Number(options.values.get('seconds') ?? 8) * 1_000;

const NAMES: Readonly<Record<SiteKind, string>> = {
  one: 'one hub',
  emulator: 'three, emulator',
  redis: 'three, Redis',
  relay: 'relay',
};
const PEOPLE_PER_ROOM = 100;
const DRAWING_FOR_AN_AUDIENCE = 20;
/** So many joins keep a hub busy, and its pace returns to that of the crowd itself within twenty seconds. */
const TIMES = { warmMs: 20_000, measureMs, drainMs: 15_000 } as const;

const shapes: Readonly<Record<'rooms' | 'audience', Shape>> = {
  rooms: {
    rooms: Math.max(1, Math.round(people / PEOPLE_PER_ROOM)),
    peoplePerRoom: Math.min(people, PEOPLE_PER_ROOM),
    moving: Math.round(Math.min(people, PEOPLE_PER_ROOM) / 3),
    drawing: Math.round(Math.min(people, PEOPLE_PER_ROOM) / 10),
    hasViewers: false,
    ...TIMES,
  },
  audience: { rooms: 1, peoplePerRoom: people, moving: 0, drawing: DRAWING_FOR_AN_AUDIENCE, hasViewers: true, ...TIMES },
};
/** As in `bench:fanout`: everybody is active, three in ten draw. */
const roomOf = (size: number): Shape => ({
  rooms: 1,
  peoplePerRoom: size,
  moving: size - Math.round(size * 0.3),
  drawing: Math.round(size * 0.3),
  hasViewers: false,
  ...TIMES,
});

console.log(
  `One hub and the relay have a core: ${pinning}. Three hubs share the machine with the load. People move and draw 30 times`,
);
console.log(
  'a second, or less often when the hub asks for it (FRM-5). An update is one move or one piece of ink delivered to one other person.\n',
);

const inkOf = ({ report }: CrowdResult): number => (100 * report.inkArrived) / report.inkDue;

interface Row extends CrowdResult {
  readonly part: string;
}
const rows: Row[] = [];
const failures: string[] = [];
async function measure(part: string, site: SiteKind, shape: Shape): Promise<Row | undefined> {
  try {
    const row = { part, ...(await runCrowd(site, shape)) };
    rows.push(row);
    const { latency } = row.report;
    const figures = `p50 ${show(latency.p50)}, p99 ${show(latency.p99)} ms, ink ${show(inkOf(row))} %, ${show(row.kbPerPerson)} KB/person`;
    console.error(`  ${part}, ${row.people} people, ${NAMES[site]}: hubs ${row.hubs.toFixed(2)}, ${figures}`);
    return row;
  } catch (error) {
    failures.push(`${part}, ${NAMES[site]}: ${String(error)}`);
    console.error(`  ${part}, ${NAMES[site]}: failed (${String(error)})`);
    return undefined;
  }
}

const LARGEST_P99_MS = 100;

const targets: Target[] = [];
for (const part of ['rooms', 'audience'] as const) {
  if (!parts.includes(part)) continue;
  for (const site of sites) {
    const row = await measure(part, site, shapes[part]);
    if (site === 'relay') continue;
    const name = `${part}, ${NAMES[site]}`;
    targets.push({ name: `${name}: p99`, figure: row?.report.latency.p99 ?? Number.NaN, unit: ' ms', goal: { atMost: 200 } });
    targets.push({
      name: `${name}: ink that arrived`,
      figure: row ? inkOf(row) : Number.NaN,
      unit: ' %',
      goal: { atLeast: 100 },
    });
    const memory = row?.kbPerPerson ?? Number.NaN;
    if (site === 'one') targets.push({ name: `${name}: memory per person`, figure: memory, unit: ' KB', goal: { atMost: 30 } });
  }
}
if (parts.includes('largest')) {
  let largest = 0;
  for (const size of sizes) {
    const row = await measure('largest', 'one', roomOf(size));
    if (sites.includes('relay')) await measure('largest', 'relay', roomOf(size));
    if (row && row.report.latency.p99 < LARGEST_P99_MS && inkOf(row) === 100) largest = Math.max(largest, size);
  }
  targets.push({
    name: 'Largest room on one core with p99 under 100 ms',
    figure: largest,
    unit: ' people',
    goal: { atLeast: 900 },
  });
}

printTable(
  [
    'people, servers',
    'CPU/update us',
    'hubs',
    'service',
    'load',
    'updates/s',
    'messages/s',
    'p50 ms',
    'p99 ms',
    'pen p99',
    'client ms',
    'ink %',
    'KB/person',
  ],
  rows.map((row) => [
    `${row.part} ${row.people} ${NAMES[row.kind]}`,
    show(row.cpuPerUpdate),
    row.hubs.toFixed(2),
    row.service?.toFixed(2) ?? '-',
    row.load.toFixed(2),
    show(Math.round(row.updatesPerSecond)),
    show(Math.round(row.messagesPerSecond)),
    show(row.report.latency.p50),
    show(row.report.latency.p99),
    show(row.report.fromThePen.p99),
    show(row.report.clientPauseMs),
    show(inkOf(row)),
    show(row.kbPerPerson),
  ]),
);
for (const failure of failures) console.log(`failed: ${failure}`);
process.exit(conclude('crowd', targets, { rows, failures }, options.json));
