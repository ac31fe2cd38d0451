import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright';
import { launchBrowser } from '../../../harness/browser.ts';
import type { BoardPlan } from '../boards/mix.ts';
import type { CanvasId } from '../build-pages.ts';

export const VIEW = { width: 1280, height: 800 } as const;
const QUIET_MS = 1_500;
const LOOK_MS = 250;
const SETTLE_MOST_MS = 20_000;

export interface OpenCanvas {
  readonly browser: Browser;
  readonly page: Page;
  readonly session: CDPSession;
  readonly plan: BoardPlan;
  /** Milliseconds of processor time that the page's main thread has used since it was opened. */
  busyMs(): Promise<number>;
  /** Milliseconds of processor time that all of the browser's processes have used. */
  allMs(): Promise<number>;
  /** Bytes of memory of all of the browser's processes after a collection; what they share counts once. Linux only, else NaN. */
  memory(): Promise<number>;
  /** Waits until a second and a half went by in which the main thread was busy for less than a tenth; some canvases never rest so long. */
  settled(): Promise<void>;
  /** Two frames have gone by: what was asked for is painted, and what the canvas put off to the next frame is too. */
  painted(): Promise<void>;
}

/** Opens a canvas in the browser with the board made, but not yet on it. */
export async function openCanvas(address: string, canvas: CanvasId, plan: BoardPlan, browser: Browser): Promise<OpenCanvas> {
  const context = await browser.newContext({ viewport: VIEW, deviceScaleFactor: 1 });
  const page = await context.newPage();
  // tldraw asks its makers' servers for icons, texts and fonts. Nothing leaves this machine: it gets empty ones.
  await page.route(
    (url) => !url.href.startsWith(address) && url.protocol.startsWith('http'),
    (route) =>
      route.fulfill({
        status: 200,
        headers: { 'access-control-allow-origin': '*' },
        contentType: route.request().url().endsWith('.json') ? 'application/json' : 'image/svg+xml',
        body: route.request().url().endsWith('.json') ? '{}' : '<svg xmlns="http://www.w3.org/2000/svg"/>',
      }),
  );
  await page.goto(`${address}${canvas}.html`);
  await page.waitForFunction(() => window.bench !== undefined);
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate((wanted) => window.bench?.stage(wanted), plan);
  const busyMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  const devtools = await browser.newBrowserCDPSession();
  const processes = async () => (await devtools.send('SystemInfo.getProcessInfo')).processInfo;
  return {
    browser,
    page,
    session,
    plan,
    busyMs,
    async allMs() {
      return (await processes()).reduce((sum, process) => sum + process.cpuTime * 1000, 0);
    },
    async memory() {
      await session.send('HeapProfiler.collectGarbage');
      return (await processes()).reduce((sum, process) => sum + processBytes(process.id), 0);
    },
    async settled() {
      let before = await busyMs();
      const until = performance.now() + SETTLE_MOST_MS;
      for (let quietMs = 0; quietMs < QUIET_MS && performance.now() < until; ) {
        await page.waitForTimeout(LOOK_MS);
        const after = await busyMs();
        quietMs = after - before < LOOK_MS / 10 ? quietMs + LOOK_MS : 0;
        before = after;
      }
    },
    painted: () =>
      page.evaluate(
        () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
      ),
  };
}

export async function openBrowser(): Promise<Browser> {
  // A board of 100,000 elements may use all of the memory that a page can have.
  return launchBrowser(['--js-flags=--max-old-space-size=4096']);
}

/** The share of the process in the memory that it uses, bytes. */
function processBytes(id: number): number {
  try {
    const [, kilobytes = 'NaN'] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return Number.NaN;
  }
}
