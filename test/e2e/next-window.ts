import { expect } from 'playwright/test';
import type { DesktopApp } from '../harness/launcher.ts';
import { BoardPage } from './board-page.ts';
import { VIEWPORT } from './seats.ts';

/** The board that opens when a person does this: in the app in a window of its own, in a tab in place of the last one. */
export async function openedBy(app: DesktopApp | undefined, board: BoardPage, act: () => Promise<unknown>): Promise<BoardPage> {
  if (!app) {
    await act();
    return board;
  }
  const before = new Set(app.windows());
  await act();
  const added = (): ReturnType<DesktopApp['windows']> => app.windows().filter((page) => !before.has(page));
  await expect.poll(() => added().length).toBe(1);
  const [page] = added();
  if (!page) throw new Error('the window is gone again');
  await page.setViewportSize(VIEWPORT);
  return new BoardPage(page, []);
}
