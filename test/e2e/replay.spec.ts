import { comparePixels, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('the board’s making is replayed with the names of those who drew, and no board changes', { tag: '@app' }, async ({
  hub,
  open,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const benName = (await ben.page.getByTestId('you').getAttribute('aria-label'))?.match(/You are (.*):/)?.[1] ?? '';
  await ana.page.keyboard.press('r');
  await ana.drag({ x: 250, y: 200 }, { x: 450, y: 260 }, { x: 600, y: 300 });
  await ben.holds(1);
  await ben.page.keyboard.press('o');
  await ben.drag({ x: 300, y: 400 }, { x: 500, y: 480 }, { x: 700, y: 520 });
  await ana.holds(2);
  await ana.page.mouse.move(900, 640);
  const drawn = await ana.pixels();

  await ana.page.getByRole('button', { name: 'Menu' }).click();
  await ana.page.getByRole('menuitem', { name: /Replay/ }).click();
  const replay = ana.page.getByRole('region', { name: 'Replay' });
  await expect(replay.getByRole('status')).toHaveText(/^(\d+) of \1$/);
  await expect(replay.getByTestId('replay-who')).toHaveText(benName);
  await expect(replay.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await ana.page.keyboard.press('Home');
  await expect(replay.getByTestId('replay-who')).toHaveText('Empty board');
  await ana.page.keyboard.press('ArrowRight');
  await expect(replay.getByRole('status')).toHaveText(/^1 of /);
  await expect(replay.getByTestId('replay-who')).toHaveText('You');
  // A pointer moves the view and draws nothing.
  await ana.drag({ x: 400, y: 350 }, { x: 500, y: 350 }, { x: 600, y: 400 });
  await ana.page.keyboard.press('p');
  await ana.drag({ x: 400, y: 350 }, { x: 500, y: 350 }, { x: 600, y: 400 });
  // Meanwhile the room goes on.
  await ben.page.keyboard.press('r');
  await ben.drag({ x: 750, y: 200 }, { x: 800, y: 260 }, { x: 900, y: 300 });
  await ana.page.keyboard.press('Escape');
  await expect(replay).toHaveCount(0);
  await ana.holds(3);
  await sameBoard(ana, ben);
  expect((await comparePixels(ana.page, await ana.pixels(), drawn)).differing).toBeGreaterThan(100);
});

test('the context menu says who drew the selected element', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const name = (await ben.page.getByTestId('you').getAttribute('aria-label'))?.match(/You are (.*):/)?.[1] ?? '';
  await ben.page.keyboard.press('r');
  await ben.drag({ x: 300, y: 250 }, { x: 400, y: 300 }, { x: 500, y: 350 });
  await ana.holds(1);
  await ana.page.keyboard.press('v');
  await ana.page.mouse.click(300, 300, { button: 'right' });
  await expect(ana.page.getByRole('menu')).toContainText(`Drawn by ${name}`);
});
