import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BoardPage } from './board-page.ts';
import { expect, test } from './fixtures.ts';
import { openedBy } from './next-window.ts';

/** The native question's buttons. */
const STAY = 0;
const LEAVE = 1;
const DRAWING = fileURLToPath(new URL('../fixtures/files/garden.excalidraw', import.meta.url));

const appsBoard = async (page: Promise<BoardPage['page']>): Promise<BoardPage> => {
  const board = new BoardPage(await page, []);
  await board.live();
  return board;
};

test('each board has a window: a new room opens in another one, one that is open comes to the front, and the menu is that of the window in front', async ({
  launch,
}) => {
  const app = await launch('mine');
  const first = await appsBoard(app.page());
  const menuItem = async (id: string) =>
    (await app.menu()).find(({ label }) => label === 'Edit')?.submenu?.find((item) => item.id === id);
  // An unused window is not left behind empty.
  const room = first.page.getByRole('button', { name: /: rename for everybody$/ });
  const unused = (await room.getAttribute('aria-label')) ?? '';
  // A window gives its menu a moment after its board.
  await expect.poll(() => menuItem('edit.undo')).toBeDefined();
  await app.clickMenu('File', 'file.newRoom');
  // Until then it is the unused board that is live.
  await expect(room).not.toHaveAttribute('aria-label', unused);
  await first.live();
  expect(app.windows()).toHaveLength(1);

  await first.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
  await first.holds(1);
  await expect.poll(() => menuItem('edit.undo')).toMatchObject({ enabled: true });
  const second = await openedBy(app, first, () => app.clickMenu('File', 'file.newRoom'));
  await second.live();
  await second.holds(0);
  await first.holds(1);
  await expect.poll(() => menuItem('edit.undo')).toMatchObject({ enabled: false });

  await second.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
  await second.holds(1);
  // The first board again: its window comes to the front, with its menu.
  await app.clickMenu('File', 'file.recent', 'recent.0');
  await expect.poll(() => menuItem('edit.undo')).toMatchObject({ enabled: true });
  expect(app.windows()).toHaveLength(2);
  await first.holds(1);

  // Closing one asks for its board alone, and the app goes on with the other.
  await app.answerDialog({ dialog: 'message', button: LEAVE });
  const closed = second.page.waitForEvent('close');
  await second.page.close({ runBeforeUnload: true });
  await closed;
  await first.holds(1);
  await first.draw({ x: 300, y: 500 }, { x: 500, y: 500 });
  await first.holds(2);

  // The page asks before the last copy goes; who stays goes on.
  await app.answerDialog({ dialog: 'message', button: STAY });
  await app.askToQuit();
  await expect.poll(async () => (await app.dialogs()).length).toBe(2);
  await first.holds(2);
  await app.answerDialog({ dialog: 'message', button: LEAVE });
  await app.close();
});

test('files at a start and later become boards of their own; what cannot be opened is said in one sentence each', async ({
  launch,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-boards-'));
  try {
    const damaged = join(folder, '坏的 board.inkroom');
    await writeFile(damaged, 'no board');
    const app = await launch('mine', { args: [DRAWING, join(folder, 'gone.inkroom')] });
    const first = await appsBoard(app.page());
    await expect(first.page.getByText('gone.inkroom is no longer there.')).toBeVisible();
    await first.holds(11);
    const second = await openedBy(app, first, () => app.startAgain(`file://${DRAWING.replaceAll(' ', '%20')}`));
    await second.live();
    await second.holds(11);
    await app.startAgain(damaged);
    await expect(second.page.getByText('坏的 board.inkroom: This is not an Inkroom file.')).toBeVisible();
    expect(app.windows(), 'windows: it gets none of its own').toHaveLength(2);
    await app.startAgain('inkroom://nonsense');
    await expect(second.page.getByText('The link that Inkroom was opened with names no room.')).toBeVisible();
    for (let i = 0; i < 2; i++) await app.answerDialog({ dialog: 'message', button: LEAVE });
    await app.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
