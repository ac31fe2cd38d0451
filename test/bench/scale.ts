import { conclude, printTable, readArguments, show, type Target } from './report.ts';
import type { Latency } from './scale/messages.ts';
import { naiveRelay } from './scale/naive-relay.ts';
import { type CrowdResult, openSite, runCrowd, runQuiet, type SiteKind } from './scale/run.ts';

/**
 * `npm run bench:scale`: what Azure SignalR Service would bill for a room, counted at the emulator, beside a relay that sends on every message; and
 * what the way through it adds to latency. `--quick`: shorter, and two hubs only.
 */
const options = readArguments(process.argv.slice(2), ['quick']);
const quick = options.flags.has('quick');
const ROOMS = [10, 50];
const TARGET = { people: 50, hubs: 2, times: 30 } as const;

interface Place {
  readonly name: string;
  readonly kind: SiteKind;
  readonly hubs: number;
}
const SELF_HOSTED: Place = { name: 'self-hosted', kind: 'selfHosted', hubs: 1 };
const ONE: Place = { name: 'one hub behind', kind: 'service', hubs: 1 };
const TWO: Place = { name: 'two hubs behind', kind: 'service', hubs: 2 };

console.log(
  'Everybody moves 30 times a second, three in ten draw instead (4 points a time), with the product’s own client. Units: messages',
);
console.log(
  'that leave the service, to clients and to hubs, in pieces of 2 KiB; pings are free. The naive relay is computed from the same input.\n',
);

interface Row extends CrowdResult {
  readonly people: number;
  readonly place: Place;
  readonly naiveUnits: number;
  /** How many times fewer units than the naive relay. */
  readonly timesFewer: number;
}

const rows: Row[] = [];
for (const people of ROOMS) {
  for (const place of quick ? [TWO] : [SELF_HOSTED, ONE, TWO]) {
    const site = await openSite(place.kind, place.hubs);
    try {
      const plan = { room: `scale-${people}`, people, warmMs: quick ? 3_000 : 5_000, measureMs: quick ? 8_000 : 20_000 };
      const result = await runCrowd(site, plan);
      const naiveUnits = naiveRelay(people, result.report).billedUnits;
      rows.push({ ...result, people, place, naiveUnits, timesFewer: naiveUnits / (result.billed?.units ?? Number.NaN) });
      console.error(`  ${people} people, ${place.name}: measured`);
    } finally {
      await site.close();
    }
  }
}
printTable(
  ['people, hubs', 'units/min', 'to clients', 'to hubs', 'naive, units/min', 'times fewer', 'p50 ms', 'p99 ms'],
  rows.map(({ people, place, report, billed, naiveUnits, timesFewer }) => {
    const perMinute = (units: number | undefined): string =>
      show(units === undefined ? undefined : Math.round((units / report.seconds) * 60));
    return [
      `${people} ${place.name}`,
      perMinute(billed?.units),
      perMinute(billed?.toClients),
      perMinute(billed?.toServers),
      place.kind === 'service' ? perMinute(naiveUnits) : '-',
      show(timesFewer),
      show(report.latency.p50),
      show(report.latency.p99),
    ];
  }),
);

const PAUSE_MS = 250;
const ways: { readonly place: Place; readonly latency: Latency }[] = [];
for (const place of [SELF_HOSTED, ONE, TWO]) {
  const site = await openSite(place.kind, place.hubs);
  try {
    ways.push({ place, latency: await runQuiet(site, { room: 'quiet', moves: quick ? 30 : 100, pauseMs: PAUSE_MS }) });
    console.error(`  a single move, ${place.name}: measured`);
  } finally {
    await site.close();
  }
}
console.log('A single move in a quiet room, from one person to the other (with two hubs: by the other hub): the way itself.\n');
printTable(
  ['hubs', 'p50 ms', 'p99 ms', 'added, p50 ms'],
  ways.map(({ place, latency }) => [
    place.name,
    show(latency.p50),
    show(latency.p99),
    show(latency.p50 - (ways[0]?.latency.p50 ?? Number.NaN)),
  ]),
);

const judged = rows.find(({ people, place }) => people === TARGET.people && place.hubs === TARGET.hubs);
const targets: Target[] = [
  {
    name: `Times fewer billed messages than a naive relay, ${TARGET.people} people, ${TARGET.hubs} hubs`,
    figure: judged?.timesFewer ?? Number.NaN,
    unit: 'x',
    goal: { atLeast: TARGET.times },
  },
];
process.exit(conclude('scale', targets, { rows, ways }, options.json));
