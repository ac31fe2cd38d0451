import { launchBrowser } from '../harness/browser.ts';
import { ensureBenchPackages } from './bench-packages.ts';
import { type CanvasId, servePages } from './canvas/build-pages.ts';
import { type DrawResult, measureDraw } from './canvas/draw.ts';
import { openCanvas } from './canvas/open-canvas.ts';
import { measurePan, type PanResult } from './canvas/pan.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';

/**
 * `npm run bench:canvas`: 5,000 strokes of 100 points on three canvases in one Chromium, one after the other. `--only=a,b` chooses, `--quick`: one round.
 */
const options = readArguments(process.argv.slice(2), ['only', 'quick']);
const ALL: readonly CanvasId[] = ['inkroom', 'excalidraw', 'tldraw'];
const chosen = options.values.get('only')?.split(',') ?? ALL;
const canvases = ALL.filter((canvas) => chosen.includes(canvas));
/** The canvases take turns, and the better round of each counts: what else a machine does only ever adds. */
const rounds = options.flags.has('quick') ? 1 : 2;
const UPDATES = 60;

if (canvases.some((canvas) => canvas !== 'inkroom')) ensureBenchPackages();

interface Measured {
  readonly canvas: CanvasId;
  readonly pans: PanResult[];
  readonly draws: DrawResult[];
}

const results: Measured[] = canvases.map((canvas) => ({ canvas, pans: [], draws: [] }));
const { server, address } = await servePages(canvases);
const browser = await launchBrowser();
try {
  const looker = await browser.newPage();
  for (let round = 0; round < rounds; round++) {
    for (const { canvas, pans, draws } of results) {
      const open = await openCanvas(browser, address, canvas);
      pans.push(await measurePan(browser, open, UPDATES));
      draws.push(await measureDraw(open, looker));
      await open.close();
      console.error(`  ${canvas}: round ${round + 1} of ${rounds} measured`);
    }
  }
} finally {
  await browser.close();
  await server.close();
}

const summary = results.map(({ canvas, pans, draws }) => ({
  canvas,
  panMainMs: Math.min(...pans.map((pan) => pan.mainMs)),
  panAllMs: Math.min(...pans.map((pan) => pan.allMs)),
  drawP50: Math.min(...draws.map((draw) => draw.p50)),
  drawP95: Math.min(...draws.map((draw) => draw.p95)),
  missed: draws.reduce((sum, draw) => sum + draw.missed, 0),
  hops: draws.reduce((sum, draw) => sum + draw.hops, 0),
}));

console.log(
  '\n5,000 strokes of 100 points, zoomed to fit 1280 x 800. Panning: processor time of the main thread (and of all of Chromium) per',
);
console.log('wheel event. Drawing on the full board: from mouse event to the frame on the screen that shows its ink.\n');
printTable(
  ['canvas', 'pan main ms', 'pan all ms', 'draw p50 ms', 'draw p95 ms', 'events', 'unseen'],
  summary.map((row) => [
    row.canvas,
    show(row.panMainMs),
    show(row.panAllMs),
    show(row.drawP50),
    show(row.drawP95),
    show(row.hops),
    show(row.missed),
  ]),
);

const find = (canvas: CanvasId) => summary.find((row) => row.canvas === canvas);
const ours = find('inkroom');
const targets: Target[] = [];
for (const peer of ['excalidraw', 'tldraw'] as const) {
  if (!ours || !canvases.includes(peer)) continue;
  const figure = ours.panMainMs / (find(peer)?.panMainMs ?? Number.NaN);
  targets.push({
    name: `Panning, main-thread time per update as a share of ${peer}'s`,
    figure,
    unit: '',
    goal: { atMost: 0.25 },
  });
}
if (ours && canvases.includes('excalidraw')) {
  const figure = ours.drawP95 / (find('excalidraw')?.drawP95 ?? Number.NaN);
  targets.push({ name: "Drawing, input to screen p95 as a share of excalidraw's", figure, unit: '', goal: { atMost: 1 } });
}
if (ours)
  targets.push({ name: 'Drawing, mouse events whose ink never showed', figure: ours.missed, unit: '', goal: { atMost: 0 } });
process.exit(conclude('canvas', targets, { summary, results }, options.json));
