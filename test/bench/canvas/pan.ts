import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright';
import type { OpenCanvas } from './open-canvas.ts';
import { VIEW } from './open-canvas.ts';

/** Moves of the wheel, pixels: to and fro, so that the board stays in view. */
const STEP = { x: 26, y: 18 } as const;
const STEPS_ONE_WAY = 5;
/** Time from one move to the next: longer than any of the canvases needs, so that each move is an update of its own. */
const PACE_MS = 130;

export interface PanResult {
  /** Milliseconds that the main thread is busy per update, idle time's own work taken off. */
  readonly mainMs: number;
  /** Milliseconds of processor time of all of the browser's processes per update: what painting elsewhere costs. */
  readonly allMs: number;
  readonly updates: number;
}

async function processMs(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.reduce((sum, process) => sum + process.cpuTime, 0) * 1000;
}

/** Real wheel events on a canvas at rest; busy time of the main thread as Chromium itself counts it (TaskDuration). */
export async function measurePan(browser: Browser, canvas: OpenCanvas, updates: number): Promise<PanResult> {
  const at = { x: VIEW.width / 2, y: VIEW.height / 2 };
  const move = (i: number): Promise<unknown> => {
    const sign = Math.floor(i / STEPS_ONE_WAY) % 2 === 0 ? 1 : -1;
    return canvas.session.send('Input.dispatchMouseEvent', {
      type: 'mouseWheel',
      ...at,
      deltaX: sign * STEP.x,
      deltaY: sign * STEP.y,
      pointerType: 'mouse',
    });
  };
  const run = async (
    count: number,
    step: (i: number) => Promise<unknown>,
  ): Promise<{ main: number; all: number; ms: number }> => {
    const main = await canvas.busyMs();
    const all = await processMs(browser);
    const begun = performance.now();
    for (let i = 0; i < count; i++) {
      const next = performance.now() + PACE_MS;
      await step(i);
      await wait(Math.max(1, next - performance.now()));
    }
    return { main: (await canvas.busyMs()) - main, all: (await processMs(browser)) - all, ms: performance.now() - begun };
  };
  await run(2 * STEPS_ONE_WAY, move);
  const idle = await run(2 * STEPS_ONE_WAY, () => Promise.resolve());
  const panned = await run(updates, move);
  const per = (total: number, idleTotal: number): number => (total - (idleTotal / idle.ms) * panned.ms) / updates;
  return { mainMs: per(panned.main, idle.main), allMs: per(panned.all, idle.all), updates };
}
