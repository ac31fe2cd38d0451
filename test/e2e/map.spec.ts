import { expect, test } from './fixtures.ts';

test('the map shows the board and what of it is in view, moves the view, and is there again after a reload', async ({
  hub,
  open,
}) => {
  const ana = await open(hub.link);
  const { page } = ana;
  await ana.draw({ x: 200, y: 200 }, { x: 400, y: 300 });
  await page.keyboard.press('m');
  const map = page.getByRole('img', { name: 'Map of the board' });
  await expect(map).toBeVisible();
  const seen = map.locator('.minimap__seen');
  await expect(seen).toBeVisible();
  const box = async () => (await map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const { x, y, width, height } = await box();
  // Its upper left corner is not on the drawing: there nothing of it is in view.
  await page.mouse.click(x + 3, y + 3);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.up();
  await expect(ana.button('Map of the board')).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await ana.live();
  await expect(map).toBeVisible();
  await page.keyboard.press('m');
  await expect(map).toHaveCount(0);
});
