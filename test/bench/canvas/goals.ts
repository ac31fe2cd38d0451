import { show, type Target } from '../report.ts';
import type { CanvasId } from './build-pages.ts';
import type { CaseResult } from './run-case.ts';

interface Row {
  readonly metric: string;
  readonly title: string;
  /** Most that ours may be, as a share of the peer's. */
  readonly excalidraw?: number;
  readonly tldraw?: number;
}

export const ROWS: readonly Row[] = [
  { metric: 'loadS', title: 'load, s', excalidraw: 1 / 4, tldraw: 1 / 3 },
  { metric: 'fit.mainMs', title: 'pan at fit, main thread, ms an update', excalidraw: 1 / 20, tldraw: 1 / 25 },
  { metric: 'fit.allMs', title: 'pan at fit, all of Chromium, ms an update' },
  { metric: 'fit.perSecond', title: 'pan at fit, frames a second' },
  { metric: 'fit.gapMs', title: 'pan at fit, longest gap, ms' },
  { metric: 'full.mainMs', title: 'pan at 100 %, main thread, ms an update', excalidraw: 1 / 4, tldraw: 1 / 6 },
  { metric: 'full.allMs', title: 'pan at 100 %, all of Chromium, ms an update' },
  { metric: 'full.perSecond', title: 'pan at 100 %, frames a second' },
  { metric: 'full.gapMs', title: 'pan at 100 %, longest gap, ms' },
  { metric: 'zoom.mainMs', title: 'wheel zoom, main thread, ms an update', excalidraw: 1 / 8, tldraw: 1 / 10 },
  { metric: 'zoom.allMs', title: 'wheel zoom, all of Chromium, ms an update' },
  { metric: 'draw.p50', title: 'draw, p50, ms' },
  { metric: 'draw.p95', title: 'draw, p95, ms', excalidraw: 1, tldraw: 1 / 5 },
  { metric: 'draw.missed', title: 'draw, events whose ink was not seen' },
  { metric: 'memoryMiB', title: 'memory, MiB', excalidraw: 1 / 2, tldraw: 1 / 2 },
  { metric: 'drag.perSecond', title: 'drag everything, frames a second' },
  { metric: 'drag.gapMs', title: 'drag everything, longest gap, ms' },
  { metric: 'drag.dropMs', title: 'drag everything, after the release, ms' },
];

/** The ratios are for these boards. */
const COMPARED = [
  { kind: 'strokes', count: 20_000 },
  { kind: 'mix', count: 5_000 },
] as const;
/** A board of 20,000 strokes may cost this many times what one of 1,000 costs. */
const FLAT = 1.5;
const FLAT_METRICS = ['fit.mainMs', 'full.mainMs', 'draw.p95'];

export interface Goals {
  readonly targets: readonly Target[];
  /** Sentences about what could not be compared. */
  readonly missing: readonly string[];
}

/** The goals that these results can be judged by. */
export function goalsOf(results: readonly CaseResult[]): Goals {
  const targets: Target[] = [];
  const missing: string[] = [];
  const find = (canvas: CanvasId, kind: string, count: number): CaseResult | undefined =>
    results.find((one) => one.canvas === canvas && one.plan.kind === kind && one.plan.count === count);
  const ours = (kind: string, count: number) => find('inkroom', kind, count)?.metrics ?? {};
  const goal = (name: string, figure: number | undefined, unit: string, bound: Target['goal']): void => {
    if (figure !== undefined) targets.push({ name, figure, unit, goal: bound });
  };
  for (const { kind, count } of COMPARED) {
    for (const row of ROWS) {
      const figure = ours(kind, count)[row.metric];
      for (const peer of ['excalidraw', 'tldraw'] as const) {
        const share = row[peer];
        const result = find(peer, kind, count);
        if (share === undefined || figure === undefined || !result) continue;
        const theirs = result.metrics[row.metric];
        const name = `${kind} ${count}: ${row.title.replace(/, (s|ms|MiB|ms an update)$/, '')}, as a share of ${peer}'s`;
        if (theirs !== undefined) goal(name, figure / theirs, '', { atMost: share });
        else missing.push(`${name}: ${peer} has no figure (${result.endedAt?.why ?? 'not measured'})`);
      }
    }
  }
  for (const metric of FLAT_METRICS) {
    const [small, large] = [ours('strokes', 1_000)[metric], ours('strokes', 20_000)[metric]];
    if (small !== undefined && large !== undefined)
      goal(`20,000 strokes as a multiple of 1,000: ${metric}`, large / small, '', { atMost: FLAT });
  }
  const huge = ours('strokes', 100_000);
  goal('100,000 strokes: load', huge.loadS, ' s', { atMost: 6 });
  for (const [way, prefix] of [
    ['at fit', 'fit'],
    ['at 100 %', 'full'],
  ] as const) {
    // biome-ignore format: two ways
    goal(`100,000 strokes: pan ${way}, frames a second`, huge[`${prefix}.perSecond`], '', { atLeast: 30 });
    goal(`100,000 strokes: pan ${way}, longest gap`, huge[`${prefix}.gapMs`], ' ms', { atMost: 100 });
  }
  goal('20,000 strokes: drag everything, frames a second', ours('strokes', 20_000)['drag.perSecond'], '', { atLeast: 20 });
  for (const { plan, canvas, metrics } of results) {
    if (canvas === 'inkroom')
      goal(`${plan.kind} ${plan.count}: events whose ink was not seen`, metrics['draw.missed'], '', { atMost: 0 });
  }
  return { targets, missing };
}

/** The cells of a board's table: ours, then each peer's with how many times ours it is. */
export function tableOf(results: readonly CaseResult[]): string[][] {
  const ours = results.find(({ canvas }) => canvas === 'inkroom');
  return ROWS.filter(({ metric }) => results.some(({ metrics }) => metric in metrics)).map(({ metric, title }) => [
    title,
    ...results.map((result) => {
      const figure = result.metrics[metric];
      if (figure === undefined) return result.endedAt ? result.endedAt.why : '-';
      const base = ours?.metrics[metric];
      const ratio = result === ours || base === undefined || base === 0 ? '' : ` (${show(figure / base)} x)`;
      return `${show(figure)}${ratio}`;
    }),
  ]);
}
