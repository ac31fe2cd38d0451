import type { Locator } from 'playwright/test';
import type { BoardPage } from './board-page.ts';
import { expect, test } from './fixtures.ts';

const card = (board: BoardPage): Locator => board.page.getByTestId('password');

async function answer(board: BoardPage, password: string): Promise<void> {
  await card(board).getByLabel('Password').fill(password);
  await card(board).getByRole('button', { name: 'Enter' }).click();
}

test('a host gives the room a password: who is in is asked at once, loses nothing, and is asked once on a device', async ({
  hub,
  open,
}) => {
  // The page of a server without a room makes one, and its device is the host there.
  const hana = await open(`${hub.server}/`);
  const link = hana.page.url();
  const ben = await open(link);
  await ben.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
  await hana.holds(1);

  await hana.page.getByTestId('others').click();
  await hana.page.getByRole('button', { name: 'Set a password' }).click();
  await hana.page.getByLabel(/^New password/).fill('blue whale');
  await hana.page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(hana.page.getByText('The room has a password')).toBeVisible();

  await expect(card(ben)).toContainText('This room has a password');
  await ben.draw({ x: 300, y: 450 }, { x: 500, y: 500 });
  await answer(ben, 'red whale');
  await expect(card(ben)).toContainText('That was not the password');
  await answer(ben, 'blue whale');
  await expect(card(ben)).toHaveCount(0);
  await ben.live();
  await hana.holds(2);
  await ben.page.reload();
  await ben.live();
  await expect(card(ben)).toHaveCount(0);
});
