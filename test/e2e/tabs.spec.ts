import { BoardPage, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

// A person draws in the tab in front. One behind gets its pointer events a second late, which is a pointer at rest.

test('two tabs of one browser in the same room are two people, and each keeps its own', async ({ hub, open }) => {
  const first = await open(hub.link);
  const second = new BoardPage(await first.page.context().newPage(), []);
  await second.page.goto(hub.link);
  await second.live();
  await expect(first.page.getByTestId('others')).toHaveAccessibleName('1 other person in this room');
  await first.page.bringToFront();
  await first.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await second.page.bringToFront();
  await second.draw({ x: 200, y: 300 }, { x: 500, y: 320 });
  await first.holds(2);
  await sameBoard(first, second);
  // Undo is one's own: the other tab's stroke is somebody else's.
  await first.page.bringToFront();
  await first.page.keyboard.press('Control+z');
  await second.holds(1);
});

test('a tab that is reloaded is the person that it was, while the other tab stays who it is', async ({ hub, open }) => {
  const first = await open(hub.link);
  const second = new BoardPage(await first.page.context().newPage(), []);
  await second.page.goto(hub.link);
  await second.live();
  await first.page.reload();
  await first.live();
  await expect(second.page.getByTestId('others')).toHaveAccessibleName('1 other person in this room');
  await first.page.bringToFront();
  await first.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await second.holds(1);
  await sameBoard(first, second);
});

test('a duplicated tab is another person than the one it was made from', async ({ hub, open }) => {
  const first = await open(hub.link);
  // As "Duplicate tab" does: the copy begins with the session storage of the original.
  const [page] = await Promise.all([
    first.page.context().waitForEvent('page'),
    first.page.evaluate((link) => void window.open(link), hub.link),
  ]);
  const copy = new BoardPage(page, []);
  await copy.live();
  await first.live();
  await expect(first.page.getByTestId('others')).toHaveAccessibleName('1 other person in this room');
  await first.page.bringToFront();
  await first.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await copy.page.bringToFront();
  await copy.draw({ x: 200, y: 300 }, { x: 500, y: 320 });
  await first.holds(2);
  await sameBoard(first, copy);
});
