import type { Page } from 'playwright/test';
import type { DesktopApp } from '../harness/launcher.ts';
import { BoardPage, comparePixels } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('a graphics processor that forgets everything: the board is back within a second, without a touch', async ({
  hub,
  open,
}) => {
  const ana = await open(hub.link);
  await ana.draw({ x: 200, y: 200 }, { x: 600, y: 300 });
  await ana.draw({ x: 300, y: 400 }, { x: 700, y: 250 });
  await ana.holds(2);
  await ana.pill.hover();
  const before = await ana.pixels();
  // What Chromium does when its graphics process ends: canvases lose their pixels and their state, are told so, and then that they are back.
  const blank = await ana.page.evaluate(() => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>('#board canvas')];
    for (const canvas of canvases) canvas.dispatchEvent(new Event('contextlost', { cancelable: true }));
    for (const canvas of canvases) canvas.width = canvas.width + 0;
    const isBlank = canvases.every((canvas) => {
      const context = canvas.getContext('2d');
      return context?.getImageData(0, 0, canvas.width, canvas.height).data.every((value) => value === 0) ?? false;
    });
    for (const canvas of canvases) canvas.dispatchEvent(new Event('contextrestored'));
    return isBlank;
  });
  expect(blank).toBe(true);
  await expect
    .poll(async () => (await comparePixels(ana.page, before, await ana.pixels())).differing, { timeout: 1_000, intervals: [50] })
    .toBe(0);
});

test('in a contrast theme the chosen tool, the focus and the pill can be seen', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.draw({ x: 200, y: 200 }, { x: 600, y: 300 });
  await ana.page.emulateMedia({ forcedColors: 'active' });
  const look = (name: 'Pen' | 'Hand') =>
    ana.tool(name).evaluate((button) => {
      const { backgroundColor, color } = getComputedStyle(button);
      return `${backgroundColor} ${color}`;
    });
  expect(await look('Pen')).not.toBe(await look('Hand'));
  await ana.tool('Select').focus();
  await ana.page.keyboard.press('Tab');
  await expect(ana.tool('Hand')).toBeFocused();
  const focus = await ana.tool('Hand').evaluate((button) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(button);
    return `${outlineStyle} ${outlineWidth}`;
  });
  expect(focus).toBe('solid 3px');
  expect(await ana.pill.evaluate((pill) => getComputedStyle(pill).outlineStyle)).toBe('solid');
  // The paper keeps its colour, or ink of the other theme could not be seen.
  const paper = await ana.page.locator('#board').evaluate((board) => getComputedStyle(board).backgroundColor);
  expect(paper).toMatch(/^rgb\((251, 250, 247|22, 23, 26)\)$/);
});

test('a renderer that crashes is started again, and the board is back without a touch', async ({ hub, open, appOf }) => {
  const ana = await open(hub.link);
  const app = appOf(ana);
  test.skip(app === undefined, 'a tab is the browser’s to bring back');
  if (!app) return;
  await ana.draw({ x: 200, y: 200 }, { x: 600, y: 300 });
  await ana.holds(1);
  const back = await crashed(app, ana.page);
  await back.holds(1);
  // What does nothing but crash is not started for ever: the person decides.
  let { page } = back;
  for (let i = 0; i < 2; i++) ({ page } = await crashed(app, page));
  expect(await app.dialogs()).toEqual([]);
  await app.answerDialog({ dialog: 'message', button: 0 });
  const asked = await crashed(app, page);
  await asked.holds(1);
  expect(await app.dialogs()).toHaveLength(1);
});

/** Ends the renderer of the app's window as a fault would, and waits for the board in the one that follows. */
async function crashed(app: DesktopApp, page: Page): Promise<BoardPage> {
  const line = await page.context().newCDPSession(page);
  // Never answered: who should answer is gone.
  void line.send('Page.crash').catch(() => undefined);
  await expect.poll(() => app.windows().some((other) => other !== page)).toBe(true);
  const [next] = app.windows();
  if (!next) throw new Error('the window has no page');
  const board = new BoardPage(next, []);
  await board.live();
  return board;
}
