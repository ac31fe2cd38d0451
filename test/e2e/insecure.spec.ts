import type { Browser } from 'playwright';
import { launchBrowser } from '../harness/browser.ts';
import { freePort } from '../harness/free-port.ts';
import { startHub } from '../harness/hub.ts';
import { BoardPage, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

/** A name that is not loopback, so that plain http is an insecure context as on a local network. */
const NAME = 'board.test';

async function openPage(browser: Browser, link: string): Promise<BoardPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const board = new BoardPage(page, []);
  await page.goto(link);
  await board.live();
  return board;
}

test('[HS-8] over plain http, where crypto.subtle and Web Locks do not exist, people join as themselves, draw, and come back', async () => {
  const port = await freePort();
  const hub = await startHub({ port, flags: ['--public-url', `http://${NAME}:${port}`] });
  const browser = await launchBrowser([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`]);
  try {
    const link = hub.linkTo('garden').replace(hub.server, `http://${NAME}:${port}`);
    const [ana, ben] = [await openPage(browser, link), await openPage(browser, link)];
    const missing = await ana.page.evaluate(() => [isSecureContext, crypto.subtle === undefined, navigator.locks === undefined]);
    expect(missing).toEqual([false, true, true]);
    await ana.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
    await ben.holds(1);
    await ben.draw({ x: 200, y: 400 }, { x: 500, y: 360 });
    await ana.holds(2);
    await sameBoard(ana, ben);
    // Without a clipboard API the link is copied the old way, and the panel stays open to say so.
    await ana.page.getByTestId('share').click();
    const panel = ana.page.getByRole('dialog', { name: 'Share' });
    await panel.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(panel.getByRole('button', { name: 'Copied' })).toBeVisible();
    await ana.page.reload();
    await ana.live();
    await ana.holds(2);
    await sameBoard(ana, ben);
  } finally {
    await browser.close();
    await hub.kill();
  }
});
