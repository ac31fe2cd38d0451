import type { Locator } from 'playwright/test';
import { type BoardPage, comparePixels } from './board-page.ts';
import { expect, test } from './fixtures.ts';
import { VIEWPORT } from './seats.ts';

const question = (board: BoardPage): Locator => board.page.getByTestId('name-question');

/** Opens the list of people. */
async function people(board: BoardPage): Promise<Locator> {
  await board.page.getByTestId('others').click();
  return board.page.getByRole('dialog', { name: 'People' });
}

test('a newcomer is asked once for a name, draws all the same, and is seen under it', { tag: '@app' }, async ({ hub, open }) => {
  const ana = await open(hub.link);
  await expect(question(ana)).toHaveCount(0);
  const ben = await open(hub.link);
  await expect(ana.page.getByTestId('arrivals')).toHaveText(/ joined$/);
  await expect(question(ben)).toContainText('Others see you as');
  // On the narrowest phone all of the question is in the window.
  await ben.page.setViewportSize({ width: 320, height: 568 });
  const { x = -1, width = 0 } = (await question(ben).boundingBox()) ?? {};
  expect([x >= 0, x + width <= 320]).toEqual([true, true]);
  await ben.page.setViewportSize(VIEWPORT);
  await ben.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
  await expect(question(ben)).toBeVisible();
  await question(ben).getByRole('textbox').fill('Ben 👩‍🚀 می\u200cخواهم');
  await ben.page.keyboard.press('Enter');
  await expect(question(ben)).toHaveCount(0);
  await expect((await people(ana)).getByText('Ben 👩‍🚀 می\u200cخواهم', { exact: true })).toBeVisible();
  await ana.page.keyboard.press('Escape');
  await question(ana).getByRole('button', { name: 'Not now' }).click();
  await ana.page.reload();
  await ana.live();
  await ben.page.reload();
  await ben.live();
  await expect(ben.page.getByTestId('others')).toBeVisible();
  for (const board of [ana, ben]) await expect(question(board)).toHaveCount(0);
});

test('who follows sees what the other sees, until Escape or a move of their own', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
  const follow = async (): Promise<void> => {
    await (await people(ben)).getByRole('button', { name: /^Follow / }).click();
    await expect(ben.page.getByTestId('following')).toContainText('You see what');
  };
  await (await people(ben)).getByRole('button', { name: 'Hidden', exact: true }).click();
  await ben.page.keyboard.press('Escape');
  await follow();
  // Ana goes far away and zooms in; Ben's view comes along.
  await ana.page.keyboard.press('Control+=');
  await ana.page.mouse.move(640, 400);
  await ana.page.mouse.wheel(0, 4_000);
  const zoom = (board: BoardPage): Locator => board.page.locator('.zoom__percent');
  await expect(zoom(ana)).toContainText('150 %');
  await expect(zoom(ben)).toContainText('150 %');
  await ana.draw({ x: 400, y: 300 }, { x: 700, y: 450 });
  // What is sent is rounded to a sixteenth of a pixel: edges may differ by a shade, and by no more.
  await expect
    .poll(async () => (await comparePixels(ben.page, await ana.pixels(), await ben.pixels())).differing)
    .toBeLessThan(200);
  expect((await comparePixels(ben.page, await ana.pixels(), await ben.pixels())).inked).toBeGreaterThan(1_000);

  await ben.page.keyboard.press('Escape');
  await expect(ben.page.getByTestId('following')).toHaveCount(0);
  await ana.page.keyboard.press('Control+=');
  await expect(zoom(ana)).toContainText('200 %');
  await expect(zoom(ben)).toContainText('150 %');

  await follow();
  await expect(zoom(ben)).toContainText('200 %');
  await ben.page.mouse.move(640, 400);
  await ben.page.mouse.wheel(0, 300);
  await expect(ben.page.getByTestId('following')).toHaveCount(0);
});

test('cursors of others are hidden for one and for all, and stay so', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  for (const board of [ana, ben]) await question(board).getByRole('button', { name: 'Not now' }).click();
  const empty = await ben.pixels();
  let x = 400;
  const seesCursor = async (): Promise<boolean> => {
    await ana.page.mouse.move(++x, 300);
    return Buffer.compare(await ben.pixels(), empty) !== 0;
  };
  await expect.poll(seesCursor).toBe(true);
  await (await people(ben)).getByRole('button', { name: /^Hide the cursor of/ }).click();
  await ben.page.keyboard.press('Escape');
  await expect.poll(async () => Buffer.compare(await ben.pixels(), empty)).toBe(0);
  await (await people(ben)).getByRole('button', { name: /^Show the cursor of/ }).click();
  await ben.page.keyboard.press('Escape');
  await expect.poll(seesCursor).toBe(true);
  await (await people(ben)).getByRole('button', { name: 'Hidden', exact: true }).click();
  await ben.page.keyboard.press('Escape');
  await expect.poll(async () => Buffer.compare(await ben.pixels(), empty)).toBe(0);
  await ben.page.reload();
  await ben.live();
  await ana.page.mouse.move(450, 360);
  await expect((await people(ben)).getByRole('button', { name: 'Hidden', exact: true })).toHaveAttribute('aria-pressed', 'true');
});
