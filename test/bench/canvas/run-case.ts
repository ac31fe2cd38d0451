import type { Browser, Page } from 'playwright';
import type { BoardPlan } from './boards/mix.ts';
import { BOARD, LANE } from './boards/strokes.ts';
import type { CanvasId } from './build-pages.ts';
import { measureDrag } from './parts/drag.ts';
import { measureDraw } from './parts/draw.ts';
import { recordFrames } from './parts/frames.ts';
import { type OpenCanvas, openBrowser, openCanvas } from './parts/open-canvas.ts';
import { measurePan, measureZoom } from './parts/wheel.ts';

/** What is measured of a canvas with a board, in this order. The board is loaded in any case. */
export const PARTS = ['pan-fit', 'pan-100', 'zoom', 'draw', 'memory', 'drag'] as const;
export type Part = (typeof PARTS)[number];
export type Metrics = Readonly<Record<string, number>>;

export interface CaseResult {
  readonly canvas: CanvasId;
  readonly plan: BoardPlan;
  readonly metrics: Metrics;
  /** The part that was not done within its time, or failed; nothing after it was tried. */
  readonly endedAt?: { readonly part: Part | 'load'; readonly why: string };
}

/** Steps of the wheel until it turns back. At 100 % the view goes over more than its own width. */
const FIT_STEPS = 5;
const FULL_SIZE_STEPS = 60;

interface CaseOptions {
  readonly address: string;
  readonly canvas: CanvasId;
  readonly plan: BoardPlan;
  readonly parts: readonly Part[];
  /** Milliseconds that a part may take. */
  readonly limitMs: number;
  /** A page that finds ink in pictures. */
  readonly looker: Page;
}

/** A canvas in a browser of its own, part after part. */
export async function runCase(options: CaseOptions): Promise<CaseResult> {
  const { address, canvas, plan, parts, limitMs, looker } = options;
  const metrics: Record<string, number> = {};
  const browser = await openBrowser();
  let part: Part | 'load' = 'load';
  try {
    const open = await within(limitMs, () => openCanvas(address, canvas, plan, browser));
    Object.assign(metrics, await within(limitMs, () => load(open)));
    for (part of PARTS) {
      if (parts.includes(part)) Object.assign(metrics, await within(limitMs, () => measure(part, open, looker)));
    }
    return { canvas, plan, metrics };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { canvas, plan, metrics, endedAt: { part, why } };
  } finally {
    await end(browser);
  }
}

/** Rejects after the time. What goes on in the browser ends with the browser. */
async function within<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`over ${Math.round(limitMs / 1000)} s`)), limitMs);
  });
  const done = work();
  done.catch(() => undefined);
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

const CLOSE_MS = 5_000;

/** A browser whose page is busy closes late; it goes on closing by itself. */
async function end(browser: Browser): Promise<void> {
  await within(CLOSE_MS, () => browser.close()).catch(() => undefined);
}

async function load(open: OpenCanvas): Promise<Metrics> {
  const { lastMs } = await recordFrames(open, async () => {
    await open.page.evaluate(() => window.bench?.show());
    await open.painted();
    await open.settled();
  });
  const count = await open.page.evaluate(() => window.bench?.count() ?? 0);
  if (count < open.plan.count) throw new Error(`${count} of ${open.plan.count} elements came`);
  return { loadS: lastMs / 1000 };
}

async function measure(part: Part | 'load', open: OpenCanvas, looker: Page): Promise<Metrics> {
  switch (part) {
    case 'pan-fit':
      return named('fit', await measurePan(open, FIT_STEPS));
    case 'pan-100': {
      const middle = [BOARD.width / 3, LANE.top / 2] as const;
      await open.page.evaluate(([x, y]) => window.bench?.lookAt(x, y), middle);
      await open.settled();
      return named('full', await measurePan(open, FULL_SIZE_STEPS));
    }
    case 'zoom':
      await open.page.evaluate(() => window.bench?.fit());
      await open.settled();
      return named('zoom', await measureZoom(open));
    case 'draw': {
      const { p50, p95, missed } = await measureDraw(open, looker);
      return named('draw', { p50, p95, missed });
    }
    case 'memory':
      return { memoryMiB: (await open.memory()) / 2 ** 20 };
    case 'drag':
      return named('drag', await measureDrag(open));
    case 'load':
      return {};
  }
}

function named(prefix: string, figures: object): Metrics {
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [`${prefix}.${name}`, Number(figure)]));
}
