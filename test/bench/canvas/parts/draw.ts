import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { seededRandom } from '../../hand-stroke.ts';
import { BOARD, LANE } from '../boards/strokes.ts';
import { mouseOf } from './mouse.ts';
import type { OpenCanvas } from './open-canvas.ts';

/** Strokes of a mouse in the empty lane, in hops: each hop is one mouse event whose ink can be told from the one before. */
const STROKES = 4;
const HOPS = 18;
const HOP_PX = 15;
/** Between two hops; the rest is chance, so that hops fall anywhere within a screen frame. */
const PACE_MS = 110;
const PACE_JITTER_MS = 17;
const QUIET_MS = 500;

export interface DrawResult {
  /** From the moment the event was handed to the browser to the frame on the screen that shows its ink, milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly hops: number;
  /** Hops whose ink was never seen: must be none. */
  readonly missed: number;
  /** All of them, in order. */
  readonly latencies: readonly number[];
}

interface Hop {
  readonly atMs: number;
  readonly fromX: number;
  readonly toX: number;
  readonly y: number;
}
interface Shot {
  readonly atMs: number;
  readonly jpeg: string;
}

const epochMs = (): number => performance.timeOrigin + performance.now();

/**
 * Real mouse events, and Chromium's own pictures of each frame it put on the screen (Page.startScreencast) with the time it did so. The
 * same for every canvas, whatever it paints with.
 */
export async function measureDraw(canvas: OpenCanvas, looker: Page): Promise<DrawResult> {
  const { session, page } = canvas;
  const random = seededRandom(11);
  await page.evaluate(() => {
    window.bench?.fit();
    window.bench?.takePen();
  });
  await canvas.settled();
  const worldY = (LANE.top + LANE.bottom) / 2;
  const start = await page.evaluate(([x, y]) => window.bench?.screenAt(x, y), [BOARD.width * 0.3, worldY] as const);
  if (!start) throw new Error('The page does not say where its board is');
  const send = mouseOf(session);

  const latencies: number[] = [];
  let missed = 0;
  for (let stroke = 0; stroke < STROKES; stroke++) {
    const shots: Shot[] = [];
    const keep = (frame: { data: string; metadata: { timestamp?: number }; sessionId: number }): void => {
      shots.push({ atMs: (frame.metadata.timestamp ?? Number.NaN) * 1000, jpeg: frame.data });
      void session.send('Page.screencastFrameAck', { sessionId: frame.sessionId });
    };
    session.on('Page.screencastFrame', keep);
    await session.send('Page.startScreencast', { format: 'jpeg', quality: 90 });
    const y = start.y + (stroke - (STROKES - 1) / 2) * 14;
    await send('mouseMoved', start.x, y);
    await send('mousePressed', start.x, y);
    await wait(QUIET_MS);
    const hops: Hop[] = [];
    for (let i = 1; i <= HOPS; i++) {
      const toX = start.x + i * HOP_PX;
      hops.push({ atMs: epochMs(), fromX: toX - HOP_PX, toX, y });
      await send('mouseMoved', toX, y);
      await wait(PACE_MS + random() * PACE_JITTER_MS);
    }
    await canvas.painted();
    await wait(QUIET_MS);
    await send('mouseReleased', start.x + HOPS * HOP_PX, y);
    await session.send('Page.stopScreencast');
    session.off('Page.screencastFrame', keep);
    for (const latency of await looker.evaluate(findInk, { hops, shots })) {
      if (latency === undefined) missed++;
      else latencies.push(latency);
    }
  }
  const sorted = latencies.toSorted((a, b) => a - b);
  const quantile = (q: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * q) - 1)] ?? Number.NaN;
  return { p50: quantile(0.5), p95: quantile(0.95), hops: STROKES * HOPS, missed, latencies };
}

/** Runs in a page of its own: for each hop, when the first frame came in which the picture changed where the hop's ink belongs. */
async function findInk(run: { hops: readonly Hop[]; shots: readonly Shot[] }): Promise<(number | undefined)[]> {
  const REACH_PX = 6;
  /** Greater than JPEG's own noise, in one of three colours of 0 to 255. */
  const CHANGE = 24;
  const PIXELS = 4;
  const pixelsOf = async (shot: Shot, hop: Hop): Promise<Uint8ClampedArray> => {
    const bytes = Uint8Array.from(atob(shot.jpeg), (char) => char.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    const width = Math.ceil(hop.toX - hop.fromX) + 2 * REACH_PX;
    const surface = new OffscreenCanvas(width, 2 * REACH_PX).getContext('2d', { willReadFrequently: true });
    if (!surface) throw new Error('No canvas to look at pictures with');
    surface.drawImage(picture, Math.floor(REACH_PX - hop.fromX), Math.floor(REACH_PX - hop.y));
    picture.close();
    return surface.getImageData(0, 0, width, 2 * REACH_PX).data;
  };
  const differs = (a: Uint8ClampedArray, b: Uint8ClampedArray): boolean => {
    let changed = 0;
    for (let i = 0; i < a.length; i += 4) {
      for (let channel = i; channel < i + 3; channel++) {
        if (Math.abs((a[channel] ?? 0) - (b[channel] ?? 0)) <= CHANGE) continue;
        changed++;
        break;
      }
    }
    return changed >= PIXELS;
  };
  const found: (number | undefined)[] = [];
  for (const hop of run.hops) {
    const before = run.shots.findLast((shot) => shot.atMs < hop.atMs);
    if (!before) {
      found.push(undefined);
      continue;
    }
    const blank = await pixelsOf(before, hop);
    let latency: number | undefined;
    for (const shot of run.shots) {
      if (shot.atMs < hop.atMs || !differs(blank, await pixelsOf(shot, hop))) continue;
      latency = shot.atMs - hop.atMs;
      break;
    }
    found.push(latency);
  }
  return found;
}
