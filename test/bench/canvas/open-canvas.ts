import type { Browser, CDPSession, Page } from 'playwright';
import type { CanvasId } from './build-pages.ts';

export const VIEW = { width: 1280, height: 800 } as const;
const SETTLED_QUIET_MS = 1_500;
const SETTLE_TIMEOUT_MS = 60_000;

export interface OpenCanvas {
  readonly page: Page;
  readonly session: CDPSession;
  /** Milliseconds that the page's main thread has been busy since it was opened. */
  busyMs(): Promise<number>;
  close(): Promise<void>;
}

/** Opens a canvas with all strokes on it, zoomed to fit, pen in hand, and waits until it has nothing more to do. */
export async function openCanvas(browser: Browser, address: string, canvas: CanvasId): Promise<OpenCanvas> {
  const context = await browser.newContext({ viewport: VIEW, deviceScaleFactor: 1 });
  const page = await context.newPage();
  // tldraw asks its makers' servers for icons, texts and fonts. Nothing leaves this machine: it gets empty ones.
  await page.route(
    (url) => !url.href.startsWith(address),
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
  const busyMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  await page.evaluate(() => window.bench?.prepare());
  await settle(page, busyMs);
  return { page, session, busyMs, close: () => context.close() };
}

/** Waits until a second and a half went by in which the main thread was busy for less than a tenth. */
async function settle(page: Page, busyMs: () => Promise<number>): Promise<void> {
  const deadline = performance.now() + SETTLE_TIMEOUT_MS;
  for (let before = await busyMs(); performance.now() < deadline; ) {
    await page.waitForTimeout(SETTLED_QUIET_MS);
    const after = await busyMs();
    if (after - before < SETTLED_QUIET_MS / 10) return;
    before = after;
  }
  throw new Error('The canvas never came to rest');
}
