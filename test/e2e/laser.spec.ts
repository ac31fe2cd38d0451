import { comparePixels } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('a laser is seen in the other window while it shines, and is on no board', { tag: '@app' }, async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const before = await ben.pixels();
  await ana.page.keyboard.press('k');
  const { mouse } = ana.page;
  await mouse.move(300, 300);
  await mouse.down();
  let at = 0;
  await expect
    .poll(async () => {
      at = (at + 1) % 20;
      await mouse.move(300 + at * 20, 300 + (at % 4) * 30, { steps: 4 });
      return (await comparePixels(ben.page, before, await ben.pixels())).differing;
    })
    .toBeGreaterThan(400);
  await mouse.up();
  await ben.holds(0);
  await ana.holds(0);
});

test('what another person has selected is outlined with their name, and no more when they let go', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('r');
  await ana.drag({ x: 300, y: 250 }, { x: 400, y: 300 }, { x: 500, y: 350 });
  await ben.holds(1);
  // Away from the shape, so that the pointer is not what differs.
  await ana.page.mouse.move(900, 600);
  const selected = await ben.pixels();
  await ana.page.keyboard.press('Escape');
  const differs = async () => (await comparePixels(ben.page, selected, await ben.pixels())).differing;
  await expect.poll(differs).toBeGreaterThan(200);
});
