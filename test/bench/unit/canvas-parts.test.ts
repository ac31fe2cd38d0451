import { expect, test } from 'vitest';
import { partsOf } from '../canvas/boards/mix.ts';
import { LANE } from '../canvas/boards/strokes.ts';
import { goalsOf } from '../canvas/goals.ts';
import { rateOf } from '../canvas/parts/frames.ts';
import type { CaseResult } from '../canvas/run-case.ts';
import { isReached } from '../report.ts';

const drawn = (ms: number) => ({ name: 'Graphics.Pipeline.DrawAndSwap', ph: 'e', ts: ms * 1000 });
const mark = (name: string, ms: number) => ({ name, ph: 'I', ts: ms * 1000 });

test('frames count between the marks, and the longest gap includes the wait for the first and after the last', () => {
  const events = [drawn(5), mark('bench-start', 100), drawn(110), drawn(130), drawn(320), mark('bench-end', 1_100), drawn(1_200)];
  expect(rateOf(events)).toEqual({ perSecond: 3, gapMs: 780, lastMs: 220 });
});

test('a mix has the promised shares, and no arrow crosses the lane in which the bench draws', () => {
  const { strokes, shapes, arrows, texts, images } = partsOf({ kind: 'mix', count: 2_000 });
  expect([strokes, shapes, arrows, texts, images].map(({ length }) => length)).toEqual([1_200, 300, 200, 200, 100]);
  for (const { from, to } of arrows) {
    const [start, end] = [shapes[from], shapes[to]];
    expect(from).not.toBe(to);
    expect((start?.y ?? 0) < LANE.top).toBe((end?.y ?? 0) < LANE.top);
  }
});

test('a peer that did not finish is named, and the goals beside the others are judged', () => {
  const plan = { kind: 'mix', count: 5_000 } as const;
  const results: CaseResult[] = [
    { canvas: 'inkroom', plan, metrics: { 'fit.mainMs': 5 } },
    { canvas: 'excalidraw', plan, metrics: { 'fit.mainMs': 90 } },
    { canvas: 'tldraw', plan, metrics: {}, endedAt: { part: 'load', why: 'over 90 s' } },
  ];
  const { targets, missing } = goalsOf(results);
  expect(targets.map((target) => [target.figure, isReached(target)])).toEqual([[5 / 90, false]]);
  expect(missing).toEqual([expect.stringContaining('tldraw has no figure (over 90 s)')]);
});
