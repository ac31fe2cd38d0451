import type { OpenCanvas } from './open-canvas.ts';

export interface Rate {
  /** Frames that came to the screen in a second. */
  readonly perSecond: number;
  /** The longest time without a new frame, milliseconds. */
  readonly gapMs: number;
  /** From the start until the last frame, milliseconds. */
  readonly lastMs: number;
}

const [START, END] = ['bench-start', 'bench-end'];

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds. */
  readonly ts: number;
}

/**
 * Does the work and looks at Chromium's trace for when it put new frames on the screen. The timestamps of animation frames say when a frame
 * was begun, not when it was seen.
 */
export async function recordFrames({ browser, page }: OpenCanvas, work: () => Promise<void>): Promise<Rate> {
  await browser.startTracing(page, { categories: ['viz', 'blink.user_timing'], screenshots: false });
  await page.evaluate((name) => void performance.mark(name), START);
  await work();
  await page.evaluate((name) => void performance.mark(name), END);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
  return rateOf(trace.traceEvents);
}

export function rateOf(events: readonly TraceEvent[]): Rate {
  const start = events.find(({ name }) => name === START)?.ts ?? Number.NaN;
  const end = events.find(({ name }) => name === END)?.ts ?? Number.NaN;
  const shown = events
    .filter(({ name, ph, ts }) => name === 'Graphics.Pipeline.DrawAndSwap' && ph === 'e' && ts >= start && ts <= end)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  let [gap, before] = [0, start];
  for (const ts of [...shown, end]) {
    gap = Math.max(gap, ts - before);
    before = ts;
  }
  return {
    perSecond: (shown.length / (end - start)) * 1e6,
    gapMs: gap / 1000,
    lastMs: ((shown.at(-1) ?? Number.NaN) - start) / 1000,
  };
}
