import { setTimeout as wait } from 'node:timers/promises';
import { recordFrames } from './frames.ts';
import { type OpenCanvas, VIEW } from './open-canvas.ts';

/** Moves of the wheel, pixels: to and fro. */
const STEP = { x: 26, y: 18 } as const;
const UPDATES = 60;
const WARM_UP = 10;
/** Updates are counted until there are this many, or for this long. */
const MOST_MS = 15_000;
const EVENT_EVERY_MS = 16;
const PANNED_MS = 4_000;

const ZOOM_STEP_PX = 20;
const ZOOM_STEPS = 10;
const ZOOM_GESTURES = 6;
/** People rest between two zooms, and a canvas makes its picture sharp again. */
const REST_MS = 400;
const CTRL = 2;

export interface WheelCost {
  /** Processor time of the main thread per update, and of all of the browser's processes. */
  readonly mainMs: number;
  readonly allMs: number;
}
export interface PanResult extends WheelCost {
  readonly perSecond: number;
  readonly gapMs: number;
}

function turn({ session }: OpenCanvas, x: number, y: number, modifiers = 0): Promise<unknown> {
  const at = { x: VIEW.width / 2, y: VIEW.height / 2 };
  return session.send('Input.dispatchMouseEvent', {
    type: 'mouseWheel',
    ...at,
    deltaX: x,
    deltaY: y,
    modifiers,
    pointerType: 'mouse',
  });
}

/**
 * First one event after the other, the next when the one before is painted: each is an update of its own, and costs this much processor time
 * (Chromium's TaskDuration in thread ticks). Then events every 16 ms, whether the canvas keeps up or not: how many frames come to the screen.
 */
export async function measurePan(canvas: OpenCanvas, stepsOneWay: number): Promise<PanResult> {
  const signOf = (i: number): number => (Math.floor(i / stepsOneWay) % 2 === 0 ? 1 : -1);
  const move = (i: number): Promise<unknown> => turn(canvas, signOf(i) * STEP.x, signOf(i) * STEP.y);
  const cost = await costOf(canvas, async (i) => {
    await move(i);
    await canvas.painted();
  });
  const { perSecond, gapMs } = await recordFrames(canvas, async () => {
    const sent: Promise<unknown>[] = [];
    const until = performance.now() + PANNED_MS;
    for (let i = 0; performance.now() < until; i++) {
      sent.push(move(i));
      await wait(EVENT_EVERY_MS);
    }
    await Promise.all(sent);
    await canvas.painted();
  });
  return { ...cost, perSecond, gapMs };
}

/** Zooms in, rests, zooms out, rests. What a canvas does in the rest is counted too. */
export async function measureZoom(canvas: OpenCanvas): Promise<WheelCost> {
  return costOf(
    canvas,
    async (i) => {
      const isIn = Math.floor(i / ZOOM_STEPS) % 2 === 0;
      await turn(canvas, 0, isIn ? -ZOOM_STEP_PX : ZOOM_STEP_PX, CTRL);
      await canvas.painted();
      if (i % ZOOM_STEPS === ZOOM_STEPS - 1) await wait(REST_MS);
    },
    { updates: ZOOM_STEPS * ZOOM_GESTURES, warmUp: 2 * ZOOM_STEPS },
  );
}

async function costOf(
  canvas: OpenCanvas,
  update: (i: number) => Promise<void>,
  { updates, warmUp } = { updates: UPDATES, warmUp: WARM_UP },
): Promise<WheelCost> {
  const run = async (most: number): Promise<number> => {
    const until = performance.now() + MOST_MS;
    for (let i = 0; i < most; i++) {
      await update(i);
      if (performance.now() > until) return i + 1;
    }
    return most;
  };
  await run(warmUp);
  const [main, all] = [await canvas.busyMs(), await canvas.allMs()];
  const count = await run(updates);
  return { mainMs: ((await canvas.busyMs()) - main) / count, allMs: ((await canvas.allMs()) - all) / count };
}
