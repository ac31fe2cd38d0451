import { setTimeout as wait } from 'node:timers/promises';
import type { CanvasId } from '../build-pages.ts';
import { openBrowser, openCanvas } from '../parts/open-canvas.ts';

const BOARD = { kind: 'strokes', count: 1_000 } as const;
/** A person's moves come to the others in a frame every 33 ms. */
const EVERY_MS = 33;
const WARM_MS = 2_000;
const MEASURED_MS = 6_000;

/** The share of a core that a canvas (all of Chromium) takes while so many other people's cursors move over a board of 1,000 strokes. */
export async function measureCursors(address: string, canvas: CanvasId, people: number): Promise<number> {
  const browser = await openBrowser();
  try {
    const open = await openCanvas(address, canvas, BOARD, browser);
    await open.page.evaluate(() => window.bench?.show());
    await open.settled();
    await open.page.evaluate(
      ([count, everyMs]) => {
        let step = 0;
        setInterval(() => {
          step++;
          const places = Array.from({ length: count }, (_, i) => {
            const angle = step * 0.07 + i;
            return { x: 5_000 + (1_500 + 200 * i) * Math.cos(angle), y: 2_800 + (800 + 120 * i) * Math.sin(angle * 1.3) };
          });
          window.bench?.moveCursors?.(places);
        }, everyMs);
      },
      [people, EVERY_MS] as const,
    );
    await wait(WARM_MS);
    const [before, start] = [await open.allMs(), performance.now()];
    await wait(MEASURED_MS);
    return ((await open.allMs()) - before) / (performance.now() - start);
  } finally {
    await browser.close();
  }
}
