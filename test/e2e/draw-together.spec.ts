import { comparePixels, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('two people draw and see each other’s strokes: same fingerprint, same picture', { tag: '@app' }, async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.draw({ x: 200, y: 200 }, { x: 400, y: 260 }, { x: 520, y: 180 });
  await ben.holds(1);
  await ben.draw({ x: 300, y: 400 }, { x: 700, y: 520 });
  await ana.holds(2);
  await sameBoard(ana, ben);
  // Pointers off the board, so that no cursor is in a picture.
  for (const person of [ana, ben]) await person.pill.hover();
  await expect
    .poll(async () => {
      const { differing, inked } = await comparePixels(ana.page, await ana.pixels(), await ben.pixels());
      return { same: differing < inked / 50, inked: inked > 500 };
    })
    .toEqual({ same: true, inked: true });
});

test('a stroke is seen while it is being drawn', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ben.pill.hover();
  const before = await ben.pixels();
  await ana.page.keyboard.press('p');
  await ana.page.mouse.move(200, 250);
  await ana.page.mouse.down();
  await ana.page.mouse.move(600, 300, { steps: 12 });
  await expect.poll(async () => (await comparePixels(ben.page, before, await ben.pixels())).differing).toBeGreaterThan(300);
  await ana.page.mouse.up();
  await ben.holds(1);
});

test('a room is joined by pasting its link', { tag: '@app' }, async ({ hub, open }) => {
  const ana = await open(hub.linkTo('drawing-room'));
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 300 });
  const ben = await open(hub.link);
  await ben.holds(0);
  await ben.button('Menu').click();
  await ben.page.getByRole('menuitem', { name: 'Join a room' }).click();
  await ben.page.getByLabel('Link or room name').fill(hub.linkTo('drawing-room'));
  await ben.button('Join').click();
  await ben.live();
  await ben.holds(1);
  await sameBoard(ana, ben);
});

test('a room’s name is joined as it is said: what is typed with a blank leads to the nearest name', async ({ hub, open }) => {
  const link = hub.linkTo('weekly-standup');
  const room = link.slice(link.lastIndexOf('/') + 1);
  const ana = await open(link);
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 300 });
  const ben = await open(hub.link);
  await ben.button('Menu').click();
  await ben.page.getByRole('menuitem', { name: 'Join a room' }).click();
  const dialog = ben.page.getByRole('dialog', { name: 'Join a room' });
  await dialog.getByLabel('Link or room name').fill(room.replace('-', ' '));
  await expect(dialog).toContainText(`You join the room ${room}.`);
  await ben.page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await ben.live();
  await ben.holds(1);
});

test('the link that Share shows opens the same room', { tag: '@app' }, async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 300 });
  await ana.page.getByTestId('share').click();
  const link = await ana.page.getByTestId('share-link').inputValue();
  await ana.page.keyboard.press('Escape');
  const ben = await open(link);
  await ben.holds(1);
});

test('cursors appear with the other’s pointer and leave with it; people come and go', async ({ hub, open, leave }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await expect(ana.page.getByTestId('others')).toHaveAccessibleName('1 other person in this room');
  await ana.pill.hover();
  const empty = await ana.pixels();
  const seen = async (): Promise<number> => (await comparePixels(ana.page, empty, await ana.pixels())).differing;
  await ben.page.mouse.move(500, 300);
  await ben.page.mouse.move(520, 310);
  await expect.poll(seen).toBeGreaterThan(40);
  await ben.pill.hover();
  await expect.poll(seen).toBe(0);
  await leave(ben);
  await expect(ana.page.getByTestId('others')).toBeHidden();
});

test('undo takes back only one’s own', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await ben.holds(1);
  await ben.draw({ x: 200, y: 400 }, { x: 500, y: 420 });
  await ana.holds(2);
  await ana.page.keyboard.press('Control+z');
  await ana.holds(1);
  await ben.holds(1);
  // Ana has nothing left to undo: Ben's stroke stays.
  await expect(ana.button('Undo')).toHaveAttribute('aria-disabled', 'true');
  await ana.page.keyboard.press('Control+z');
  await ana.holds(1);
  await ana.page.keyboard.press('Control+y');
  await ana.holds(2);
  await sameBoard(ana, ben);
});

test('clearing asks first, reaches everyone, and can be undone', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await ben.draw({ x: 200, y: 400 }, { x: 500, y: 420 });
  await ana.holds(2);
  await ana.page.keyboard.press('Control+Delete');
  await expect(ana.page.getByRole('alertdialog').or(ana.page.getByRole('dialog'))).toBeVisible();
  await ana.page.keyboard.press('Escape');
  await ana.holds(2);
  await ana.page.keyboard.press('Control+Delete');
  await ana.page.getByRole('button', { name: /^Clear/ }).click();
  await ben.holds(0);
  await ana.page.keyboard.press('Control+z');
  await ben.holds(2);
  await sameBoard(ana, ben);
});
