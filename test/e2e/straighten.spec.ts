import { sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('a stroke whose pointer rests becomes a shape for everybody, and one step of undo gives back the ink', async ({
  hub,
  open,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const { keyboard, mouse } = ana.page;
  await keyboard.press('p');
  await mouse.move(300, 250);
  await mouse.down();
  for (const [x, y] of [
    [500, 253],
    [498, 380],
    [302, 377],
    [300, 256],
  ] as const) {
    await mouse.move(x, y, { steps: 12 });
  }
  // The hand rests until the other person has the rectangle: ink has no fill to choose.
  await expect
    .poll(async () => {
      await ben.page.keyboard.press('Control+a');
      return ben.page.getByRole('radio', { name: 'No fill' }).isVisible();
    })
    .toBe(true);
  await mouse.up();
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
