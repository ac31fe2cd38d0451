import { startHub } from '../harness/hub.ts';
import type { DesktopApp } from '../harness/launcher.ts';
import { servePages } from '../harness/page-server.ts';
import { BoardPage, boardsOf, comparePixels, isKept, SOON } from './board-page.ts';
import { expect, LOST_LINE, test } from './fixtures.ts';
import { openedBy } from './next-window.ts';
import { VIEWPORT } from './seats.ts';

/** The native question's button. */
const LEAVE = 1;
/** The app starts a hub of its own, or starts it anew: half a second, and many times as long on a busy machine. */
const HUB_START = { timeout: 60_000 };

test('a hub that is gone for good: the board is shown as of its time, and opens as a board of one’s own', async ({
  ownHub: hub,
  open,
  vanish,
  appOf,
  expectProblems,
}) => {
  expectProblems(LOST_LINE);
  const ana = await open(hub.link);
  await ana.draw({ x: 300, y: 200 }, { x: 500, y: 260 });
  await ana.draw({ x: 300, y: 300 }, { x: 500, y: 360 });
  await ana.holds(2);
  await isKept(ana);
  const comeBack = await vanish(ana);
  await hub.kill();
  // The app has its pages with it; a tab gets them from where the hub was.
  const pages = appOf(ana) ? undefined : await servePages(hub.port);
  try {
    const again = await comeBack(hub.link);
    const card = again.page.getByTestId('not-reached');
    await expect(card).toContainText(/This is the copy that this device keeps, as of \d\d:\d\d, not live\./);
    await expect(again.pill).toContainText('not live');
    await again.holds(2);
    await card.getByRole('button', { name: 'Open as a board of my own' }).click();
    // The app has a hub of its own; a page must wait for its server.
    if (appOf(again)) await expect(again.pill).toContainText('Live', HUB_START);
    else await expect(again.page).not.toHaveURL(new RegExp(`${hub.link.split('/').at(-1)}$`));
    await again.holds(2);
  } finally {
    await pages?.close();
  }
});

test('a board that the server let go lies faded under the question, and comes back with one press', async ({
  ownHub: hub,
  open,
  witness,
  vanish,
  expectProblems,
}) => {
  expectProblems(LOST_LINE);
  const ana = await open(hub.link);
  const blank = await ana.pixels();
  await ana.draw({ x: 300, y: 300 }, { x: 800, y: 400 }, { x: 300, y: 500 });
  await ana.holds(1);
  const drawn = await ana.pixels();
  await isKept(ana);
  const comeBack = await vanish(ana);
  await hub.kill();
  const fresh = await startHub({ port: hub.port });
  try {
    const again = await comeBack(hub.link);
    await expect(again.lostCopy).toContainText('You hold 1 element');
    await again.holds(0);
    await expect.poll(async () => (await comparePixels(again.page, await again.pixels(), blank)).differing).toBeGreaterThan(500);
    const faded = await again.pixels();
    expect((await comparePixels(again.page, faded, drawn)).differing).toBeGreaterThan(500);
    await again.lostCopy.getByRole('button', { name: 'Restore to room' }).click();
    await again.live();
    await again.holds(1);
    const ben = await witness(hub.link);
    await ben.holds(1);
  } finally {
    await fresh.stop();
  }
});

test('a copy that the person lets go of is not offered again', async ({ ownHub: hub, open, vanish, expectProblems }) => {
  expectProblems(LOST_LINE);
  const ana = await open(hub.link);
  await ana.draw({ x: 300, y: 300 }, { x: 800, y: 400 });
  await ana.holds(1);
  await isKept(ana);
  const comeBack = await vanish(ana);
  await hub.kill();
  const fresh = await startHub({ port: hub.port });
  try {
    const again = await comeBack(hub.link);
    await again.lostCopy.getByRole('button', { name: 'Start empty' }).click();
    await again.lostCopy.getByRole('button', { name: 'Start empty' }).click();
    await again.live();
    await expect(await boardsOf(again.page)).toContainText('No boards yet.');
    await again.page.keyboard.press('Escape');
    const comeBackOnceMore = await vanish(again);
    const last = await comeBackOnceMore(hub.link);
    await last.live();
    await last.holds(0);
    await expect(last.lostCopy).toBeHidden();
    const boards = await boardsOf(last.page);
    await expect(boards).toContainText('No boards yet.');
  } finally {
    await fresh.stop();
  }
});

test('the list of boards goes to a room, opens a copy, and forgets', async ({ hub, open, appOf }) => {
  const ana = await open(hub.linkTo('weekly'));
  await ana.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
  await ana.holds(1);
  await isKept(ana);
  const boards = await boardsOf(ana.page);
  const card = boards.getByRole('listitem').filter({ hasText: 'weekly' });
  await expect(card).toContainText('memory only');
  await card.hover();
  const copy = await openedBy(appOf(ana), ana, () => card.getByRole('button', { name: 'Open a copy as my own' }).click());
  await expect(boards).toBeHidden();
  await expect(copy.page.getByRole('button', { name: /^weekly-[\w-]+: rename/ })).toBeHidden(HUB_START);
  await copy.live();
  await copy.holds(1);
  const again = await boardsOf(copy.page);
  await again.getByRole('button', { name: /^weekly/ }).click();
  // The copy is the last one in the memory of its server, too. In the app it has a window, and the room comes to the front in its own.
  if (!appOf(ana))
    await ana.page.getByRole('dialog', { name: 'You are the last one here.' }).getByRole('button', { name: 'Leave' }).click();
  await ana.holds(1);
  await expect(ana.page.getByRole('button', { name: /^weekly-[\w-]+: rename/ }).first()).toBeVisible();
  const last = await boardsOf(ana.page);
  await last.getByRole('button', { name: 'Forget all copies…' }).click();
  await last.getByRole('button', { name: 'Forget all copies', exact: true }).click();
  await expect(last).toContainText('No boards yet.');
});

test('the view comes back where it was left; who is astray finds the way back', async ({ hub, open, vanish }) => {
  const ana = await open(hub.link);
  await ana.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
  await ana.holds(1);
  const back = ana.button('Back to content');
  await expect(back).toBeHidden();
  await ana.page.mouse.move(640, 400);
  for (let i = 0; i < 4; i++) await ana.page.mouse.wheel(0, 600);
  await expect(back).toBeVisible();
  // Somebody keeps the room while Ana is away, and sees all there is at once: she has never been here.
  const ben = await open(hub.link);
  await expect(ben.button('Back to content')).toBeHidden();
  await expect.poll(() => ana.page.evaluate(() => localStorage.getItem('inkroom.views') ?? '')).toContain('2400');
  const comeBack = await vanish(ana);
  const again = await comeBack(hub.link);
  await again.live();
  await again.holds(1);
  await expect(again.button('Back to content')).toBeVisible();
  await again.button('Back to content').click();
  await expect(again.button('Back to content')).toBeHidden();
});

test.describe('the app’s own hub', () => {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  test.beforeEach(({}, info) => test.skip(info.project.name !== 'desktop', 'a browser has no hub'));

  async function liveBoard(app: DesktopApp): Promise<BoardPage> {
    const board = new BoardPage(await app.page(), []);
    await expect(board.pill).toContainText('Live', HUB_START);
    return board;
  }
  async function quit(app: DesktopApp): Promise<void> {
    await app.answerDialog({ dialog: 'message', button: LEAVE });
    await app.close();
  }

  test('Keep is one press: nobody in the room loses a stroke, and the board is there after a restart of the app', async ({
    open,
    launch,
    expectProblems,
  }) => {
    expectProblems(LOST_LINE);
    const app = await launch('mine');
    const host = await liveBoard(app);
    await expect(host.page.getByTestId('keep-question')).toBeHidden();
    await host.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
    const link = await host.page.evaluate(() => window.inkroomShell.startLink());
    const guest = await open(link);
    await guest.draw({ x: 600, y: 300 }, { x: 800, y: 400 });
    await host.holds(2);
    const question = host.page.getByTestId('keep-question');
    await expect(question).toContainText('This board lives in memory only. Keep boards on this computer?');
    // The device's list of boards has it, as one in memory.
    await isKept(host);
    // In one line, and on a phone the buttons stand next to each other.
    expect((await question.locator('p').boundingBox())?.height).toBeLessThan(30);
    await host.page.setViewportSize({ width: 390, height: 844 });
    const rows = await question.getByRole('button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y));
    expect(new Set(rows).size).toBe(1);
    await host.page.setViewportSize(VIEWPORT);
    await question.getByRole('button', { name: 'Keep' }).click();
    await expect(host.pill).toContainText('saved on this computer', HUB_START);
    await expect(question).toBeHidden();
    await host.holds(2);
    await guest.holds(2);
    await expect(guest.lostCopy).toBeHidden();
    // And so does the list.
    await expect
      .poll(async () => {
        const text = await (await boardsOf(host.page)).getByRole('listitem').textContent();
        await host.page.keyboard.press('Escape');
        return text;
      }, SOON)
      .toContain('kept on this computer');
    // While guests are here quitting asks (hosting.spec).
    await guest.page.close();
    await expect(host.page.locator('.avatars__others')).toHaveCount(0);
    await quit(app);

    const appAgain = await launch('mine');
    const again = await liveBoard(appAgain);
    await expect(again.page.getByTestId('home')).toContainText('kept on this computer');
    const boards = await boardsOf(again.page);
    await expect(again.page.getByTestId('home')).toHaveCount(0);
    await expect(boards.getByRole('listitem')).toContainText('this computer');
    await boards.getByRole('listitem').getByRole('button').first().click();
    await again.holds(2);
    await expect(again.pill).toContainText('saved on this computer');
    await expect(again.lostCopy).toBeHidden();
  });

  test('where boards of this computer live is changed in the pill’s panel and in the list of boards, and the open board comes along', async ({
    launch,
    expectProblems,
  }) => {
    expectProblems(LOST_LINE);
    const app = await launch('mine');
    const host = await liveBoard(app);
    await host.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
    await host.holds(1);
    await host.pill.click();
    const panel = host.page.getByRole('dialog', { name: 'Where this board lives' });
    const [setting, facts] = [await panel.locator('.keep-setting').boundingBox(), await panel.locator('.facts').boundingBox()];
    expect((facts?.y ?? 0) - (setting?.y ?? 0) - (setting?.height ?? 0)).toBeGreaterThanOrEqual(8);
    await panel.getByRole('button', { name: 'Kept on this computer' }).click();
    await expect(host.pill).toContainText('saved on this computer', HUB_START);
    await expect(panel).toContainText('This board is kept on this computer.');
    await host.page.keyboard.press('Escape');
    await host.holds(1);
    const boards = await boardsOf(host.page);
    await boards.getByRole('button', { name: 'In memory only' }).click();
    await host.page.keyboard.press('Escape');
    await expect(host.pill).toContainText('Live · memory only', HUB_START);
    await host.holds(1);
    await expect(host.lostCopy).toBeHidden();
    await quit(app);
  });

  test('Memory only is remembered; a board that is gone says so and offers the copy', async ({ launch }) => {
    const app = await launch('mine');
    const host = await liveBoard(app);
    await host.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
    await host.page.getByTestId('keep-question').getByRole('button', { name: 'Memory only' }).click();
    await expect(host.page.getByTestId('keep-question')).toBeHidden();
    await isKept(host);
    await quit(app);

    const appAgain = await launch('mine');
    const again = await liveBoard(appAgain);
    await again.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
    await expect(again.page.getByTestId('keep-question')).toBeHidden();
    const boards = await boardsOf(again.page);
    const gone = boards.getByRole('listitem').filter({ hasText: 'memory only: gone' });
    const back = await openedBy(appAgain, again, () => gone.getByRole('button').first().click());
    await expect(back.lostCopy).toContainText('You hold 1 element');
    await back.lostCopy.getByRole('button', { name: 'Restore to room' }).click();
    await back.live();
    await back.holds(1);
  });
});
