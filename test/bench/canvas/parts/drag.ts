import { setTimeout as wait } from 'node:timers/promises';
import { partsOf } from '../boards/mix.ts';
import { recordFrames } from './frames.ts';
import { mouseOf } from './mouse.ts';
import type { OpenCanvas } from './open-canvas.ts';

const DRAGGED_MS = 4_000;
const EVENT_EVERY_MS = 16;
const RADIUS_PX = 60;
const STEP_RADIANS = 0.12;

export interface DragResult {
  readonly perSecond: number;
  readonly gapMs: number;
  /** From the release of the button until the last frame that it caused. */
  readonly dropMs: number;
}

/** Selects everything and drags it in circles, with real mouse events every 16 ms; then lets go. */
export async function measureDrag(canvas: OpenCanvas): Promise<DragResult> {
  const { page, session, plan } = canvas;
  const [stroke] = partsOf(plan).strokes;
  const point = stroke?.points[Math.floor(stroke.points.length / 2)];
  if (!stroke || !point) throw new Error('The board has no stroke to drag by');
  await page.evaluate(() => {
    window.bench?.fit();
    window.bench?.selectAll();
  });
  await canvas.settled();
  const at = await page.evaluate(([x, y]) => window.bench?.screenAt(x, y), [stroke.x + point.x, stroke.y + point.y] as const);
  if (!at) throw new Error('The page does not say where its board is');
  const send = mouseOf(session);
  await send('mouseMoved', at.x, at.y);
  await send('mousePressed', at.x, at.y);
  let end = at;
  const { perSecond, gapMs } = await recordFrames(canvas, async () => {
    const sent: Promise<unknown>[] = [];
    const until = performance.now() + DRAGGED_MS;
    for (let i = 0; performance.now() < until; i++) {
      const angle = i * STEP_RADIANS;
      end = { x: at.x + RADIUS_PX * Math.sin(angle), y: at.y + RADIUS_PX * (1 - Math.cos(angle)) };
      sent.push(send('mouseMoved', end.x, end.y));
      await wait(EVENT_EVERY_MS);
    }
    await Promise.all(sent);
    await canvas.painted();
  });
  const { lastMs } = await recordFrames(canvas, async () => {
    await send('mouseReleased', end.x, end.y);
    await canvas.painted();
    await canvas.settled();
  });
  return { perSecond, gapMs, dropMs: lastMs };
}
