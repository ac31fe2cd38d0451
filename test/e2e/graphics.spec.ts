import type { Page } from 'playwright/test';
import type { DesktopApp } from '../harness/launcher.ts';
import { BoardPage, comparePixels, sameBoard } from './board-page.ts';
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
  // Frames are counted, because a busy machine has slow ones: sixty of them are a second.
  const { wasBlank, frames } = await ana.page.evaluate(async () => {
    const shown = () => [...document.querySelectorAll<HTMLCanvasElement>('#board canvas')];
    const canvases = shown();
    // Read from a copy, because a canvas that is read often is painted another way from then on.
    const { width = 1, height = 1 } = canvases[0] ?? {};
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    const isBlank = (): boolean => {
      copy?.clearRect(0, 0, width, height);
      for (const canvas of shown()) if (canvas.width > 0) copy?.drawImage(canvas, 0, 0);
      return copy?.getImageData(0, 0, width, height).data.every((value) => value === 0) ?? false;
    };
    for (const canvas of canvases) canvas.dispatchEvent(new Event('contextlost', { cancelable: true }));
    for (const canvas of canvases) {
      const picture = canvas.getContext('bitmaprenderer');
      if (picture) picture.transferFromImageBitmap(null);
      else canvas.width = canvas.width + 0;
    }
    const wasBlank = isBlank();
    for (const canvas of canvases) canvas.dispatchEvent(new Event('contextrestored'));
    let frames = 0;
    while (isBlank() && frames < 60) {
      await new Promise((shown) => requestAnimationFrame(shown));
      frames++;
    }
    return { wasBlank, frames };
  });
  expect(wasBlank).toBe(true);
  expect(frames).toBeLessThan(10);
  await expect.poll(async () => (await comparePixels(ana.page, before, await ana.pixels())).differing).toBe(0);
});

test('a graphics processor that forgets everything during a stroke: the stroke goes on, and the pointer is free afterwards', async ({
  hub,
  open,
  witness,
}) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  await ana.page.keyboard.press('p');
  await ana.page.mouse.move(200, 300);
  await ana.page.mouse.down();
  await ana.page.mouse.move(400, 300, { steps: 4 });
  await ana.page.evaluate(() => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>('#board canvas')];
    for (const canvas of canvases) canvas.dispatchEvent(new Event('contextlost', { cancelable: true }));
    for (const canvas of canvases) canvas.width = canvas.width + 0;
    for (const canvas of canvases) canvas.dispatchEvent(new Event('contextrestored'));
  });
  await ana.page.mouse.move(600, 320, { steps: 4 });
  await ana.page.mouse.up();
  await expect(ana.page.locator('.chrome')).not.toHaveAttribute('data-drawing');
  // A movement without a button draws nothing.
  await ana.page.mouse.move(600, 500, { steps: 4 });
  await ben.holds(1);
  await sameBoard(ana, ben);
  await ana.pill.hover();
  const painted = await ana.pixels();
  await ana.page.reload();
  await ana.live();
  await ana.pill.hover();
  await expect.poll(async () => (await comparePixels(ana.page, painted, await ana.pixels())).differing).toBe(0);
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
  await ana.page.keyboard.press('ArrowRight');
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

test('a renderer that crashes is started again, and the board is back without a touch', { tag: '@app' }, async ({
  hub,
  open,
  appOf,
}) => {
  const ana = await open(hub.link);
  const app = appOf(ana);
  test.skip(app === undefined, 'a tab is the browser’s to bring back');
  if (!app) return;
  await ana.draw({ x: 200, y: 200 }, { x: 600, y: 300 });
  await ana.holds(1);
  const back = await crashed(app, ana.page);
  await back.holds(1);
  // A renderer that crashes again and again is not started forever: the person decides.
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
