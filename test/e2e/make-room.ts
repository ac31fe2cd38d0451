import { expect } from 'playwright/test';
import type { BoardPage } from './board-page.ts';

/** Who makes a room is its host: a new one, in the place of an empty one. Gives its link. */
export async function makeRoom(board: BoardPage): Promise<string> {
  const { page } = board;
  const link = (): Promise<string> =>
    page.evaluate(() => (history.state as { readonly link?: string } | null)?.link ?? location.href);
  const before = await link();
  await board.button('Menu').click();
  await page.getByRole('menuitem', { name: 'New room' }).click();
  await expect.poll(link).not.toBe(before);
  await board.live();
  return link();
}
