/**
 * Replays the recorded scenarios of ASP.NET Core: `npm run test:golden`, with
 *   -- --aspnet     against Microsoft's server, built here: shows that the replay itself is right
 *   -- --url U      against a server that runs somewhere, with its default setup
 *   -- --only X     scenarios whose name begins so, comma-separated
 *   -- --verbose    also prints the accepted differences, as they were seen
 *   -- --markdown   prints the table of accepted differences and ends
 */
import { parseArgs } from 'node:util';
import type { ServerProcess } from '../../conformance/harness/server-process.ts';
import { buildAspnet, createServers, type Target } from '../../conformance/harness/servers.ts';
import { ACCEPTED_DIFFERENCES, type AcceptedDifference } from './accepted-differences.ts';
import type { Difference } from './difference.ts';
import { replay } from './replay.ts';
import { loadScenarios, needsMessagePack, type Scenario, SETUP_FLAGS, type Setup } from './transcript.ts';

const { values: flags } = parseArgs({
  options: {
    aspnet: { type: 'boolean', default: false },
    url: { type: 'string' },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    parallel: { type: 'string', default: '12' },
  },
});

if (flags.markdown) {
  printMarkdown(ACCEPTED_DIFFERENCES.filter((row) => row.server === 'reference'));
} else {
  await main();
  // A request that was never answered would keep the process.
  process.exit();
}

async function main(): Promise<void> {
  const target: Target = flags.aspnet
    ? { kind: 'aspnet' }
    : flags.url
      ? { kind: 'url', url: flags.url.replace(/\/$/, ''), slow: false }
      : { kind: 'reference' };
  if (target.kind === 'aspnet') buildAspnet();
  const servers = createServers(target);
  // A scenario that differs leaves requests and upgrades behind: how they end later says nothing new.
  process.on('unhandledRejection', () => undefined);
  const began = performance.now();
  try {
    const all = loadScenarios();
    const chosen = all.filter(
      (scenario) => !flags.only || flags.only.split(',').some((start) => scenario.name.startsWith(start)),
    );
    const applicable = chosen.filter((scenario) => isApplicable(scenario, target));
    const started = new Map<Setup, Promise<ServerProcess>>();
    const urlOf = async (setup: Setup): Promise<string> => {
      if (target.kind === 'url') return target.url;
      let server = started.get(setup);
      if (!server) {
        server = servers.own(SETUP_FLAGS[setup]);
        started.set(setup, server);
      }
      return (await server).url;
    };
    const differences: Difference[] = [];
    await inParallel(applicable, async (scenario) => {
      const setup = scenario.server ?? 'default';
      const own = scenario.name.startsWith('close/server-shutdown') ? await servers.own(SETUP_FLAGS[setup]) : undefined;
      const twin = all.find((one) => one.name === scenario.name.replace(/\/messagepack$/, '/json'));
      const found = await replay(scenario, {
        url: own?.url ?? (await urlOf(setup)),
        twin,
        shutDown: () => own?.signal('SIGTERM'),
      });
      differences.push(...found);
    });
    report(chosen.length, applicable, differences, target);
    console.log(`${Math.round((performance.now() - began) / 1000)} s`);
  } finally {
    await servers.stop();
  }
}

function isApplicable(scenario: Scenario, target: Target): boolean {
  if (target.kind === 'aspnet') return !needsMessagePack(scenario);
  return target.kind !== 'url' || (scenario.server === undefined && !scenario.name.startsWith('close/server-shutdown'));
}

/** Side by side, but scenarios that use the same group one after the other. Long ones start first. */
async function inParallel(scenarios: readonly Scenario[], run: (scenario: Scenario) => Promise<void>): Promise<void> {
  const lanes = new Map<string, Scenario[]>();
  for (const scenario of scenarios) {
    const lane = /^(group|user)\//.test(scenario.name) ? 'groups' : scenario.name;
    lanes.set(lane, [...(lanes.get(lane) ?? []), scenario]);
  }
  const queue = [...lanes.values()].toSorted((a, b) => recordedMs(b) - recordedMs(a));
  const worker = async (): Promise<void> => {
    for (let lane = queue.shift(); lane; lane = queue.shift()) for (const scenario of lane) await run(scenario);
  };
  await Promise.all(Array.from({ length: Number(flags.parallel) }, worker));
}

function recordedMs(lane: readonly Scenario[]): number {
  return lane.flatMap((scenario) => scenario.steps).reduce((sum, step) => sum + (step.afterMs ?? 0) + (step.nothingFor ?? 0), 0);
}

function report(chosen: number, applicable: readonly Scenario[], differences: readonly Difference[], target: Target): void {
  const rows = ACCEPTED_DIFFERENCES.filter((row) => row.server === (target.kind === 'aspnet' ? 'aspnet' : 'reference'));
  const seen = new Set<AcceptedDifference>();
  const refused: Difference[] = [];
  const accepted = new Set<string>();
  for (const difference of differences) {
    const row = rows.find((one) => isOf(difference, one));
    if (row) {
      seen.add(row);
      accepted.add(difference.scenario);
      if (flags.verbose) console.log(`accepted ${inWords(difference)}\n   because  ${row.reason}`);
    } else refused.push(difference);
  }
  for (const difference of refused.toSorted((a, b) => a.scenario.localeCompare(b.scenario) || a.step - b.step)) {
    console.log(`DIFFERS ${inWords(difference)}`);
  }
  // Rows of the recorded server itself are what may happen, not what must.
  const unseen = flags.only || target.kind !== 'reference' ? [] : rows.filter((row) => !seen.has(row));
  for (const row of unseen) console.log(`NOT SEEN: the accepted difference "${row.reason}" (${row.scenarios})`);
  const failing = new Set(refused.map((difference) => difference.scenario));
  for (const name of failing) accepted.delete(name);
  console.log(
    `${applicable.length} scenarios replayed: ${applicable.length - failing.size - accepted.size} identical, ` +
      `${accepted.size} differ as accepted (${seen.size} reasons), ${failing.size} failed, ${chosen - applicable.length} not applicable`,
  );
  process.exitCode = failing.size > 0 || unseen.length > 0 || applicable.length === 0 ? 1 : 0;
}

function inWords({ scenario, step, what, due, came }: Difference): string {
  return `${scenario} step ${step}: ${what}\n   recorded ${due}\n   came     ${came}`;
}

function isOf(difference: Difference, row: AcceptedDifference): boolean {
  const { scenario, what, due, came } = difference;
  return row.scenarios.test(scenario) && row.what.test(what) && row.came.test(came) && (row.due?.test(due) ?? true);
}

function printMarkdown(rows: readonly AcceptedDifference[]): void {
  console.log('| scenarios | what differs | why |\n|---|---|---|');
  for (const row of rows) {
    const names = row.scenarios.source
      .replaceAll('\\', '')
      .replace(/^\^|\$$/g, '')
      .replaceAll('|', ' \\| ');
    console.log(`| \`${names}\` | ${row.what.source.replaceAll(/[\^$\\]/g, '').replaceAll('|', ' or ')} | ${row.reason} |`);
  }
}
