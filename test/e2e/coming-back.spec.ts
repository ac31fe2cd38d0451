import { expect, type Page } from 'playwright/test';
import { BoardPage, isKept } from './board-page.ts';
import { test } from './fixtures.ts';
import { type Milestones, noteMilestones } from './milestones.ts';

test('a page that comes back shows its board before its chrome and its connection, and the board can be drawn on at once', async ({
  hub,
  open,
  appOf,
  witness,
}) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  const app = appOf(ana);
  for (const y of [200, 300, 400]) await ana.draw({ x: 200, y }, { x: 700, y: y + 60 });
  await ana.holds(3);
  await isKept(ana);
  const context = ana.page.context();
  await context.addInitScript(noteMilestones);
  // The hub waits until the chrome is there: what is shown before that is this device's copy alone.
  const hubAnswers = Promise.withResolvers<void>();
  await context.routeWebSocket(/./, async (socket) => {
    await hubAnswers.promise;
    socket.connectToServer();
  });
  let back = ana.page;
  if (app) {
    const line = await context.newCDPSession(ana.page);
    // Never answered: who should answer is gone.
    void line.send('Page.crash').catch(() => undefined);
    await expect.poll(() => app.windows().some((other) => other !== ana.page)).toBe(true);
    back = app.windows()[0] ?? back;
  } else await ana.page.reload();
  const board = new BoardPage(back, []);
  // As soon as the board is seen it can be drawn on.
  await back.waitForFunction(() => 'inkAt' in window);
  await board.draw({ x: 200, y: 500 }, { x: 700, y: 560 });
  await expect(board.pill).toBeVisible();
  hubAnswers.resolve();
  await board.live();
  const { ink, firstPill, live, shownAt } = await milestonesOf(back);
  test.info().annotations.push({ type: 'milliseconds', description: `ink ${ink}, chrome ${shownAt}` });
  console.log(`Back after ${app ? 'a crash' : 'a reload'}: ink ${ink} ms, chrome ${shownAt} ms`);
  expect(ink).toBeLessThanOrEqual(shownAt);
  expect(shownAt).toBeLessThanOrEqual(live);
  // What is shown first is the device's copy, and the pill must not call it more than that.
  expect(firstPill).not.toContain('Live');
  await board.holds(4);
  await ben.holds(4);
});

test('undo goes on over a reload, and takes back one’s own stroke and no other', async ({ hub, open, appOf }) => {
  const ana = await open(hub.link);
  test.skip(appOf(ana) !== undefined, 'the app has no reload');
  const ben = await open(hub.link);
  for (const y of [200, 300]) await ana.draw({ x: 200, y }, { x: 700, y: y + 60 });
  await ben.draw({ x: 200, y: 500 }, { x: 700, y: 520 });
  await ana.holds(3);
  await ana.page.reload();
  await ana.live();
  await ana.holds(3);
  for (const left of [2, 1, 1]) {
    await ana.page.keyboard.press('Control+z');
    await ana.holds(left);
    await ben.holds(left);
  }
  await ana.page.keyboard.press('Control+Shift+z');
  await ben.holds(2);
});

async function milestonesOf(page: Page): Promise<Milestones> {
  await page.waitForFunction(() => 'milestones' in window);
  return page.evaluate(() => (window as unknown as { readonly milestones: Milestones }).milestones);
}

/** Runs in the page, before its own scripts: notes whether the line for an empty board was ever shown. */
function noteHint(): void {
  const seen = window as unknown as { hintWasShown?: boolean };
  const look = (): void => {
    if (document.querySelector('.first-hint[data-shown="true"]')) seen.hintWasShown = true;
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}

const hintWasShown = (page: Page): Promise<boolean> => page.evaluate(() => 'hintWasShown' in window);

test('the line for an empty board is never shown over one that is not empty, to a newcomer or after a reload, with or without a copy here', async ({
  hub,
  open,
  seat,
}) => {
  const ana = await open(hub.link);
  // On an empty board it is there, so what is looked for is what is shown.
  await expect(ana.page.locator('.first-hint[data-shown="true"]')).toBeVisible();
  await ana.draw({ x: 200, y: 200 }, { x: 600, y: 300 });
  await ana.holds(1);
  const { context } = await seat(hub.server);
  await context.addInitScript(noteHint);
  const page = await context.newPage();
  await page.goto(hub.link);
  const ben = new BoardPage(page, []);
  const seesAll = async (): Promise<void> => {
    await ben.live();
    await ben.holds(1);
    expect(await hintWasShown(page)).toBe(false);
  };
  await seesAll();
  await isKept(ben);
  await page.reload();
  await seesAll();
  // A device whose storage was cleared has no copy to show first.
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name);
    localStorage.clear();
  });
  await page.reload();
  await seesAll();
});
