import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeFindsEverywhere } from './axe.ts';
import type { BoardPage } from './board-page.ts';
import { expect, test } from './fixtures.ts';

const LAST_ONE = 'You are the last one here.';
/** The native question's buttons. */
const STAY = 0;
const SAVE = 2;

/** Asks the tab to close as its own button does, and answers the browser's question by staying. Resolves with whether it was asked. */
async function tryToCloseTab({ page }: BoardPage): Promise<'asked' | 'closed'> {
  const asked = new Promise<'asked'>((resolve) => {
    page.once('dialog', (dialog) => {
      expect(dialog.type()).toBe('beforeunload');
      void dialog.dismiss().then(() => resolve('asked'));
    });
  });
  const closed = new Promise<'closed'>((resolve) => page.once('close', () => resolve('closed')));
  await page.close({ runBeforeUnload: true });
  return Promise.race([asked, closed]);
}

test('closing the window on a board that goes with the last one is asked about, and not while somebody holds it', async ({
  hub,
  open,
  leave,
  appOf,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link, { inApp: true })];
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  await ben.holds(1);
  const app = appOf(ben);
  if (!app) {
    // Ana is still there: Ben's tab goes without a question.
    expect(await tryToCloseTab(ben)).toBe('closed');
    await expect(ana.page.getByTestId('others')).toBeHidden();
    expect(await tryToCloseTab(ana)).toBe('asked');
    await ana.holds(1);
    return;
  }
  await app.close();
  expect(await app.dialogs()).toEqual([]);
  await expect(ana.page.getByTestId('others')).toBeHidden();
  const anasApp = appOf(ana);
  await anasApp?.answerDialog({ dialog: 'message', button: STAY });
  await anasApp?.askToQuit();
  await expect.poll(() => anasApp?.dialogs()).toMatchObject([{ dialog: 'message', options: { message: LAST_ONE } }]);
  await ana.holds(1);
  await leave(ana);
});

test('the question’s “Save a copy” writes the file and then closes the window', async ({ hub, open, appOf }) => {
  const ana = await open(hub.link);
  const app = appOf(ana);
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  await ana.holds(1);
  if (!app) {
    // A browser has words of its own and no third choice: a copy saved before means that nothing is asked.
    const download = ana.page.waitForEvent('download');
    await ana.page.keyboard.press('Control+s');
    expect((await download).suggestedFilename()).toMatch(/\.inkroom$/);
    await expect(ana.page.getByText(/^Saved as |^Your browser is downloading /)).toBeVisible();
    expect(await tryToCloseTab(ana)).toBe('closed');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-copy-'));
  const file = join(folder, 'last.inkroom');
  try {
    await app.answerDialog({ dialog: 'message', button: SAVE });
    await app.answerDialog({ dialog: 'save', path: file });
    const closed = ana.page.waitForEvent('close');
    await app.askToQuit();
    await closed;
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file).length).toBeGreaterThan(20);
    // The copy holds everything: it was asked once.
    expect((await app.dialogs()).map(({ dialog }) => dialog)).toEqual(['message', 'save']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('going to another room asks the last one: stay keeps the room, leave goes', async ({ hub, open, appOf }) => {
  const ana = await open(hub.linkTo('attic'));
  test.skip(appOf(ana) !== undefined, 'another room has another window in the app (windows.spec)');
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  await ana.holds(1);
  const newRoom = async (): Promise<void> => {
    await ana.button('Menu').click();
    await ana.page.getByRole('menuitem', { name: 'New room' }).click();
  };
  const question = ana.page.getByRole('dialog', { name: LAST_ONE });
  await newRoom();
  await expect(question).toBeVisible();
  expect(await axeFindsEverywhere(ana.page)).toEqual([]);
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(question).toBeHidden();
  await ana.holds(1);
  await newRoom();
  await question.getByRole('button', { name: 'Leave' }).click();
  await ana.holds(0);
  // An empty board is nothing to ask about.
  await newRoom();
  await expect(question).toBeHidden();
  await ana.live();
});
