import { BOARD_CLIP, comparePixels, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('what is drawn very sketchy looks the same in both windows', async ({ hub, open }, info) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.bringToFront();
  const empty = await ben.pixels();
  await ana.tool('Rectangle').click();
  await ana.page.getByRole('radio', { name: 'Very sketchy' }).click();
  await ana.drag({ x: 300, y: 200 }, { x: 500, y: 320 });
  await ana.tool('Arrow').click();
  await ana.drag({ x: 560, y: 250 }, { x: 760, y: 300 });
  await ben.holds(2);
  await ana.page.keyboard.press('Escape');
  await sameBoard(ana, ben);
  // Over the tools: a pointer that is not on the board is in no picture.
  await ana.page.mouse.move(640, 768);
  await expect
    .poll(async () => (await comparePixels(ben.page, empty, await ben.pixels())).differing)
    .toBeGreaterThan(BOARD_CLIP.width);
  await info.attach('sketch.png', { body: await ana.page.screenshot(), contentType: 'image/png' });
  await expect
    .poll(async () => (await comparePixels(ben.page, await ana.pixels(), await ben.pixels())).differing)
    .toBeLessThan(BOARD_CLIP.width / 4);
});
