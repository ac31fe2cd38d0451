import type { Locator } from 'playwright/test';
import type { DesktopApp } from '../harness/launcher.ts';
import { BoardPage, sameBoard } from './board-page.ts';
import { test as base, expect } from './fixtures.ts';
import type { Seat } from './seats.ts';

/** An alias of loopback stands for this computer's address in a network. */
const ALIAS = '127.0.0.31';

interface Host {
  readonly app: DesktopApp;
  readonly board: BoardPage;
}

interface HostFixtures {
  /** Starts the desktop app as its user does: on a board of its own hub. Once more is a restart. */
  startApp: () => Promise<Host>;
  /** Opens a link in a browser of somebody else. */
  join: (link: string) => Promise<BoardPage>;
}

const test = base.extend<HostFixtures>({
  startApp: async ({ launch }, use) => {
    await use(async () => {
      const app = await launch('host', { args: [`--host-address=${ALIAS}`] });
      const board = new BoardPage(await app.page(), []);
      await board.live();
      return { app, board };
    });
  },
  join: async ({ seat, workerHub }, use) => {
    const guests: Seat[] = [];
    await use(async (link) => {
      const guest = await seat(workerHub.server);
      guests.push(guest);
      const page = await guest.context.newPage();
      await page.goto(link);
      const board = new BoardPage(page, []);
      await board.live();
      return board;
    });
    for (const guest of guests) await guest.close();
  },
});

test.skip(process.platform !== 'linux', 'only Linux has aliases of loopback without being told');

/** The buttons of the question that the host is asked. */
const STAY = 0;
const KEEP_HOSTING = 1;
const END = 2;

const panelOf = ({ page }: BoardPage): Locator => page.getByRole('dialog', { name: 'Share' });

async function openShare(board: BoardPage): Promise<Locator> {
  const panel = panelOf(board);
  if (!(await panel.isVisible())) await board.page.getByTestId('share').click();
  await expect(panel).toBeVisible();
  return panel;
}

/** One click, and the link that others may use. */
async function shareOnNetwork(board: BoardPage): Promise<string> {
  const panel = await openShare(board);
  await panel.getByRole('button', { name: 'Share with people on this network' }).click();
  await expect(panel.getByRole('status')).toContainText('this computer answers at that address');
  return panel.getByRole('textbox', { name: 'Link to this room' }).inputValue();
}

/** True when a hub answers at the server of that link. */
function answers(link: string): Promise<boolean> {
  return fetch(new URL('/healthz', link)).then(
    ({ ok }) => ok,
    () => false,
  );
}

test('one click lets the network in: the link and its code lead a guest to the host’s board; Stop ends it for the guest alone', async ({
  startApp,
  join,
}) => {
  const { board } = await startApp();
  const panel = await openShare(board);
  await expect(panel).toContainText('This link works on this computer only.');
  await expect(panel.getByRole('img', { name: 'QR code of the link' })).toBeHidden();
  const here = await panel.getByTestId('share-link').inputValue();
  const link = await shareOnNetwork(board);
  // The same port, another address: the link for others, and for the phone that reads the code.
  expect(link).toBe(here.replace('127.0.0.1', ALIAS));
  expect(await panel.getByRole('img', { name: 'QR code of the link' }).getAttribute('data-link')).toBe(link);
  await expect(panel).toContainText('Nobody else is here yet.');

  const guest = await join(link);
  await expect(panel).toContainText('1 other person is here.');
  await guest.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  await board.page.keyboard.press('Escape');
  await board.holds(1);
  await board.draw({ x: 200, y: 400 }, { x: 500, y: 360 });
  await guest.holds(2);
  await sameBoard(board, guest);
  // The guest's own Share shows the address that led there.
  await guest.page.getByTestId('share').click();
  expect(await guest.page.getByTestId('share-link').inputValue()).toBe(link);
  await guest.page.keyboard.press('Escape');

  await openShare(board);
  await panel.getByRole('button', { name: 'Stop hosting' }).click();
  await expect(panel).toContainText('The room ends for 1 other person.');
  await panel.getByRole('button', { name: 'Stop hosting' }).click();
  await expect(panel).toContainText('This link works on this computer only.');
  await expect(guest.pill).toContainText('The host ended this room');
  await board.page.keyboard.press('Escape');
  await board.live();
  await board.holds(2);
  await expect(fetch(new URL('/healthz', link))).rejects.toThrow();
});

test('after a restart the app hosts again at the same address, without a click, and says so; the link to a kept board works again', async ({
  startApp,
  join,
}) => {
  const first = await startApp();
  await first.board.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  const link = await shareOnNetwork(first.board);
  // Beside the open panel the whole question can be read and answered.
  const question = first.board.page.getByTestId('keep-question');
  const [asked, panel] = [await question.boundingBox(), await panelOf(first.board).boundingBox()];
  expect((asked?.x ?? 0) + (asked?.width ?? 0)).toBeLessThanOrEqual(panel?.x ?? 0);
  await question.getByRole('button', { name: 'Keep' }).click();
  await expect(first.board.pill).toContainText('saved on this computer');
  await first.app.close();
  await expect(fetch(new URL('/healthz', link))).rejects.toThrow();

  // It opens on a new board, which is hosted too.
  const second = await startApp();
  await expect(second.board.page.getByTestId('hosting')).toBeVisible();
  const again = await openShare(second.board);
  await expect(again.getByRole('status')).toContainText('this computer answers at that address');
  const other = await again.getByRole('textbox', { name: 'Link to this room' }).inputValue();
  expect(other).not.toBe(link);
  expect(new URL(other).host).toBe(new URL(link).host);
  await (await join(link)).holds(1);
});

test('an app that is started on a board of another server hosts its own boards again', async ({
  startApp,
  launch,
  join,
  hub,
}) => {
  const first = await startApp();
  await first.board.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  const link = await shareOnNetwork(first.board);
  await first.board.page.getByTestId('keep-question').getByRole('button', { name: 'Keep' }).click();
  await expect(first.board.pill).toContainText('saved on this computer');
  await first.app.close();
  const second = await launch('host', { args: [`--host-address=${ALIAS}`, `--link=${hub.link}`] });
  const elsewhere = new BoardPage(await second.page(), []);
  await elsewhere.live();
  await expect.poll(() => answers(link)).toBe(true);
  await (await join(link)).holds(1);
});

test('a host who had stopped hosting, or is in another network now, hosts nothing after a restart', async ({
  startApp,
  launch,
}) => {
  const first = await startApp();
  const link = await shareOnNetwork(first.board);
  await first.app.close();

  const away = await launch('host', { args: ['--host-address=127.0.0.32'] });
  const board = new BoardPage(await away.page(), []);
  await board.live();
  const panel = await openShare(board);
  await expect(panel.getByRole('alert')).toContainText(`${ALIAS} is no longer an address of this computer`);
  expect(await answers(link)).toBe(false);
  await away.close();

  const back = await startApp();
  await expect(back.board.page.getByTestId('hosting')).toBeVisible();
  await (await openShare(back.board)).getByRole('button', { name: 'Stop hosting' }).click();
  await expect(panelOf(back.board)).toContainText('This link works on this computer only.');
  await back.app.close();

  const last = await startApp();
  await expect(await openShare(last.board)).toContainText('This link works on this computer only.');
  await expect(last.board.page.getByTestId('hosting')).toBeHidden();
  expect(await answers(link)).toBe(false);
});

test('guests of a board in memory are asked about their copy when its host has restarted the app', async ({ startApp, join }) => {
  const first = await startApp();
  await first.board.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  const link = await shareOnNetwork(first.board);
  const guest = await join(link);
  await guest.holds(1);
  // The computer loses its power: no word of an end.
  await first.app.kill();
  const second = await startApp();
  await expect(second.board.page.getByTestId('hosting')).toBeVisible();
  await expect(guest.pill).toContainText('you hold a copy');
  await guest.page.getByRole('button', { name: 'Restore to room' }).click();
  await guest.live();
  await guest.holds(1);
});

test('a host who quits is asked, and may stay; guests read that the host ended it, and go on with their copy on a board of their own', async ({
  startApp,
  join,
  launch,
}) => {
  const { app, board } = await startApp();
  const link = await shareOnNetwork(board);
  await board.page.keyboard.press('Escape');
  const inBrowser = await join(link);
  const guestApp = await launch('guest', { args: [`--link=${link}`] });
  const inApp = new BoardPage(await guestApp.page(), []);
  await inApp.live();
  await board.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  for (const guest of [inBrowser, inApp]) await guest.holds(1);

  await app.answerDialog({ dialog: 'message', button: STAY });
  await app.askToQuit();
  await expect
    .poll(() => app.dialogs())
    .toMatchObject([
      {
        dialog: 'message',
        options: {
          message: '2 other people are on a board that this computer hosts.',
          detail: expect.stringContaining('Quitting Inkroom ends the room for all of them.'),
        },
      },
    ]);
  await board.holds(1);

  await app.answerDialog({ dialog: 'message', button: END });
  await app.close();
  for (const guest of [inBrowser, inApp]) {
    await expect(guest.pill).toContainText('The host ended this room · you hold a copy');
    await expect(guest.page.getByTestId('ended')).toContainText('It has 1 element');
  }
  // A browser hosts nothing, and says what does. Its copy can be saved.
  await expect(inBrowser.page.getByTestId('ended').getByRole('button')).toHaveText(['Save a copy']);
  const download = inBrowser.page.waitForEvent('download');
  await inBrowser.page.getByRole('button', { name: 'Save a copy' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.inkroom$/);

  await inApp.page.getByRole('button', { name: 'Host it myself' }).click();
  await inApp.live();
  await inApp.holds(1);
  await expect(inApp.page.getByTestId('ended')).toBeHidden();
  const panel = await openShare(inApp);
  await expect(panel.getByRole('button', { name: 'Share with people on this network' })).toBeVisible();
});

test('a host may close the window and go on hosting: the tray says for how many, leads back to the board, and ends it', async ({
  startApp,
  join,
}) => {
  const { app, board } = await startApp();
  test.skip(app.kind !== 'harness', 'real Electron does not say what is in the tray');
  const link = await shareOnNetwork(board);
  await board.page.keyboard.press('Escape');
  const guest = await join(link);
  await board.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  await guest.holds(1);

  await app.answerDialog({ dialog: 'message', button: KEEP_HOSTING });
  const closed = board.page.waitForEvent('close');
  await app.askToQuit();
  await closed;
  await expect.poll(() => app.tray()).toMatchObject({ toolTip: 'Inkroom: Hosting, 1 person' });
  await guest.draw({ x: 200, y: 400 }, { x: 500, y: 360 });
  await guest.holds(2);
  await guest.live();

  await app.clickTray('Open the board');
  await expect.poll(() => app.windows().length).toBe(1);
  const [page] = app.windows();
  if (!page) throw new Error('no window');
  const again = new BoardPage(page, []);
  await again.live();
  await again.holds(2);
  await expect.poll(() => app.tray()).toBeNull();

  // Closing the window asks, as quitting does.
  await app.answerDialog({ dialog: 'message', button: END });
  await app.close();
  await expect(guest.pill).toContainText('The host ended this room');
});
