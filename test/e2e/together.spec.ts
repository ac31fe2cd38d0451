import type { BoardPage } from './board-page.ts';
import { expect, test } from './fixtures.ts';

async function together(board: BoardPage): Promise<void> {
  await board.page.keyboard.press('Alt+c');
  await board.button('Together').click();
}

test('a timer runs in both windows, a reaction is seen in the other, and a vote shows its result to both', async ({
  hub,
  open,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('r');
  await ana.drag({ x: 300, y: 200 }, { x: 400, y: 260 }, { x: 480, y: 320 });
  await ben.holds(1);
  await together(ana);
  await together(ben);

  await ana.button('Start a timer of 5 minutes').click();
  await expect(ben.page.getByRole('button', { name: /^Timer: \d/ })).toBeVisible();
  await ben.button('Pause').click();
  await expect(ana.page.getByRole('button', { name: /^Timer paused/ })).toBeVisible();
  await ana.button('End').click();
  await expect(ben.page.getByRole('button', { name: /^Timer/ })).toHaveCount(0);

  await ben.button('Party').click();
  await expect(ana.page.getByTestId('reactions')).toContainText('🎉');
  await expect(ana.page.getByTestId('reactions')).toBeEmpty();

  await ana.button('Start the vote').click();
  for (const one of [ana, ben]) await one.button('Put dots').click();
  await ana.page.mouse.click(350, 250);
  await ben.page.mouse.click(400, 280);
  await ben.page.mouse.click(600, 500);
  await expect(ana.page.getByRole('region', { name: 'Meet' })).toContainText('2 dots left, 3 dots in all');
  await expect(ben.page.getByRole('region', { name: 'Meet' })).toContainText('1 dot left, 3 dots in all');
  await ana.button('End and show the result').click();
  for (const one of [ana, ben]) await expect(one.page.getByRole('list', { name: 'Result' })).toContainText('Place 1: 2 dots');
  // Dots are no drawing, and undo does not know them.
  await ana.holds(1);
});

test('a vote calls those whose drawer is closed, and they put their dots without it', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ben.page.setViewportSize({ width: 390, height: 844 });
  await together(ana);
  await ana.button('Start the vote').click();
  await expect(ben.page.getByText('A vote is on: 3 dots for you')).toBeVisible();
  await expect(ana.page.getByText('A vote is on')).toHaveCount(0);
  await ben.button('Put dots').click();
  await ben.page.mouse.click(150, 250);
  await ben.button('Done').click();
  await expect(ben.page.getByText('A vote is on: 2 dots for you')).toBeVisible();
  await expect(ana.page.getByRole('region', { name: 'Meet' })).toContainText('1 dot in all');
  await ana.button('End and show the result').click();
  await expect(ben.page.getByText('A vote is on')).toHaveCount(0);
});
