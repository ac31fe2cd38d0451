import { sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('a stroke whose pointer rests becomes a shape for everybody, and one step of undo gives back the ink', async ({
  hub,
  open,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const { keyboard, mouse } = ana.page;
  const letGo = await ana.drawAndRest(
    { x: 300, y: 250 },
    { x: 500, y: 253 },
    { x: 498, y: 380 },
    { x: 302, y: 377 },
    { x: 300, y: 256 },
  );
  // The hand rests until the other person has the rectangle: ink has no fill to choose.
  await expect
    .poll(async () => {
      await ben.page.keyboard.press('Control+a');
      return ben.page.getByRole('radio', { name: 'No fill' }).isVisible();
    })
    .toBe(true);
  await letGo();
  await ben.page.keyboard.press('Escape');
  await ben.holds(1);
  await sameBoard(ana, ben);
  await keyboard.press('v');
  // A rectangle without a fill is hit at its line, and its style has a fill to choose.
  await mouse.click(400, 252);
  await expect(ana.page.getByRole('radio', { name: 'No fill' })).toBeVisible();
  await keyboard.press('Control+z');
  await ben.holds(1);
  await sameBoard(ana, ben);
  await keyboard.press('Escape');
  await mouse.click(400, 252);
  await expect(ana.page.getByRole('radio', { name: 'No fill' })).toHaveCount(0);
  await keyboard.press('Control+z');
  await ben.holds(0);
});
