import { launchBrowser } from '../harness/browser.ts';
import { ensureBenchPackages } from './bench-packages.ts';
import type { BoardPlan } from './canvas/boards/mix.ts';
import { type CanvasId, servePages } from './canvas/build-pages.ts';
import { goalsOf, tableOf } from './canvas/goals.ts';
import { LIVE_PARTS, measureLive } from './canvas/live/measure-live.ts';
import { type CaseResult, PARTS, runCase } from './canvas/run-case.ts';
import { conclude, printTable, readArguments, show } from './report.ts';

/**
 * `npm run bench:canvas`: boards of 1, 5, 20 and 100 thousand strokes of 100 points, and a mix of 5 thousand elements, on three canvases in one
 * Chromium, one after the other. `--sizes=1,20` (thousand strokes; `none`), `--mix=5` (thousand elements; `none`), `--peers=excalidraw`
 * (`none`: ours alone), `--parts=pan-fit,draw`, `--limit=SECONDS` for each part of each board (90), `--live=cursors,idle,first-ink` (`none`;
 * idle and first ink need a build: `npm run build`).
 */
const options = readArguments(process.argv.slice(2), ['sizes', 'mix', 'peers', 'parts', 'live', 'limit']);
const list = (name: string, usual: readonly string[]): readonly string[] => {
  const given = options.values.get(name)?.split(',') ?? usual;
  return given.filter((word) => word !== 'none');
};
const thousands = (name: string, usual: readonly string[]): readonly number[] =>
  list(name, usual).map((word) => Math.round(Number(word) * 1000));
const PEERS: readonly CanvasId[] = ['excalidraw', 'tldraw'];
const chosen = list('peers', PEERS);
const canvases: readonly CanvasId[] = ['inkroom', ...PEERS.filter((peer) => chosen.includes(peer))];
const asked = list('parts', PARTS);
const parts = PARTS.filter((part) => asked.includes(part));
const live = list('live', LIVE_PARTS);
const limitMs = Number(options.values.get('limit') ?? 90) * 1000;
const plans: readonly BoardPlan[] = [
  ...thousands('sizes', ['1', '5', '20', '100']).map((count) => ({ kind: 'strokes', count }) as const),
  ...thousands('mix', ['5']).map((count) => ({ kind: 'mix', count }) as const),
];

if (canvases.length > 1) ensureBenchPackages();
console.log(
  'Boards of strokes of 100 points, and of a mix (60 % strokes, 15 % shapes, 10 % bound arrows, 10 % texts, 5 % pictures), 1280 x 800.',
);
console.log('In brackets: how many times ours. Frames and gaps are from a trace of what came to the screen.\n');

const results: CaseResult[] = [];
let alive: Awaited<ReturnType<typeof measureLive>>;
const { server, address } = await servePages(canvases);
const lookers = await launchBrowser();
try {
  const looker = await lookers.newPage();
  for (const plan of plans) {
    const rows: CaseResult[] = [];
    for (const canvas of canvases) {
      const result = await runCase({ address, canvas, plan, parts, limitMs, looker });
      const end = result.endedAt ? `ended at ${result.endedAt.part}: ${result.endedAt.why}` : 'measured';
      const figures = Object.entries(result.metrics).map(([name, figure]) => `${name} ${show(figure)}`);
      console.error(`  ${plan.kind} ${plan.count}, ${canvas}: ${end}; ${figures.join(', ')}`);
      rows.push(result);
    }
    printTable([`${plan.kind} ${plan.count}`, ...canvases], tableOf(rows));
    results.push(...rows);
  }
  alive = await measureLive({ parts: LIVE_PARTS.filter((part) => live.includes(part)), address, canvases, looker });
} finally {
  await lookers.close();
  await server.close();
}

const { targets, missing } = goalsOf(results);
for (const sentence of missing) console.log(sentence);
process.exit(conclude('canvas', [...targets, ...alive.targets], { boards: results, live: alive.numbers }, options.json));
