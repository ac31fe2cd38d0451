import type { Browser } from 'playwright';
import type { OpenCanvas } from './open-canvas.ts';
import { VIEW } from './open-canvas.ts';

/** Moves of the wheel, pixels: to and fro, so that the board stays in view. */
const STEP = { x: 26, y: 18 } as const;
const STEPS_ONE_WAY = 5;
export interface PanResult {
  /** Milliseconds that the main thread is busy per update. */
  readonly mainMs: number;
  /** Milliseconds of processor time of all of the browser's processes per update: what painting elsewhere costs. */
  readonly allMs: number;
  readonly updates: number;
}

/** Processor time of each of the browser's processes so far, milliseconds. */
async function processTimes(browser: Browser): Promise<ReadonlyMap<number, number>> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return new Map(processInfo.map((process) => [process.id, process.cpuTime * 1000]));
}

/**
 * One wheel event after the other, the next when the one before is painted, as in a pan that goes on: each is an update of its own.
 * Processor time of the main thread as Chromium itself counts it (TaskDuration in thread ticks).
 */
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
  /** Until two frames have gone by since: the update is painted, and what the canvas put off to the next frame is too. */
  const painted = (): Promise<void> =>
    canvas.page.evaluate(
      () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
    );
  const run = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      await move(i);
      await painted();
    }
  };
  await run(2 * STEPS_ONE_WAY);
  const main = await canvas.busyMs();
  const before = await processTimes(browser);
  await run(updates);
  const mainMs = (await canvas.busyMs()) - main;
  let allMs = 0;
  for (const [id, ms] of await processTimes(browser)) allMs += ms - (before.get(id) ?? 0);
  return { mainMs: mainMs / updates, allMs: allMs / updates, updates };
}
