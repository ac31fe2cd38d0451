import type { Page } from 'playwright/test';
import { pixelsAt } from './board-page.ts';
import { expect, test } from './fixtures.ts';

/** A red square of 40 × 40 pixels, made by the page itself. */
async function redSquare(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#ff0000';
    context.fillRect(0, 0, 40, 40);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  return Buffer.from(base64, 'base64');
}

/** Colour of the page at a point, `r,g,b`. */
async function colourAt(page: Page, x: number, y: number): Promise<string> {
  return (await pixelsAt(page, { x, y, width: 1, height: 1 })).slice(0, 3).join(',');
}

test('a chosen picture is seen by the other window, is one step of undo, and a newcomer gets it too', async ({
  hub,
  open,
  expectProblems,
}) => {
  // A picture may be asked for before it is there, and be sent before its element is: both are tried again.
  expectProblems(/status of (404|409) .*\/pictures\//);
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.bringToFront();
  const chooser = ana.page.waitForEvent('filechooser');
  // An answer of the page shows that Chromium has heard to hand the chooser over: one that opens before is cancelled at once.
  const buffer = await redSquare(ana.page);
  await ana.page.keyboard.press('9');
  await (await chooser).setFiles({ name: 'red.png', mimeType: 'image/png', buffer });
  await ben.holds(1);
  const { width, height } = ben.page.viewportSize() ?? { width: 0, height: 0 };
  const middle = [Math.round(width / 2), Math.round(height / 2)] as const;
  await expect.poll(() => colourAt(ben.page, ...middle)).toBe('255,0,0');
  await expect.poll(() => ana.fact('Unsent')).toBe('nothing');

  // While it is dragged it is no grey box.
  await ana.page.mouse.move(...middle);
  await ana.page.mouse.down();
  await ana.page.mouse.move(middle[0] + 200, middle[1], { steps: 6 });
  await expect.poll(() => colourAt(ana.page, middle[0] + 205, middle[1] + 5)).toBe('255,0,0');
  // Lets go of it, and takes the pointer off, which the others see.
  await ana.page.keyboard.press('Escape');
  await ana.page.mouse.move(200, 300);
  await ana.page.mouse.up();

  const cleo = await open(hub.link);
  await expect.poll(() => colourAt(cleo.page, ...middle)).toBe('255,0,0');

  await ana.page.keyboard.press('Control+z');
  await ben.holds(0);
  await ana.page.keyboard.press('Control+Shift+z');
  await expect.poll(() => colourAt(ben.page, ...middle)).toBe('255,0,0');
});
