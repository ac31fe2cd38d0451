import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { BoardPage } from '../e2e/board-page.ts';
import { type Milestones, noteMilestones } from '../e2e/milestones.ts';
import { launchHarness } from '../harness/harness-app.ts';
import { startHub } from '../harness/hub.ts';
import { median } from '../support/median.ts';
import { conclude, printTable, readArguments, show } from './report.ts';

/**
 * `npm run bench:crash`, after `npm run build`: a page of the desktop app in the harness crashes, and how long it takes until its ink is back,
 * and the chrome. A part of it is the harness's: Playwright makes a page in place of the crashed one, and hands the app's files to Chromium.
 * `--apps=N` starts so many apps, each of which crashes three times; `--programs=A,B` compares built apps in turns.
 */
const options = readArguments(process.argv.slice(2), ['apps', 'programs']);
const apps = Number(options.values.get('apps') ?? 3);
const programs = options.values.get('programs')?.split(',') ?? [undefined];

/** More in a minute, and the app asks the person first. */
const CRASHES = 3;
/** What a page does after it has come back must not be in the next figure, milliseconds. */
const REST_MS = 2_000;
/** A page that has come back is left alone for so long, milliseconds. */
const UNSEEN_MS = 4_000;
/** A busy machine takes its time, milliseconds. */
const MOST_MS = 60_000;
const GOAL_MS = 1_000;

/** Milliseconds since the crash. */
interface Back {
  readonly navigation: number;
  readonly ink: number;
  readonly chrome: number;
}
const PARTS = ['navigation', 'ink', 'chrome'] as const;

/** One app, which crashes three times. */
async function crashes(program: string | undefined): Promise<readonly Back[]> {
  const hub = await startHub();
  const app = await launchHarness({
    args: [`--link=${hub.link}`],
    ...(program === undefined ? {} : { program }),
    onPage: (page) => void page.addInitScript(noteMilestones),
  });
  try {
    let board = new BoardPage(await app.page(), []);
    await board.live();
    for (const y of [200, 300, 400, 500]) await board.draw({ x: 200, y }, { x: 700, y: y + 60 });
    await hasCopy(join(app.profile, 'boards'));
    const all: Back[] = [];
    for (let i = 0; i < CRASHES; i++) {
      await wait(REST_MS);
      const back = await crash(board.page, () => app.windows());
      all.push(back.times);
      board = new BoardPage(back.page, []);
      await board.live();
    }
    return all;
  } finally {
    await app.kill();
    await hub.kill();
  }
}

/** Waits until the device has a copy of the board. */
async function hasCopy(folder: string): Promise<void> {
  const until = performance.now() + MOST_MS;
  while (performance.now() < until) {
    const kept = await readdir(folder).catch(() => []);
    if (kept.length > 0) return;
    await wait(100);
  }
  throw new Error('the device has no copy of the board');
}

async function crash(page: Page, windows: () => readonly Page[]): Promise<{ readonly page: Page; readonly times: Back }> {
  const line = await page.context().newCDPSession(page);
  const startMs = performance.timeOrigin + performance.now();
  // Never answered: who should answer is gone.
  void line.send('Page.crash').catch(() => undefined);
  const until = performance.now() + MOST_MS;
  let next: Page | undefined;
  while (next === undefined && performance.now() < until) {
    await wait(10);
    next = windows().find((other) => other !== page);
  }
  if (next === undefined) throw new Error('the window has no page again');
  // Not before the page is likely to be done: what Playwright brings into a page to look at it would be part of the figure.
  await wait(UNSEEN_MS);
  while (!(await next.evaluate(() => 'milestones' in window)) && performance.now() < until) await wait(200);
  const { originMs, ink, shownAt } = await next.evaluate(() => {
    const { milestones } = window as unknown as { milestones: Milestones };
    return { originMs: performance.timeOrigin, ink: milestones.ink, shownAt: milestones.shownAt };
  });
  const navigation = originMs - startMs;
  return { page: next, times: { navigation, ink: navigation + ink, chrome: navigation + shownAt } };
}

const found = programs.map((program) => ({ program: program ?? 'this build', backs: [] as Back[] }));
for (let i = 0; i < apps; i++)
  for (const [at, program] of programs.entries()) {
    found[at]?.backs.push(...(await crashes(program)));
    const newest = found[at]?.backs.slice(-CRASHES).map(({ ink }) => show(Math.round(ink)));
    console.log(`${program ?? 'this build'}: ink after ${newest?.join(', ')} ms`);
  }
const medians = found.map(({ backs }) => PARTS.map((part) => median(backs.map((back) => back[part]))));
console.log('\nAfter a crash, medians in milliseconds\n');
printTable(
  ['app', ...PARTS, 'navigation to ink'],
  found.map(({ program }, i) => {
    const [navigation = Number.NaN, ink = Number.NaN, chrome = Number.NaN] = medians[i] ?? [];
    return [program, ...[navigation, ink, chrome, ink - navigation].map((ms) => show(Math.round(ms)))];
  }),
);
const [, ink = Number.NaN] = medians.at(-1) ?? [];
process.exit(
  conclude(
    'crash',
    [{ name: 'ink after a crash', figure: Math.round(ink), unit: ' ms', goal: { atMost: GOAL_MS } }],
    found,
    options.json,
  ),
);
